/** Reads an approved image from any place it is known under. The far end where a researcher's disk is classified. */
import { createHash, hash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { LandfallError, type Md5, type Sha256, systemCode } from "@landfall/protocol";
import { wholeFileBytes } from "../policy.ts";
import type { ReadSource, Source, SourceFile } from "../ports.ts";
import { type Buffers, createBuffers } from "./buffers.ts";

interface Expected {
  readonly sha256: Sha256;
  readonly md5: Md5;
  readonly bytes: number;
}

const toPath = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** An empty folder is the mount point of a drive that is away. */
const isThere = (root: Uint8Array): Promise<boolean> =>
  readdir(toPath(root)).then(
    (names) => names.length > 0,
    () => false,
  );

async function classify(error: unknown, file: SourceFile): Promise<LandfallError> {
  if (error instanceof LandfallError) return error;
  const code = systemCode(error);
  if (code === "EISDIR") return changed(file);
  const options = { detail: file.text, cause: error };
  if (code !== "ENOENT" && code !== "ENOTDIR") return new LandfallError("FILE_UNREADABLE", options);
  return new LandfallError((await isThere(file.root)) ? "FILE_MISSING" : "SOURCE_AWAY", options);
}

const changed = (file: SourceFile) => new LandfallError("FILE_CHANGED", { detail: file.text });

/** What took the file's place may be a pipe, which is not waited for. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Fills the buffer's first bytes with the file's, in few system calls; one more is asked for, to see that it has no more. */
async function readAll(file: SourceFile, bytes: number, buffer: Buffer): Promise<void> {
  const handle = await open(toPath(file.path), openFlags);
  try {
    let read = 0;
    while (read !== bytes) {
      const { bytesRead } = await handle.read(buffer, read, bytes + 1 - read, read);
      read += bytesRead;
      if (bytesRead === 0 || read > bytes) throw changed(file);
    }
  } finally {
    await handle.close();
  }
}

/**
 * Small: read once, hashed, and sent from the same buffer, so that nothing can change in between. A buffer whose reading
 * or sending failed is not given back: it may still be somebody's.
 */
async function openWhole(file: SourceFile, expected: Expected, buffers: Buffers): Promise<Source> {
  const buffer = buffers.take(expected.bytes + 1);
  await readAll(file, expected.bytes, buffer);
  let bytes: Buffer | undefined = buffer.subarray(0, expected.bytes);
  if (hash("sha256", bytes, "hex") !== expected.sha256) throw changed(file);
  const held = (): Buffer => {
    if (!bytes) throw new Error("the image's buffer has been given back");
    return bytes;
  };
  return {
    bytes: expected.bytes,
    md5: expected.md5,
    open: held,
    slice: async (offset, length) => held().subarray(offset, offset + length),
    prove: async () => {},
    release: () => {
      if (bytes) buffers.giveBack(buffer);
      bytes = undefined;
    },
  };
}

/** The file's bytes, exactly as many as were approved. */
async function* stream(file: SourceFile, bytes: number): AsyncGenerator<Buffer> {
  let read = 0;
  try {
    for await (const chunk of createReadStream(toPath(file.path), {
      highWaterMark: 2 ** 20,
    }) as AsyncIterable<Buffer>) {
      read += chunk.length;
      if (read > bytes) throw changed(file);
      yield chunk;
    }
  } catch (error) {
    throw await classify(error, file);
  }
  if (read < bytes) throw changed(file);
}

async function readSlice(file: SourceFile, offset: number, length: number): Promise<Uint8Array> {
  const handle = await open(toPath(file.path));
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
    if (bytesRead < length) throw changed(file);
    return buffer;
  } finally {
    await handle.close();
  }
}

async function prove(file: SourceFile, expected: Expected): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of stream(file, expected.bytes)) hash.update(chunk);
  if (hash.digest("hex") !== expected.sha256) throw changed(file);
}

/** Large: proved in a pass of its own. The store checks what is sent by its MD5, and the hub the whole by its SHA-256. */
function openLarge(file: SourceFile, expected: Expected): Source {
  return {
    bytes: expected.bytes,
    md5: expected.md5,
    open: () => stream(file, expected.bytes),
    slice: (offset, length) =>
      readSlice(file, offset, length).catch(async (error: unknown) => {
        throw await classify(error, file);
      }),
    prove: () => prove(file, expected),
  };
}

async function openOne(file: SourceFile, expected: Expected, buffers: Buffers): Promise<Source> {
  if (expected.bytes <= wholeFileBytes) return openWhole(file, expected, buffers);
  const { size } = await stat(toPath(file.path));
  if (size !== expected.bytes) throw changed(file);
  return openLarge(file, expected);
}

/** What says most about the file comes first. */
const telling = ["FILE_CHANGED", "FILE_UNREADABLE", "FILE_MISSING", "SOURCE_AWAY"];

export function createReadSource(buffers: Buffers = createBuffers()): ReadSource {
  return async (files, expected) => {
    const errors: LandfallError[] = [];
    for (const file of files) {
      try {
        return await openOne(file, expected, buffers);
      } catch (error) {
        errors.push(await classify(error, file));
      }
    }
    errors.sort((a, b) => telling.indexOf(a.code) - telling.indexOf(b.code));
    throw errors[0] ?? new LandfallError("FILE_MISSING", { detail: "no file of this image is known" });
  };
}

export const nodeReadSource = createReadSource();
