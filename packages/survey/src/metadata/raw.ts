/** RAW formats that are not plain TIFF: Canon CR3 (boxes) and Fujifilm RAF (a JPEG behind a header). */
import { boxes, boxesIn, findBox } from "./boxes.ts";
import { type ByteSource, partOf } from "./byte-source.ts";
import { readJpeg } from "./jpeg.ts";
import { noPieces, type Pieces } from "./pieces.ts";

const canonUuid = "85c0b687820f11e08111f4ce462b6a48";
const kinds = { CMT1: "ifd0", CMT2: "exif", CMT4: "gps" } as const;

export function readCr3(source: ByteSource): Pieces {
  const moov = findBox([...boxes(source, 0, source.size)], "moov");
  const canon = moov && boxesIn(source, moov).find((box) => box.uuid === canonUuid);
  if (!canon) return { ...noPieces, empty: moov === undefined };
  const found = boxesIn(source, canon).filter((box) => box.type in kinds);
  return {
    ...noPieces,
    exif: found.map((box) => partOf(source, box.at, box.length)),
    exifKinds: found.map((box) => kinds[box.type as keyof typeof kinds]),
  };
}

export function readRaf(source: ByteSource): Pieces {
  const head = source.slice(84, 8);
  if (head.length < 8) return { ...noPieces, empty: true };
  const offset = head.readUInt32BE(0);
  const pieces = readJpeg(partOf(source, offset, head.readUInt32BE(4)));
  return { ...pieces, truncated: offset + head.readUInt32BE(4) > source.size };
}
