/** Whether a picture can be decoded to its end. The whole of its compressed data is read; only a small picture is made of it. */
import { stat } from "node:fs/promises";
import type { DecodedPicture, PictureResult } from "@landfall/db";
import sharp from "sharp";
import { decodeHeic, isHeic } from "../station/heic.ts";
import { lookOf } from "./look.ts";

/** More than any camera of the field makes. */
const largestPixels = 400_000_000;
const largestHeicPixels = 100_000_000;
const longestHeicMs = 60_000;
/** What is made of it is small, and takes every line of the picture. */
const edge = 64;

sharp.cache(false);
sharp.concurrency(1);

/** What the readers of pictures say of data that ends before the picture does. */
const endsEarly =
  /premature end|truncat|unexpected end|end of (?:file|input|stream)|not enough (?:data|bytes)|read error|out of bounds/i;
/** Bytes that are too many, or a marker in an odd place, are no damage. */
const isHarmless = /extraneous bytes|application marker/i;

type FailOn = "truncated" | "warning";

interface Read {
  /** Undefined where it was decoded, else what its decoder says. */
  readonly complaint?: string;
  readonly look: Uint8Array | null;
}

/** @param outer the orientation of the file that it lies in, where it has none of its own */
async function read(bytes: Buffer, failOn: FailOn, outer: number | null = null): Promise<Read> {
  try {
    const picture = sharp(bytes, { failOn, limitInputPixels: largestPixels, sequentialRead: true });
    const { orientation } = await picture.metadata();
    const { data, info } = await picture
      .resize(edge, edge, { fit: "fill", kernel: "linear", fastShrinkOnLoad: false })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { look: lookOf({ data, ...info }, orientation ?? outer ?? undefined) };
  } catch (error) {
    return { complaint: error instanceof Error ? error.message : String(error), look: null };
  }
}

async function decodeWith(bytes: Buffer): Promise<DecodedPicture> {
  const strict = await read(bytes, "warning");
  if (strict.complaint === undefined) return { ...strict, result: hasEmptyEnd(bytes) ? "damaged" : "whole" };
  const { complaint: refusal, look } = await read(bytes, "truncated");
  if (isHarmless.test(strict.complaint)) return { look, result: hasEmptyEnd(bytes) ? "damaged" : "whole" };
  return { look, result: refusal === undefined ? "damaged" : resultOf(refusal) };
}

function resultOf(refusal: string): PictureResult {
  if (/exceeds pixel limit|out of memory/i.test(refusal)) return "unchecked";
  // Without a header there is no picture that could be cut short.
  if (/corrupt header|unsupported image format|no image/i.test(refusal)) return "undecodable";
  return endsEarly.test(refusal) ? "truncated" : "undecodable";
}

const emptyEndBytes = 4096;

/** Where a WebP, or the boxes of a HEIC or AVIF, end; what trails them is nobody's business. Zero for anything else. */
function containerEnd(bytes: Buffer): number {
  if (bytes.toString("latin1", 0, 4) === "RIFF") return Math.min(bytes.length, bytes.readUInt32LE(4) + 8);
  if (bytes.toString("latin1", 4, 8) !== "ftyp") return 0;
  let at = 0;
  while (at + 16 <= bytes.length && bytes.readUInt32BE(at + 4) !== 0) {
    const size = bytes.readUInt32BE(at);
    // 1: the size stands behind the type; 0: to the end of the file.
    const length = size === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : size === 0 ? bytes.length : size;
    if (length < 8) break;
    at += length;
  }
  return Math.min(bytes.length, at);
}

/** A copy that stopped half-way may have its whole length, with nothing in the rest. These decoders make a picture of nothing, too. */
function hasEmptyEnd(bytes: Buffer): boolean {
  const end = containerEnd(bytes);
  return end > 2 * emptyEndBytes && bytes.subarray(end - emptyEndBytes, end).every((byte) => byte === 0);
}

/** What a RAW file looks like, by the largest of the pictures inside it that can be decoded. */
async function lookInside(bytes: Buffer): Promise<Uint8Array | null> {
  const { embeddedPreviews } = await import("@landfall/survey");
  const { jpegs, orientation } = embeddedPreviews(bytes);
  for (const jpeg of jpegs) {
    const { complaint, look } = await read(jpeg, "truncated", orientation);
    if (complaint === undefined) return look;
  }
  return null;
}

/** Never rejects because of what the bytes are. */
export async function decode(bytes: Buffer, isRaw = false): Promise<DecodedPicture> {
  if (isRaw) return { result: null, look: await lookInside(bytes) };
  if (!isHeic(bytes)) return decodeWith(bytes);
  const pixels = await decodeHeic(bytes, { mostPixels: largestHeicPixels, longestMs: longestHeicMs });
  if (!pixels) return { result: "undecodable", look: null };
  return { result: hasEmptyEnd(bytes) ? "damaged" : "whole", look: lookOf({ ...pixels, channels: 4 }) };
}

/** A larger file is not taken into memory. */
export const largestFileBytes = 512 * 2 ** 20;

export const isTooLarge = async (path: Buffer): Promise<boolean> => (await stat(path)).size > largestFileBytes;
