/** JPEG XL and JPEG 2000: boxes in which EXIF and XMP stand beside the picture. */
import { brotliDecompressSync } from "node:zlib";
import { type Box, boxes } from "./boxes.ts";
import { type ByteSource, memorySource, partOf } from "./byte-source.ts";
import { noPieces, type Pieces } from "./pieces.ts";

const mostMetadataBytes = 16 * 1024 * 1024;
const mostPacked = 16;
const pictures = new Set(["jxlc", "jxlp", "jp2c"]);
/** The identifiers under which JPEG 2000 carries them. */
const exifUuid = "4a706754696666457869662d3e4a5032";
const xmpUuid = "be7acfcb97a942e89c71999491e3afac";

export function readBoxed(source: ByteSource): Pieces {
  // A JPEG XL may be the bare picture.
  if (source.slice(0, 2).toString("hex") === "ff0a") return { ...noPieces, picture: [{ at: 0, length: source.size }] };
  const exif: ByteSource[] = [];
  const xmp: Buffer[] = [];
  const picture: { at: number; length: number }[] = [];
  let packed = 0;
  for (const box of boxes(source, 0, source.size)) {
    // A small box may unpack to a very long one, and nobody writes so many.
    if (box.type === "brob" && ++packed > mostPacked) continue;
    const { type, body } = unpacked(source, box);
    if (pictures.has(type)) picture.push({ at: box.at, length: box.length });
    // Four bytes say how far behind them the TIFF header is.
    else if (type === "Exif" && body.size > 8) exif.push(partOf(body, 4 + body.slice(0, 4).readUInt32BE(0), body.size));
    else if (type === "xml " || box.uuid === xmpUuid) xmp.push(body.slice(0, mostMetadataBytes));
    else if (box.uuid === exifUuid) exif.push(body);
  }
  const truncated = picture.length === 0 || picture.some(({ at, length }) => at + length > source.size);
  return { ...noPieces, exif, xmp, picture, truncated };
}

/** A `brob` box is another one, compressed. */
function unpacked(source: ByteSource, { type, at, length }: Box): { readonly type: string; readonly body: ByteSource } {
  if (type !== "brob") return { type, body: partOf(source, at, length) };
  const packed = source.slice(at + 4, Math.min(length - 4, mostMetadataBytes));
  const bytes = brotliDecompressSync(packed, { maxOutputLength: mostMetadataBytes });
  return { type: source.slice(at, 4).toString("latin1"), body: memorySource(bytes) };
}
