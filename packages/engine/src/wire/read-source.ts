/** Reads an approved image from any place it is known under. The far end where a researcher's disk is classified. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { LandfallError, type Md5, type Sha256, systemCode } from "@landfall/protocol";
import { wholeFileBytes } from "../policy.ts";
import type { BlobBody, ReadSource, SourceFile } from "../ports.ts";

interface Expected {
  readonly sha256: Sha256;
  readonly md5: Md5;
  readonly bytes: number;
}

const toPath = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const isThere = (path: Uint8Array): Promise<boolean> =>
  stat(toPath(path)).then(
    () => true,
    () => false,
  );

async function classify(error: unknown, file: SourceFile): Promise<LandfallError> {
  if (error instanceof LandfallError) return error;
  const code = systemCode(error);
  const options = { detail: file.text, cause: error };
  if (code !== "ENOENT" && code !== "ENOTDIR") return new LandfallError("FILE_UNREADABLE", options);
  return new LandfallError((await isThere(file.root)) ? "FILE_MISSING" : "SOURCE_AWAY", options);
}

const changed = (file: SourceFile) => new LandfallError("FILE_CHANGED", { detail: file.text });

/** Small: read once, hashed, and sent from the same buffer, so that nothing can change in between. */
async function readWhole(file: SourceFile, expected: Expected): Promise<BlobBody> {
  const buffer = await readFile(toPath(file.path));
  if (createHash("sha256").update(buffer).digest("hex") !== expected.sha256) throw changed(file);
  return { bytes: expected.bytes, md5: expected.md5, open: () => buffer };
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

/** Large: hashed in one pass, sent in a second; the store checks that pass by the approved MD5. */
async function readTwice(file: SourceFile, expected: Expected): Promise<BlobBody> {
  const open = () => stream(file, expected.bytes);
  const hash = createHash("sha256");
  for await (const chunk of open()) hash.update(chunk);
  if (hash.digest("hex") !== expected.sha256) throw changed(file);
  return { bytes: expected.bytes, md5: expected.md5, open };
}

async function readOne(file: SourceFile, expected: Expected): Promise<BlobBody> {
  const { size } = await stat(toPath(file.path));
  if (size !== expected.bytes) throw changed(file);
  return size <= wholeFileBytes ? readWhole(file, expected) : readTwice(file, expected);
}

/** What says most about the file comes first. */
const telling = ["FILE_CHANGED", "FILE_UNREADABLE", "FILE_MISSING", "SOURCE_AWAY"];

export const nodeReadSource: ReadSource = async (files, expected) => {
  const errors: LandfallError[] = [];
  for (const file of files) {
    try {
      return await readOne(file, expected);
    } catch (error) {
      errors.push(await classify(error, file));
    }
  }
  errors.sort((a, b) => telling.indexOf(a.code) - telling.indexOf(b.code));
  throw errors[0] ?? new LandfallError("FILE_MISSING", { detail: "no file of this image is known" });
};
