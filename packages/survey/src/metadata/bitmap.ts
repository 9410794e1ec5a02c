/** GIF and BMP: only a size. */
import type { ByteSource } from "./byte-source.ts";
import { noPieces, type Pieces } from "./pieces.ts";

export function readGif(source: ByteSource): Pieces {
  const size = source.slice(6, 4);
  if (size.length < 4) return { ...noPieces, empty: true };
  return { ...noPieces, width: size.readUInt16LE(0), height: size.readUInt16LE(2) };
}

export function readBmp(source: ByteSource): Pieces {
  const head = source.slice(14, 12);
  if (head.length < 12) return { ...noPieces, empty: true };
  // The oldest header is 12 bytes and has 16-bit sizes; a negative height means top row first.
  return head.readUInt32LE(0) === 12
    ? { ...noPieces, width: head.readUInt16LE(4), height: head.readUInt16LE(6) }
    : { ...noPieces, width: head.readInt32LE(4), height: Math.abs(head.readInt32LE(8)) };
}
