/** A file on its way into its bucket. */
import type { Bucket, FindingCode, ReasonCode, Sha256 } from "@landfall/protocol";
import type { FoundFile } from "../ports.ts";

/** A file's place, before its bytes are known. */
export type Found = Place & {
  readonly absolute: Buffer;
  readonly name: string;
  readonly isJunk: boolean;
  /** A sidecar whose photograph or video lies beside it. */
  readonly hasOwner: boolean;
  readonly findings: readonly FindingCode[];
};

/** As it is kept, in 64 bits: a damaged file system may state the year 2400, or any other. */
export const keptTime = (mtimeNs: bigint): bigint => BigInt.asIntN(64, mtimeNs);

/** The part of it that a {@link FoundFile} keeps. */
export const placeOf = ({ root, pathBytes, path, size, mtimeNs, ino }: Place) => ({
  root,
  pathBytes,
  path,
  size,
  mtimeNs,
  ino,
});
type Place = Pick<FoundFile, "root" | "pathBytes" | "path" | "size" | "mtimeNs" | "ino">;

/** An entry that is in its bucket without its bytes. */
export const withoutBytes = (
  found: Place & { readonly findings: readonly FindingCode[] },
  bucket: Exclude<Bucket, "image">,
  reason: ReasonCode,
  sha256: Sha256 | null = null,
): FoundFile => ({
  ...placeOf(found),
  bucket,
  reason,
  mediaType: null,
  sha256,
  md5: null,
  pictureSha256: null,
  metadata: null,
  findings: found.findings,
});
