/** HEIF family (HEIC, AVIF): the items `Exif` and XMP, and the size of the primary item (ISO/IEC 23008-12). */
import { type Box, boxes, boxesIn, findBox, fullBoxVersion } from "./boxes.ts";
import { type ByteSource, memorySource, partOf } from "./byte-source.ts";
import { noPieces, type Pieces, type Range } from "./pieces.ts";

const longestMetaBytes = 8 * 1024 * 1024;
/** What is said of a picture and of its parts; the first of each counts. */
const mostRemarks = 16;

export function readHeif(source: ByteSource): Pieces {
  const top = [...boxes(source, 0, source.size)];
  const meta = top.find((box) => box.type === "meta");
  const last = top.at(-1);
  const truncated = last === undefined || last.at + last.length > source.size;
  // A sequence may keep its pictures in a `moov` box alone.
  const empty = !top.some(({ type }) => type === "meta" || type === "moov");
  if (!meta || meta.length > longestMetaBytes) return { ...noPieces, truncated, empty };

  const children = [...boxes(source, meta.at + 4, meta.at + meta.length)];
  const kinds = itemKinds(source, children);
  const places = itemPlaces(source, children);
  const exif: ByteSource[] = [];
  const xmp: Buffer[] = [];
  const picture: Range[] = [];
  for (const [id, kind] of kinds) {
    const ranges = places.get(id);
    if (!ranges) continue;
    if (!isRemark(kind)) {
      picture.push(...ranges);
      continue;
    }
    if (exif.length + xmp.length >= mostRemarks) continue;
    const place = joined(source, ranges);
    if (kind === "Exif") {
      // Four bytes say how far behind them the TIFF header is.
      const skip = place.slice(0, 4);
      if (skip.length === 4) exif.push(partOf(place, 4 + skip.readUInt32BE(0), place.size));
    } else xmp.push(place.slice(0, longestMetaBytes));
  }
  const size = primarySize(source, children);
  return {
    ...noPieces,
    exif,
    xmp,
    width: size?.[0] ?? null,
    height: size?.[1] ?? null,
    picture: picture.sort((a, b) => a.at - b.at),
    truncated,
    empty: false,
  };
}

const isRemark = (kind: string) => kind === "Exif" || kind === "application/rdf+xml";

/** Item id → its type, or its content type for `mime` items. */
function itemKinds(source: ByteSource, meta: readonly Box[]): Map<number, string> {
  const kinds = new Map<number, string>();
  const iinf = findBox(meta, "iinf");
  if (!iinf) return kinds;
  const start = iinf.at + (fullBoxVersion(source, iinf) === 0 ? 6 : 8);
  for (const box of boxes(source, start, iinf.at + iinf.length)) {
    const version = fullBoxVersion(source, box);
    if (box.type !== "infe" || version < 2) continue;
    const body = source.slice(box.at + 4, Math.min(box.length - 4, 1024));
    const idBytes = version === 2 ? 2 : 4;
    if (body.length < idBytes + 6) continue;
    const type = body.toString("latin1", idBytes + 2, idBytes + 6);
    const [, contentType = ""] = body.toString("latin1", idBytes + 6).split("\0");
    kinds.set(body.readUIntBE(0, idBytes), type === "mime" ? contentType : type);
  }
  return kinds;
}

/** Item id → where its bytes lie. */
function itemPlaces(source: ByteSource, meta: readonly Box[]): Map<number, Range[]> {
  const places = new Map<number, Range[]>();
  const iloc = findBox(meta, "iloc");
  if (!iloc) return places;
  const idat = findBox(meta, "idat");
  const version = fullBoxVersion(source, iloc);
  const body = source.slice(iloc.at, iloc.length);
  let at = 4;
  const take = (bytes: number) => {
    at += bytes;
    if (bytes === 0 || at > body.length) return 0;
    return bytes === 8 ? Number(body.readBigUInt64BE(at - 8)) : body.readUIntBE(at - bytes, bytes);
  };
  const sizes = take(2);
  const [offsetBytes, lengthBytes, baseBytes] = [(sizes >> 12) & 15, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  if ([offsetBytes, lengthBytes, baseBytes, indexBytes].some((bytes) => ![0, 4, 8].includes(bytes))) return places;
  const count = take(version < 2 ? 2 : 4);
  for (let i = 0; i < count && at < body.length; i++) {
    const id = take(version < 2 ? 2 : 4);
    const inIdat = version > 0 && (take(2) & 15) === 1;
    at += 2; // data reference index: always this file
    const base = take(baseBytes) + (inIdat ? (idat?.at ?? source.size) : 0);
    const extents = take(2);
    const ranges: Range[] = [];
    for (let extent = 0; extent < extents && at < body.length; extent++) {
      at += indexBytes;
      const offset = take(offsetBytes);
      ranges.push({ at: base + offset, length: take(lengthBytes) });
    }
    if (ranges.length > 0) places.set(id, ranges);
  }
  return places;
}

const longestPartBytes = 1024 * 1024;

/** Items of metadata in several extents are joined; there are few and they are small. */
function joined(source: ByteSource, ranges: readonly Range[]): ByteSource {
  const parts = ranges.slice(0, 16).map(({ at, length }) => partOf(source, at, length));
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return memorySource(Buffer.concat(parts.map((part) => part.slice(0, longestPartBytes))));
}

function primarySize(source: ByteSource, meta: readonly Box[]): readonly [number, number] | null {
  const pitm = findBox(meta, "pitm");
  const iprp = findBox(meta, "iprp");
  if (!pitm || !iprp) return null;
  const idBytes = fullBoxVersion(source, pitm) === 0 ? 2 : 4;
  const idBody = source.slice(pitm.at + 4, idBytes);
  if (idBody.length < idBytes) return null;
  const properties = boxesIn(source, iprp);
  const ipco = findBox(properties, "ipco");
  const ipma = findBox(properties, "ipma");
  if (!ipco || !ipma) return null;
  const known = boxesIn(source, ipco);
  for (const index of associations(source, ipma, idBody.readUIntBE(0, idBytes))) {
    const box = known[index - 1];
    const body = box?.type === "ispe" ? source.slice(box.at + 4, 8) : null;
    if (body?.length === 8) return [body.readUInt32BE(0), body.readUInt32BE(4)];
  }
  return null;
}

/** One-based indexes of the properties that belong to an item. */
function associations(source: ByteSource, ipma: Box, item: number): number[] {
  const body = source.slice(ipma.at, ipma.length);
  if (body.length < 8) return [];
  const idBytes = body.readUInt8(0) === 0 ? 2 : 4;
  const wide = (body.readUInt8(3) & 1) === 1;
  let at = 8;
  for (let left = body.readUInt32BE(4); left > 0 && at + idBytes + 1 <= body.length; left--) {
    const id = body.readUIntBE(at, idBytes);
    const count = body.readUInt8(at + idBytes);
    at += idBytes + 1;
    const end = at + count * (wide ? 2 : 1);
    if (end > body.length) return [];
    if (id === item)
      return Array.from({ length: count }, (_, i) =>
        wide ? body.readUInt16BE(at + i * 2) & 0x7fff : body.readUInt8(at + i) & 0x7f,
      );
    at = end;
  }
  return [];
}
