/** JPEG: marker segments up to the first scan, and whether the end of the image is there. */
import { type ByteSource, partOf } from "./byte-source.ts";
import { iptcOfPhotoshop } from "./photoshop.ts";
import { noPieces, type Pieces, type Range } from "./pieces.ts";

const exifHead = Buffer.from("Exif\0");
const xmpHead = Buffer.from("http://ns.adobe.com/xap/1.0/\0");
const photoshopHead = Buffer.from("Photoshop 3.0\0");
const endOfImage = Buffer.from([0xff, 0xd9]);
const chunkBytes = 1024 * 1024;
const strayBytes = 64 * 1024;

export function readJpeg(source: ByteSource): Pieces {
  const exif: ByteSource[] = [];
  const xmp: Buffer[] = [];
  const photoshop: Buffer[] = [];
  let width: number | null = null;
  let height: number | null = null;
  const picture: Range[] = [];
  let scan: Segment | null = null;

  for (const segment of segments(source)) {
    const { marker, at, length } = segment;
    if (marker === 0xda) {
      scan = segment;
      break;
    }
    if (!isRemark(marker)) picture.push({ at: at - 4, length: length + 4 });
    if (isFrame(marker) && width === null) {
      const frame = source.slice(at, 5);
      if (frame.length === 5) [height, width] = [frame.readUInt16BE(1), frame.readUInt16BE(3)];
    } else if (marker === 0xe1 && startsWith(source, at, exifHead)) exif.push(partOf(source, at + 6, length - 6));
    else if (marker === 0xe1 && startsWith(source, at, xmpHead)) xmp.push(body(source, at, length, xmpHead));
    else if (marker === 0xed && startsWith(source, at, photoshopHead))
      photoshop.push(body(source, at, length, photoshopHead));
  }
  // One Photoshop block may continue in the next segment.
  const iptc = photoshop.length === 0 ? [] : iptcOfPhotoshop(Buffer.concat(photoshop));
  const end = scan === null ? null : endOfPicture(source, scan.at + scan.length);
  if (scan !== null) picture.push({ at: scan.at - 4, length: (end ?? source.size) - (scan.at - 4) });
  return { ...noPieces, exif, xmp, iptc, width, height, picture, truncated: end === null, empty: width === null };
}

interface Segment {
  readonly marker: number;
  /** Of the payload, behind the length. */
  readonly at: number;
  readonly length: number;
}

/** A photograph has tens of segments; what leads on and on is none. */
const mostSteps = 20_000;

function* segments(source: ByteSource): Generator<Segment> {
  let at = 2;
  for (let steps = 0; steps < mostSteps; steps++) {
    const head = source.slice(at, 4);
    if (head.length < 4) return;
    const marker = head.readUInt8(1);
    // Stray bytes that some cameras leave between segments, in pieces: a copy that was cut short has millions of zeros.
    if (head.readUInt8(0) !== 0xff) {
      const next = source.slice(at, strayBytes).indexOf(0xff);
      at += next === -1 ? strayBytes : next;
    } else if (marker === 0xff) {
      const run = source.slice(at, strayBytes).findIndex((byte) => byte !== 0xff);
      at += run === -1 ? strayBytes : run - 1;
    } else if (marker === 0x00) at += 1;
    else if (marker === 0xd8 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (marker === 0xd9) return;
    else {
      const size = head.readUInt16BE(2);
      if (size < 2) return;
      yield { marker, at: at + 4, length: size - 2 };
      at += 2 + size;
    }
  }
}

/** APPn and COM: what cameras and programs say about the picture. */
const isRemark = (marker: number) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const startsWith = (source: ByteSource, at: number, head: Buffer) => source.slice(at, head.length).equals(head);
const body = (source: ByteSource, at: number, length: number, head: Buffer) =>
  source.slice(at + head.length, length - head.length);

/**
 * Offset behind the end of the picture; null where it is not there. Compressed data never holds FF D9, so the first one behind the
 * scan is the end; what trails it is nobody's business.
 */
function endOfPicture(source: ByteSource, from: number): number | null {
  if (source.isFar) return source.size;
  for (let at = from; at < source.size; at += chunkBytes - 1) {
    const found = source.slice(at, chunkBytes).indexOf(endOfImage);
    if (found !== -1) return at + found + endOfImage.length;
  }
  return null;
}
