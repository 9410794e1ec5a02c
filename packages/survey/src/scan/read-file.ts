/** One file, read once: hashes, kind and metadata come from the same bytes. */
import { createHash, hash } from "node:crypto";
import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import type { FindingCode, Md5, ReasonCode, Sha256 } from "@landfall/protocol";
import { type ByteSource, fileSource, memorySource } from "../metadata/byte-source.ts";
import { readMetadata } from "../metadata/read-metadata.ts";
import type { FoundFile, ImageMetadata } from "../ports.ts";
import { classify, type Kind } from "./classify.ts";
import { type Found, placeOf, withoutBytes } from "./found.ts";

/** Files up to this size are read whole; larger ones in pieces, with their head kept. */
const wholeBytes = 32 * 1024 * 1024;
const pieceBytes = 1024 * 1024;

interface Contents {
  readonly source: ByteSource;
  readonly kind: Kind;
  readonly sha256: Sha256;
  readonly md5: Md5 | null;
}

const noFollow = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Never throws for what is wrong with a file: that is its reason. */
export async function readFound(found: Found, nowMs: number): Promise<FoundFile> {
  const fd = openOrNull(found.absolute);
  if (fd === null) return unreadable(found, "CANNOT_READ");
  try {
    const before = fstatSync(fd, { bigint: true });
    const now = { ...found, size: Number(before.size), mtimeNs: before.mtimeNs, ino: before.ino };
    if (!before.isFile()) return unreadable(now, "CANNOT_READ");
    if (before.size === 0n && !found.isJunk) return unreadable(now, "EMPTY", hash("sha256", "") as Sha256);
    const contents = await readContents(fd, now);
    if (contents === null || !isUnchanged(before, found.absolute)) return unreadable(now, "CHANGED_WHILE_READ");
    return toFoundFile(now, contents, nowMs);
  } catch (error) {
    if (!isFileError(error)) throw error;
    return unreadable(found, "CANNOT_READ");
  } finally {
    closeSync(fd);
  }
}

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
async function readContents(fd: number, found: Found): Promise<Contents | null> {
  const head = scratch(Math.min(found.size, found.size > wholeBytes ? pieceBytes : wholeBytes));
  if (!fill(fd, head, 0)) return null;
  const kind = found.isJunk ? junk : await classify(head, found.name);
  const wantsMd5 = kind.bucket === "image";
  if (head.length === found.size) {
    const sha256 = hash("sha256", head) as Sha256;
    return { source: memorySource(head), kind, sha256, md5: wantsMd5 ? (hash("md5", head) as Md5) : null };
  }
  const sha256 = createHash("sha256").update(head);
  const md5 = wantsMd5 ? createHash("md5").update(head) : null;
  const piece = Buffer.allocUnsafe(pieceBytes);
  for (let at = head.length; at < found.size; at += piece.length) {
    const part = piece.subarray(0, Math.min(piece.length, found.size - at));
    if (!fill(fd, part, at)) return null;
    sha256.update(part);
    md5?.update(part);
  }
  return {
    source: fileSource(fd, found.size, head),
    kind,
    sha256: sha256.digest("hex") as Sha256,
    md5: (md5?.digest("hex") as Md5 | undefined) ?? null,
  };
}

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

function toFoundFile(found: Found, { source, kind, sha256, md5 }: Contents, nowMs: number): FoundFile {
  const base = { ...placeOf(found), mediaType: kind.mediaType, sha256 };
  const findings = [...found.findings, ...kind.findings];
  if (kind.bucket !== "image" || kind.mediaType === null)
    return { ...base, bucket: kind.bucket, reason: kind.reason, md5: null, metadata: null, findings };
  const reading = metadataOrNothing(source, kind.mediaType, nowMs);
  if (reading.empty) return { ...base, bucket: "unreadable", reason: "DAMAGED", md5: null, metadata: null, findings };
  const { metadata } = reading;
  return { ...base, bucket: "image", reason: null, md5, metadata, findings: [...findings, ...reading.findings] };
}

/** The readers check every offset; if one is wrong about a file all the same, the photograph must not be lost for it. */
function metadataOrNothing(source: ByteSource, mediaType: string, nowMs: number) {
  try {
    return readMetadata(source, mediaType, nowMs);
  } catch (error) {
    if (isFileError(error)) throw error;
    const findings: FindingCode[] = ["METADATA_UNREADABLE", "DATE_MISSING"];
    return { metadata: noMetadata, findings, empty: false };
  }
}

const noMetadata: ImageMetadata = {
  localTime: null,
  offset: null,
  timeSource: null,
  timeRaw: null,
  decimalLatitude: null,
  decimalLongitude: null,
  gpsSource: null,
  gpsRaw: null,
  recordedBy: null,
  locality: null,
  make: null,
  model: null,
  serial: null,
  orientation: null,
  rating: null,
  width: null,
  height: null,
};

const unreadable = (found: Found, reason: ReasonCode, sha256: Sha256 | null = null): FoundFile =>
  withoutBytes(found, "unreadable", reason, sha256);
