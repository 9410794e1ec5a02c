/** A zip file, made while its parts are read. */
import { setImmediate } from "node:timers/promises";

export interface ZipEntry {
  readonly name: string;
  /** Texts, or bytes as they are. */
  readonly parts: Iterable<string> | readonly Uint8Array[];
}

const chunkLength = 65_536;
const turnMs = 20;

/**
 * Texts as UTF-8 in chunks of some size. Others have their turn after each chunk, and after some time: a hundred thousand
 * rows take seconds. An empty text is a chance for that where there is nothing to say for long. A character that is half
 * there becomes U+FFFD.
 */
export async function* paced(parts: Iterable<string | Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let text = "";
  let sinceMs = performance.now();
  for (const part of parts) {
    if (typeof part !== "string") {
      yield part;
      continue;
    }
    text += part;
    if (text.length >= chunkLength) {
      yield Buffer.from(text.toWellFormed());
      text = "";
    } else if (performance.now() - sinceMs < turnMs) continue;
    await setImmediate();
    sinceMs = performance.now();
  }
  if (text !== "") yield Buffer.from(text.toWellFormed());
}

/** @param atMs the time that its files carry. Texts are packed; bytes are stored as they are: packing many small ones takes minutes. */
export async function* zipped(entries: Iterable<ZipEntry>, atMs: number): AsyncGenerator<Uint8Array, void> {
  const { Zip, ZipDeflate, ZipPassThrough } = await import("fflate");
  let count = 0;
  let made: Uint8Array[] = [];
  const taken = () => {
    const chunks = made;
    made = [];
    return chunks;
  };
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  for (const { name, parts } of entries) {
    const file = Array.isArray(parts) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    count += 1;
    file.mtime = atMs;
    zip.add(file);
    for await (const chunk of paced(parts)) {
      file.push(chunk);
      yield* taken();
    }
    file.push(new Uint8Array(), true);
    yield* taken();
  }
  zip.end();
  const end = Buffer.concat(taken());
  yield count < manyEntries ? end : withCount(end, count);
}

/** The end of a zip file has 16 bits for the number of its entries; this says that it stands elsewhere. */
const manyEntries = 0xffff;
const endBytes = 22;

/**
 * The end of a zip file with more entries than it can count, as Zip64 has it (APPNOTE 4.3.14 and 4.3.15). Sizes and offsets are far below
 * where they would need it too.
 * @param end the central directory and its end
 */
function withCount(end: Buffer, count: number): Buffer {
  const directory = end.subarray(0, end.length - endBytes);
  const last = Buffer.from(end.subarray(directory.length));
  const [size, offset] = [last.readUInt32LE(12), last.readUInt32LE(16)];
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  for (const at of [24, 32]) record.writeBigUInt64LE(BigInt(count), at);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  for (const at of [8, 10]) last.writeUInt16LE(manyEntries, at);
  return Buffer.concat([directory, record, locator, last]);
}
