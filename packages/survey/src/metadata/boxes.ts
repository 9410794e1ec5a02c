/** Boxes of the ISO base media file format (ISO/IEC 14496-12). */
import type { ByteSource } from "./byte-source.ts";

export interface Box {
  /** Four characters. */
  readonly type: string;
  /** Of the body, behind size, type and (for `uuid`) the identifier. */
  readonly at: number;
  /** Of the body; may reach past the end of a file that was cut. */
  readonly length: number;
  /** Hexadecimal, for `uuid` boxes. */
  readonly uuid: string | null;
}

/** The boxes that lie between two offsets, in order; ends at the first that makes no sense. */
export function* boxes(source: ByteSource, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= Math.min(to, source.size); ) {
    const head = source.slice(at, 32);
    const type = head.toString("latin1", 4, 8);
    const small = head.readUInt32BE(0);
    const long = small === 1 && head.length >= 16;
    const size = small === 0 ? to - at : long ? Number(head.readBigUInt64BE(8)) : small;
    const headBytes = (long ? 16 : 8) + (type === "uuid" ? 16 : 0);
    if (size < headBytes) return;
    const uuid = type === "uuid" ? head.toString("hex", headBytes - 16, headBytes) : null;
    yield { type, at: at + headBytes, length: size - headBytes, uuid };
    at += size;
  }
}

export const boxesIn = (source: ByteSource, box: Box): Box[] => [...boxes(source, box.at, box.at + box.length)];

export const findBox = (list: readonly Box[], type: string): Box | undefined => list.find((box) => box.type === type);

/** Version number of a box that has one; -1 when it is cut off. */
export const fullBoxVersion = (source: ByteSource, box: Box): number => source.slice(box.at, 1)[0] ?? -1;
