/** One file, read once: hashes, kind and metadata come from the same bytes. */
import { hash } from "node:crypto";
import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import type { ReasonCode, Sha256 } from "@landfall/protocol";
import { type ByteSource, fileSource, memorySource } from "../metadata/byte-source.ts";
import { rangesWithin } from "../metadata/pieces.ts";
import { type MetadataReading, noMetadata, readMetadata } from "../metadata/read-metadata.ts";
import type { FoundFile } from "../ports.ts";
import { classify, type Kind } from "./classify.ts";
import { type Found, keptTime, placeOf, withoutBytes } from "./found.ts";
import { type Hashes, hashesOf, hashingPieces } from "./hashes.ts";

/** Files up to this size are read whole; larger ones in pieces, with their head kept. */
const wholeBytes = 32 * 1024 * 1024;
const pieceBytes = 1024 * 1024;

interface Contents {
  readonly kind: Kind;
  readonly hashes: Hashes;
  /** Of images only. */
  readonly reading: MetadataReading | null;
  /** Nothing but zeros, or a beginning with nothing but zeros behind it. */
  readonly isZeroed: boolean;
}

const noFollow = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Never throws for what is wrong with a file: that is its reason. */
export async function readFound(found: Found, nowMs: number): Promise<FoundFile> {
  const fd = openOrNull(found.absolute);
  if (fd === null) return unreadable(found, "CANNOT_READ");
  try {
    const before = fstatSync(fd, { bigint: true });
    const now = { ...found, size: Number(before.size), mtimeNs: keptTime(before.mtimeNs), ino: before.ino };
    if (!before.isFile()) return unreadable(now, "CANNOT_READ");
    if (before.size === 0n && !found.isJunk) return unreadable(now, "EMPTY", hash("sha256", "") as Sha256);
    const contents = await readContents(fd, now, nowMs);
    if (contents === null || !isUnchanged(before, found.absolute)) return unreadable(now, "CHANGED_WHILE_READ");
    const file = toFoundFile(now, contents);
    return file.reason !== null && cutShort.has(file.reason) && contents.isZeroed
      ? { ...file, reason: "ZEROED" }
      : file;
  } catch (error) {
    if (!isFileError(error)) throw error;
    return unreadable(found, "CANNOT_READ");
  } finally {
    closeSync(fd);
  }
}

/**
 * One that was changed just before the scan came by. If it has changed again since it was found, or is not whole, it is still being
 * written, and the next scan takes it.
 */
export async function readYoung(found: Found, nowMs: number): Promise<FoundFile> {
  const file = await readFound(found, nowMs);
  const hasGrown = file.size !== found.size || file.mtimeNs !== found.mtimeNs;
  const isPart = (file.reason !== null && partReasons.has(file.reason)) || file.findings.includes("TRUNCATED");
  return hasGrown || isPart ? unreadable({ ...found, ...placeOf(file) }, "STILL_WRITTEN") : file;
}

/** What a copy that was never finished may look like. */
const cutShort: ReadonlySet<ReasonCode> = new Set(["DAMAGED", "UNKNOWN_AS_IMAGE"]);
const partReasons: ReadonlySet<ReasonCode> = new Set([...cutShort, "TEXT_AS_IMAGE", "ZEROED", "EMPTY"]);

function openOrNull(path: Buffer): number | null {
  try {
    return openSync(path, noFollow);
  } catch (error) {
    if (!isFileError(error)) throw error;
    return null;
  }
}

const isFileError = (error: unknown): boolean =>
  error instanceof Error && "syscall" in error && typeof error.syscall === "string";

function isUnchanged(before: BigIntStats, path: Buffer): boolean {
  const after = lstatSync(path, { bigint: true });
  return after.ino === before.ino && after.size === before.size && after.mtimeNs === before.mtimeNs;
}

/** Null when the file ended before its size. */
async function readContents(fd: number, found: Found, nowMs: number): Promise<Contents | null> {
  const head = scratch(Math.min(found.size, found.size > wholeBytes ? pieceBytes : wholeBytes));
  if (!fill(fd, head, 0)) return null;
  const kind = found.isJunk ? junk : await classify(head, found.name, found.hasOwner);
  const isWhole = head.length === found.size;
  const source = isWhole ? memorySource(head) : fileSource(fd, found.size, head);
  const reading = kind.bucket === "image" && kind.mediaType ? metadataOrNothing(source, kind.mediaType, nowMs) : null;
  const wanted = { md5: reading !== null, picture: rangesWithin(reading?.picture ?? [], found.size) };
  let isZeroed = head.length > beginningBytes && isZeros(head.subarray(beginningBytes));
  if (isWhole) return { kind, reading, hashes: await hashesOf(head, wanted), isZeroed };
  const hashing = hashingPieces(wanted);
  hashing.update(head);
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (let at = head.length; at < found.size; at += piece.length) {
    const part = piece.subarray(0, Math.min(piece.length, found.size - at));
    if (!fill(fd, part, at)) return null;
    hashing.update(part);
    isZeroed &&= isZeros(part);
  }
  return { kind, reading, hashes: hashing.digest(), isZeroed };
}

/** A copy that was cut short may have the header that was written first. */
const beginningBytes = 1024;
const isZeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

const junk: Kind = { bucket: "ignored", reason: "JUNK", mediaType: null, findings: [] };

/** One buffer serves every file in turn, so that memory stays flat however many there are. */
let shared = Buffer.alloc(0);
function scratch(size: number): Buffer {
  if (shared.length < size) shared = Buffer.allocUnsafeSlow(Math.min(wholeBytes, 2 ** Math.ceil(Math.log2(size))));
  return shared.subarray(0, size);
}

function fill(fd: number, into: Buffer, position: number): boolean {
  for (let got = 0; got < into.length; ) {
    const count = readSync(fd, into, got, into.length - got, position + got);
    if (count === 0) return false;
    got += count;
  }
  return true;
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

export function toFoundFile(
  found: Found,
  { kind, hashes, reading }: Pick<Contents, "kind" | "reading"> & { readonly hashes: Nullable<Contents["hashes"]> },
): FoundFile {
  const { sha256, md5, pictureSha256 } = hashes;
  const base = { ...placeOf(found), mediaType: kind.mediaType, sha256 };
  const findings = [...found.findings, ...kind.findings];
  const nothing = { md5: null, pictureSha256: null, metadata: null };
  if (reading === null) return { ...base, ...nothing, bucket: kind.bucket, reason: kind.reason, findings };
  if (reading.empty) return { ...base, ...nothing, bucket: "unreadable", reason: "DAMAGED", findings };
  return {
    ...base,
    bucket: "image",
    reason: null,
    md5,
    pictureSha256,
    metadata: reading.metadata,
    findings: [...findings, ...reading.findings],
  };
}

/** The readers check every offset; if one is wrong about a file all the same, the photograph must not be lost for it. */
function metadataOrNothing(source: ByteSource, mediaType: string, nowMs: number): MetadataReading {
  try {
    return readMetadata(source, mediaType, nowMs);
  } catch (error) {
    if (isFileError(error)) throw error;
    return nothingRead;
  }
}

/** Nothing is known of the picture but that it is one. */
export const nothingRead: MetadataReading = {
  metadata: noMetadata,
  findings: ["METADATA_UNREADABLE", "DATE_MISSING"],
  picture: [],
  empty: false,
};

const unreadable = (found: Found, reason: ReasonCode, sha256: Sha256 | null = null): FoundFile =>
  withoutBytes(found, "unreadable", reason, sha256);
