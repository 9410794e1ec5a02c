/** HEIC by its own decoder (libheif as WebAssembly), which sharp's build lacks. */
import { startThread } from "@landfall/survey/thread";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, upright. */
  readonly data: Uint8ClampedArray;
}

export interface HeicLimits {
  readonly mostPixels: number;
  readonly longestMs: number;
}

const heapMiB = 256;

/** Undefined where it cannot be decoded within the limits. Never rejects because of what the bytes are. */
export function decodeHeic(bytes: Uint8Array, { mostPixels, longestMs }: HeicLimits): Promise<Pixels | undefined> {
  const worker = startThread(new URL("./heic-worker.ts", import.meta.url), {
    workerData: { bytes, mostPixels },
    resourceLimits: { maxOldGenerationSizeMb: heapMiB },
  });
  return new Promise((resolve) => {
    const end = (pixels: Pixels | undefined) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(pixels);
    };
    const timer = setTimeout(end, longestMs, undefined);
    worker.once("message", (pixels: Pixels | null) => end(pixels ?? undefined));
    worker.once("error", () => end(undefined));
    worker.once("exit", () => end(undefined));
  });
}

const brands = /^ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1)/;

/** By its first bytes; AVIF, which sharp decodes, has the same boxes and another brand. */
export const isHeic = (bytes: Buffer): boolean =>
  brands.test(bytes.toString("latin1", 4, 12)) && !bytes.toString("latin1", 8, 64).includes("avif");
