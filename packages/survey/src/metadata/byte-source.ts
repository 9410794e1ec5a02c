/** Bytes of one file at any offset, whether it lies in memory or on disk. Reading past the end gives fewer bytes, never an error. */
import { readSync } from "node:fs";

export interface ByteSource {
  readonly size: number;
  /** True where reading costs a request: what can only be told by reading everything is left untold. */
  readonly isFar?: boolean;
  /** Bytes from `offset`; shorter than `length`, down to empty, where the file ends earlier. */
  slice(offset: number, length: number): Buffer;
}

export const memorySource = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  slice: (offset, length) => bytes.subarray(clamp(offset, bytes.length), clamp(offset + length, bytes.length)),
});

/** Keeps the file's first bytes in memory; the rest is read where asked for. The caller owns `fd`. */
export const fileSource = (fd: number, size: number, head: Buffer): ByteSource => ({
  size,
  slice(offset, length) {
    const from = clamp(offset, size);
    const to = clamp(offset + length, size);
    if (to <= head.length) return head.subarray(from, to);
    const bytes = Buffer.alloc(to - from);
    return bytes.subarray(0, readSync(fd, bytes, 0, to - from, from));
  },
});

/** A part of another source, as a source of its own. */
export const partOf = (source: ByteSource, start: number, size: number): ByteSource => {
  const length = clamp(size, Math.max(0, source.size - start));
  return {
    size: length,
    ...(source.isFar && { isFar: true }),
    slice: (offset, count) => {
      const from = clamp(offset, length);
      return source.slice(start + from, clamp(count, length - from));
    },
  };
};

const clamp = (value: number, high: number) => Math.max(0, Math.min(value, high));
