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

/** @param atMs the time that its files carry */
export async function* zipped(entries: Iterable<ZipEntry>, atMs: number): AsyncGenerator<Uint8Array, void> {
  const { Zip, ZipDeflate } = await import("fflate");
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
    const file = new ZipDeflate(name, { level: 6 });
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
  yield* taken();
}
