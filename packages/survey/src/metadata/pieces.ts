/** What a container format (JPEG, PNG, HEIC …) yields: where its metadata lies and how large the picture is. */
import type { ByteSource } from "./byte-source.ts";

export interface Range {
  readonly at: number;
  readonly length: number;
}

/** Ranges as they lie in a file: in its order, each byte once, and none behind its end. A damaged file may state anything. */
export function rangesWithin(ranges: readonly Range[], size: number): Range[] {
  const within: Range[] = [];
  let end = 0;
  for (const range of ranges.toSorted((a, b) => a.at - b.at)) {
    const at = Math.max(range.at, end);
    end = Math.max(end, Math.min(range.at + range.length, size));
    if (at < end) within.push({ at, length: end - at });
  }
  return within;
}

export interface Pieces {
  /** EXIF as TIFF structure. CR3 has its directories in several. */
  readonly exif: readonly ByteSource[];
  /** For each entry of `exif`: what its first directory is. Left out: ordinary TIFF with IFD0 first. */
  readonly exifKinds?: readonly ("ifd0" | "exif" | "gps")[];
  /** XMP packets as bytes. */
  readonly xmp: readonly Buffer[];
  /** IPTC IIM datasets. */
  readonly iptc: readonly Buffer[];
  readonly width: number | null;
  readonly height: number | null;
  /** The picture itself without anything said about it, in the order of the file; empty where that is not known. */
  readonly picture: readonly Range[];
  /** The file ends before its picture does. */
  readonly truncated: boolean;
  /** Nothing of a picture was found behind the first bytes. */
  readonly empty: boolean;
}

export const noPieces: Pieces = {
  exif: [],
  xmp: [],
  iptc: [],
  width: null,
  height: null,
  picture: [],
  truncated: false,
  empty: false,
};
