/** A zip file, made while its parts are read. */
import { setImmediate } from "node:timers/promises";
import { Zip, ZipDeflate } from "fflate";

export interface ZipEntry {
  readonly name: string;
  readonly parts: Iterable<string>;
}

const chunkLength = 65_536;

/** Texts as UTF-8 in chunks of some size. A character that is half there becomes U+FFFD. */
function* inChunks(parts: Iterable<string>): Generator<Uint8Array, void> {
  let text = "";
  for (const part of parts) {
    text += part;
    if (text.length < chunkLength) continue;
    yield Buffer.from(text.toWellFormed());
    text = "";
  }
  if (text !== "") yield Buffer.from(text.toWellFormed());
}

/** Lets others have their turn after each chunk: a hundred thousand rows take seconds. */
export async function* paced(parts: Iterable<string>): AsyncGenerator<Uint8Array, void> {
  for (const chunk of inChunks(parts)) {
    yield chunk;
    await setImmediate();
  }
}

/** @param atMs the time that its files carry */
export async function* zipped(entries: Iterable<ZipEntry>, atMs: number): AsyncGenerator<Uint8Array, void> {
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
