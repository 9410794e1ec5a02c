/**
 * A file's hashes, and that of its picture alone, from bytes that are read once. Large buffers are hashed on Node's own threads, so
 * that the hash of the picture is made while this thread makes the MD5.
 */
import { createHash, hash } from "node:crypto";
import type { Md5, Sha256 } from "@landfall/protocol";
import type { Range } from "../metadata/pieces.ts";

export interface Hashes {
  readonly sha256: Sha256;
  readonly md5: Md5 | null;
  /** SHA-256 of the ranges of the picture, joined; null where they are not known. */
  readonly pictureSha256: Sha256 | null;
}

export interface Wanted {
  readonly md5: boolean;
  /** In the order of the file, each byte once; empty: none is asked for. */
  readonly picture: readonly Range[];
}

/** Below it the way to another thread costs more than the hash. */
const smallBytes = 64 * 1024;

export async function hashesOf(bytes: Buffer, { md5, picture }: Wanted): Promise<Hashes> {
  const pictures = picture.map(({ at, length }) => bytes.subarray(at, at + length));
  const [only = Buffer.alloc(0)] = pictures;
  // The copies are made before the call returns: the buffer may be used again afterwards.
  const ofPicture = picture.length === 0 ? null : sha256Of(picture.length === 1 ? only : Buffer.concat(pictures));
  const ofFile = sha256Of(bytes);
  const ofMd5 = md5 ? (hash("md5", bytes) as Md5) : null;
  return { sha256: await ofFile, md5: ofMd5, pictureSha256: await ofPicture };
}

async function sha256Of(bytes: Buffer): Promise<Sha256> {
  if (bytes.length < smallBytes) return hash("sha256", bytes) as Sha256;
  const digest = await crypto.subtle.digest("SHA-256", bytes as Buffer<ArrayBuffer>);
  return Buffer.from(digest).toString("hex") as Sha256;
}

/** The same for a file that comes in pieces. */
export function hashingPieces({ md5, picture }: Wanted) {
  const ofFile = createHash("sha256");
  const ofMd5 = md5 ? createHash("md5") : null;
  const ofPicture = picture.length > 0 ? createHash("sha256") : null;
  let next = 0;
  let at = 0;
  const take = (piece: Buffer) => {
    const end = at + piece.length;
    for (let range = picture[next]; range && range.at < end; range = picture[next]) {
      const rangeEnd = range.at + range.length;
      ofPicture?.update(piece.subarray(Math.max(0, range.at - at), Math.max(0, rangeEnd - at)));
      if (rangeEnd > end) break;
      next += 1;
    }
  };
  return {
    update(piece: Buffer): void {
      ofFile.update(piece);
      ofMd5?.update(piece);
      if (ofPicture) take(piece);
      at += piece.length;
    },
    digest: (): Hashes => ({
      sha256: ofFile.digest("hex") as Sha256,
      md5: (ofMd5?.digest("hex") as Md5 | undefined) ?? null,
      pictureSha256: (ofPicture?.digest("hex") as Sha256 | undefined) ?? null,
    }),
  };
}
