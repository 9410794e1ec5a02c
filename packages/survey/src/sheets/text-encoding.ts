/** How the text of a file is encoded. A byte order mark says it; else it is UTF-8 wherever all of it can be. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** Reads the file once, in pieces. Throws what the file system throws. */
export async function textEncodingOf(path: string): Promise<TextEncoding> {
  const head = await headOf(path);
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = [0, 1].map((odd) => head.filter((byte, at) => byte === 0 && at % 2 === odd).length);
  const [even = 0, odd = 0] = zeros;
  // Most characters of a table are ASCII: in UTF-16 every other byte is zero.
  if (Math.max(even, odd) > head.length / 4) return odd > even ? "utf-16le" : "utf-16be";
  return (await isUtf8(path)) ? "utf-8" : "windows-1252";
}

const headBytes = 4096;

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const piece of createReadStream(path)) decoder.decode(piece as Uint8Array, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The text of a file, piece by piece, without its byte order mark. */
export async function* textOf(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of createReadStream(path)) yield decoder.decode(piece as Uint8Array, { stream: true });
  yield decoder.decode();
}
