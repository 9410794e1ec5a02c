/** WebP: RIFF chunks VP8, VP8L, VP8X, EXIF and XMP. */
import { type ByteSource, partOf } from "./byte-source.ts";
import { noPieces, type Pieces, type Range } from "./pieces.ts";

const pictureChunks = new Set(["VP8 ", "VP8L", "ALPH", "ANIM", "ANMF"]);

export function readWebp(source: ByteSource): Pieces {
  const exif: ByteSource[] = [];
  const xmp: Buffer[] = [];
  const picture: Range[] = [];
  let size: readonly [number, number] | null = null;
  const riffEnd = 8 + (source.slice(4, 4).length === 4 ? source.slice(4, 4).readUInt32LE(0) : 0);
  for (let at = 12; at + 8 <= Math.min(source.size, riffEnd); ) {
    const head = source.slice(at, 8);
    const type = head.toString("latin1", 0, 4);
    const length = head.readUInt32LE(4);
    if (pictureChunks.has(type)) picture.push({ at: at + 8, length });
    if (type === "EXIF") exif.push(exifBody(source, at + 8, length));
    else if (type === "XMP ") xmp.push(source.slice(at + 8, Math.min(length, 16 * 1024 * 1024)));
    else size ??= sizeOf(type, source.slice(at + 8, 10));
    at += 8 + length + (length % 2);
  }
  const [width, height] = size ?? [null, null];
  return { ...noPieces, exif, xmp, width, height, picture, truncated: riffEnd > source.size, empty: size === null };
}

/** Some writers keep JPEG's `Exif\0\0` in front of the TIFF header. */
const exifBody = (source: ByteSource, at: number, length: number) =>
  source.slice(at, 4).toString("latin1") === "Exif" ? partOf(source, at + 6, length - 6) : partOf(source, at, length);

function sizeOf(type: string, body: Buffer): readonly [number, number] | null {
  if (body.length < 10) return null;
  if (type === "VP8X") return [body.readUIntLE(4, 3) + 1, body.readUIntLE(7, 3) + 1];
  if (type === "VP8 ") return [body.readUInt16LE(6) & 0x3fff, body.readUInt16LE(8) & 0x3fff];
  if (type !== "VP8L") return null;
  const bits = body.readUInt32LE(1);
  return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
}
