/** RAW formats that are not plain TIFF: Canon CR3 (boxes) and Fujifilm RAF (a JPEG behind a header). */
import { boxes, boxesIn, findBox } from "./boxes.ts";
import { type ByteSource, partOf } from "./byte-source.ts";
import { readJpeg } from "./jpeg.ts";
import { noPieces, type Pieces } from "./pieces.ts";

const canonUuid = "85c0b687820f11e08111f4ce462b6a48";
const kinds = { CMT1: "ifd0", CMT2: "exif", CMT4: "gps" } as const;

export function readCr3(source: ByteSource): Pieces {
  const top = [...boxes(source, 0, source.size)];
  const moov = findBox(top, "moov");
  const canon = moov && boxesIn(source, moov).find((box) => box.uuid === canonUuid);
  if (!canon) return { ...noPieces, empty: moov === undefined };
  const found = boxesIn(source, canon).filter((box) => box.type in kinds);
  return {
    ...noPieces,
    // Canon keeps what it says of the pictures in front of them.
    picture: top.filter(({ type }) => type === "mdat").map(({ at, length }) => ({ at, length })),
    truncated: top.some(({ at, length }) => at + length > source.size),
    exif: found.map((box) => partOf(source, box.at, box.length)),
    exifKinds: found.map((box) => kinds[box.type as keyof typeof kinds]),
  };
}

export function readRaf(source: ByteSource): Pieces {
  const head = source.slice(84, 8);
  if (head.length < 8) return { ...noPieces, empty: true };
  const offset = head.readUInt32BE(0);
  const pieces = readJpeg(partOf(source, offset, head.readUInt32BE(4)));
  const sensor = source.slice(100, 8);
  const picture = sensor.length === 8 ? [{ at: sensor.readUInt32BE(0), length: sensor.readUInt32BE(4) }] : [];
  const truncated = [{ at: offset, length: head.readUInt32BE(4) }, ...picture].some(
    ({ at, length }) => at + length > source.size,
  );
  return { ...pieces, picture, truncated };
}
