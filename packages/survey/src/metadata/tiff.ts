/** TIFF structure (TIFF 6.0, EXIF 3.0): directories of tagged values. Every offset is checked; damage gives absent values. */
import type { ByteSource } from "./byte-source.ts";

export interface Tiff {
  readonly source: ByteSource;
  readonly littleEndian: boolean;
  readonly firstDirectory: number;
}

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where the value's bytes begin. */
  readonly at: number;
}

export interface Directory {
  readonly entries: ReadonlyMap<number, Entry>;
  /** Offset of the next directory; 0 when it is the last. */
  readonly next: number;
}

const noDirectory: Directory = { entries: new Map(), next: 0 };

/** Bytes of one value, by TIFF type number; 129 is EXIF 3.0's UTF-8. */
const typeBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  129: 1,
};
const longestTextBytes = 64 * 1024;

/** Null where there is no TIFF header. RW2 (`IIU`) and ORF (`IIRO`, `IIRS`) carry their own magic number. */
export function openTiff(source: ByteSource): Tiff | null {
  const head = source.slice(0, 8);
  if (head.length < 8) return null;
  const order = head.toString("latin1", 0, 2);
  if (order !== "II" && order !== "MM") return null;
  const littleEndian = order === "II";
  const magic = littleEndian ? head.readUInt16LE(2) : head.readUInt16BE(2);
  if (![42, 0x55, 0x4f52, 0x5352].includes(magic)) return null;
  return { source, littleEndian, firstDirectory: littleEndian ? head.readUInt32LE(4) : head.readUInt32BE(4) };
}

/** The variant for files over 4 GB; a picture, but its directories are not read here. */
export const isBigTiff = (source: ByteSource): boolean =>
  ["II\x2b\0", "MM\0\x2b"].includes(source.slice(0, 4).toString("latin1"));

export function readDirectory(tiff: Tiff, offset: number): Directory {
  if (offset < 8 || offset >= tiff.source.size) return noDirectory;
  const countBytes = tiff.source.slice(offset, 2);
  if (countBytes.length < 2) return noDirectory;
  const count = u16(tiff, countBytes, 0);
  const block = tiff.source.slice(offset + 2, count * 12 + 4);
  const entries = new Map<number, Entry>();
  for (let i = 0; i < count && i * 12 + 12 <= block.length; i++) {
    const tag = u16(tiff, block, i * 12);
    const type = u16(tiff, block, i * 12 + 2);
    const values = u32(tiff, block, i * 12 + 4);
    const size = (typeBytes[type] ?? 0) * values;
    if (size === 0 || entries.has(tag)) continue;
    const at = size <= 4 ? offset + 2 + i * 12 + 8 : u32(tiff, block, i * 12 + 8);
    if (at < tiff.source.size) entries.set(tag, { type, count: values, at });
  }
  return { entries, next: block.length >= count * 12 + 4 ? u32(tiff, block, count * 12) : 0 };
}

/** The value's bytes whatever its type; empty when the tag is absent. */
export function bytesOf(tiff: Tiff, directory: Directory, tag: number, most = longestTextBytes): Buffer {
  const entry = directory.entries.get(tag);
  if (!entry) return Buffer.alloc(0);
  return tiff.source.slice(entry.at, Math.min(entry.count * (typeBytes[entry.type] ?? 0), most));
}

/** Whole numbers of the integer types, at most `most` of them; empty for other types. */
export function integersOf(tiff: Tiff, directory: Directory, tag: number, most = 16): number[] {
  const entry = directory.entries.get(tag);
  if (!entry) return [];
  const width = typeBytes[entry.type] ?? 0;
  const bytes = tiff.source.slice(entry.at, Math.min(entry.count, most) * width);
  const values: number[] = [];
  for (let at = 0; at + width <= bytes.length; at += width) {
    if (entry.type === 1 || entry.type === 7) values.push(bytes.readUInt8(at));
    else if (entry.type === 3) values.push(u16(tiff, bytes, at));
    else if (entry.type === 4 || entry.type === 13) values.push(u32(tiff, bytes, at));
    else if (entry.type === 8) values.push(tiff.littleEndian ? bytes.readInt16LE(at) : bytes.readInt16BE(at));
    else if (entry.type === 9) values.push(i32(tiff, bytes, at));
    else return [];
  }
  return values;
}

/** Numerator and denominator. Integers are over 1; other types give none. */
export function rationalsOf(tiff: Tiff, directory: Directory, tag: number): (readonly [number, number])[] {
  const entry = directory.entries.get(tag);
  if (!entry) return [];
  if (entry.type !== 5 && entry.type !== 10)
    return integersOf(tiff, directory, tag).map((value) => [value, 1] as const);
  const bytes = tiff.source.slice(entry.at, Math.min(entry.count, 8) * 8);
  const read = entry.type === 5 ? u32 : i32;
  const values: (readonly [number, number])[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += 8) values.push([read(tiff, bytes, at), read(tiff, bytes, at + 4)]);
  return values;
}

/** The directory that a pointer tag leads to. */
export const subDirectory = (tiff: Tiff, directory: Directory, tag: number): Directory => {
  const [offset] = integersOf(tiff, directory, tag, 1);
  return offset === undefined ? noDirectory : readDirectory(tiff, offset);
};

const u16 = (tiff: Tiff, bytes: Buffer, at: number) =>
  tiff.littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
const u32 = (tiff: Tiff, bytes: Buffer, at: number) =>
  tiff.littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
const i32 = (tiff: Tiff, bytes: Buffer, at: number) =>
  tiff.littleEndian ? bytes.readInt32LE(at) : bytes.readInt32BE(at);
