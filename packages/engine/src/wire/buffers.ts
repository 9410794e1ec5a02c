/**
 * Buffers for whole images, used over and over. Freed ones would be kept by the allocator instead of the system, and a
 * run of small images would hold hundreds of them between two full collections.
 */
import { keptBufferBytes } from "../policy.ts";

export interface Buffers {
  /** At least this many bytes, with anything in them. */
  readonly take: (bytes: number) => Buffer;
  /**
   * Only by the last who looks at it: nobody reads it, writes it or has handed it to a system call that has not ended.
   * What is not given back is the collector's, which is always safe.
   */
  readonly giveBack: (buffer: Buffer) => void;
}

/** Images of nearly one size fit into each other's; what of it is never written takes no memory. */
const roundedTo = 256 * 2 ** 10;

/** @param keptBytes the most that wait for their next use; the largest are kept, since they fit every image */
export function createBuffers(keptBytes = keptBufferBytes): Buffers {
  /** The smallest first. */
  let free: readonly Buffer[] = [];
  return {
    take: (bytes) => {
      const found = free.find(({ length }) => length >= bytes);
      if (!found) return Buffer.allocUnsafeSlow(Math.ceil(bytes / roundedTo) * roundedTo);
      free = free.filter((each) => each !== found);
      return found;
    },
    giveBack: (buffer) => {
      let kept = [...free, buffer].toSorted((a, b) => a.length - b.length);
      for (let sum = kept.reduce((all, { length }) => all + length, 0); sum > keptBytes; kept = kept.slice(1))
        sum -= kept[0]?.length ?? 0;
      free = kept;
    },
  };
}
