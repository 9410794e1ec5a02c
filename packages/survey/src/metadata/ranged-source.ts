/** Lets the readers, which ask for bytes and get them, read something that comes by ranges: what is not here yet is fetched, and they begin again. */
import type { ByteSource } from "./byte-source.ts";

/** One range holds the metadata of nearly every JPEG. */
export const headBytes = 128 * 1024;
/** A range further on brings this much, since what is read next mostly lies beside it. */
const aheadBytes = 64 * 1024;
/** A file that leads its readers further is left alone. */
const mostRanges = 24;
const mostBytes = 4 * 2 ** 20;

class Absent {
  readonly offset: number;
  readonly length: number;
  constructor(offset: number, length: number) {
    this.offset = offset;
    this.length = length;
  }
}

/** The readers want more of a file than is fetched for its metadata. */
export class TooFarError extends Error {
  override readonly name = "TooFarError";
}

interface Piece {
  readonly at: number;
  readonly bytes: Buffer;
}

function sourceOf(size: number, pieces: readonly Piece[]): ByteSource {
  return {
    size,
    isFar: true,
    slice(offset, length) {
      const from = Math.max(0, Math.min(offset, size));
      const count = Math.max(0, Math.min(length, size - from));
      const piece = pieces.find(({ at, bytes }) => at <= from && from + count <= at + bytes.length);
      if (!piece) throw new Absent(from, count);
      return piece.bytes.subarray(from - piece.at, from - piece.at + count);
    },
  };
}

/**
 * @param read called again after each fetch; it must not catch what it did not throw
 * @throws TooFarError; whatever `fetch` throws
 */
export async function readByRanges<T>(
  { size, head }: { readonly size: number; readonly head: Buffer },
  fetch: (offset: number, length: number) => Promise<Buffer>,
  read: (source: ByteSource) => T,
): Promise<T> {
  const pieces: Piece[] = [{ at: 0, bytes: head }];
  let fetched = 0;
  for (;;) {
    try {
      return read(sourceOf(size, pieces));
    } catch (absent) {
      if (!(absent instanceof Absent)) throw absent;
      const { offset } = absent;
      const length = Math.min(Math.max(absent.length, aheadBytes), size - offset);
      fetched += length;
      if (pieces.length > mostRanges || fetched > mostBytes) throw new TooFarError("the metadata lies too far apart");
      const bytes = await fetch(offset, length);
      if (bytes.length < absent.length) throw new TooFarError("the bytes ended before the length that was stated");
      pieces.push({ at: offset, bytes });
    }
  }
}
