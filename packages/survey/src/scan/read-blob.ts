/** One blob, of which only the ranges that hold its metadata are read. */
import { createHash } from "node:crypto";
import { type AzureSource, LandfallError, type Sha256, sourceText } from "@landfall/protocol";
import type { AzureContainer } from "../azure/port.ts";
import { headBytes, readByRanges } from "../metadata/ranged-source.ts";
import { type MetadataReading, readMetadata } from "../metadata/read-metadata.ts";
import type { FoundFile } from "../ports.ts";
import { classify } from "./classify.ts";
import { withoutBytes } from "./found.ts";
import { nothingRead, toFoundFile } from "./read-file.ts";
import type { FoundBlob } from "./walk-container.ts";

export interface ContainerPlace {
  readonly account: string;
  readonly container: string;
  readonly blobs: AzureContainer;
}

/** A blob's image is known by this until the hub has hashed a copy. */
const keyOf = (source: AzureSource, bytes: number): Sha256 =>
  createHash("sha256").update(sourceText(source, bytes)).digest("hex") as Sha256;

/** Of what is no photograph nothing but its head is read. */
const noHashes = { sha256: null, md5: null, pictureSha256: null };

/** What is wrong with one blob is its reason; what is wrong with the container ends the scan. */
export async function readBlob(found: FoundBlob, place: ContainerPlace, nowMs: number): Promise<FoundFile> {
  if (found.isJunk) return withoutBytes(found, "ignored", "JUNK");
  if (found.size === 0) return withoutBytes(found, "unreadable", "EMPTY");
  try {
    return await readHead(found, place, nowMs);
  } catch (error) {
    if (!(error instanceof LandfallError)) throw error;
    if (error.code === "SOURCE_CHANGED") return withoutBytes(found, "unreadable", "CHANGED_WHILE_READ");
    if (error.code === "SOURCE_MISSING") return withoutBytes(found, "unreadable", "CANNOT_READ");
    throw error;
  }
}

async function readHead(found: FoundBlob, { account, container, blobs }: ContainerPlace, nowMs: number) {
  const { blob, size } = found;
  const fetch = (offset: number, length: number) => blobs.read(blob, offset, length);
  const head = await fetch(0, Math.min(size, headBytes));
  const kind = await classify(head, found.name, found.hasOwner);
  const { mediaType } = kind;
  if (kind.bucket !== "image" || mediaType === null)
    return toFoundFile(found, { kind, hashes: noHashes, reading: null });
  const reading = await readByRanges({ size, head }, fetch, (bytes) => readMetadata(bytes, mediaType, nowMs)).catch(
    (error: unknown): MetadataReading => {
      // The readers check every offset; if one is wrong about a file all the same, the photograph must not be lost for it.
      if (error instanceof LandfallError) throw error;
      return nothingRead;
    },
  );
  const source: AzureSource = { account, container, name: blob.name, etag: blob.etag };
  const hashes = { sha256: keyOf(source, size), md5: blob.md5, pictureSha256: null };
  const file = toFoundFile(found, { kind, hashes, reading });
  return file.bucket === "image" ? { ...file, source } : file;
}
