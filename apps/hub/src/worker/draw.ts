/** Thumbnail and preview of a photograph: upright, plain JPEG, nothing of its metadata. */
import sharp from "sharp";

export type Drawing =
  | {
      readonly state: "ready";
      readonly thumbnail: Uint8Array;
      readonly preview: Uint8Array;
      /** Of the upright original. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly state: "damaged"; readonly width: number | null; readonly height: number | null }
  /** With its size where it merely has too many pixels. */
  | { readonly state: "noPreview"; readonly width: number | null; readonly height: number | null };

/** More than any camera of the field makes, and little enough to be decoded in memory. */
const largestPixels = 150_000_000;
const thumbnailEdge = 256;
const previewEdge = 1600;
const quality = 80;

sharp.cache(false);
sharp.concurrency(1);
// Photographs only: no vector graphics, no documents, nothing that can refer to other files. No TIFF either, because
// most RAW files are one, and would be shown as the stamp-sized picture that they begin with.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpeg",
    "VipsForeignLoadPng",
    "VipsForeignLoadWebp",
    "VipsForeignLoadNsgif",
    "VipsForeignLoadHeif",
  ],
});

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

/** Types that have a decoder here: one of these that cannot be decoded is damaged. Any other merely has no preview. */
const isDecodable = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 0xff, 0xd8, 0xff) || startsWith(bytes, 0x89, 0x50, 0x4e, 0x47);

/** What the header alone says: nothing is decoded for it. */
async function readSize(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const { autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
  return autoOrient;
}

/** Draws both. Never rejects because of what the bytes are. */
export async function draw(bytes: Uint8Array): Promise<Drawing> {
  const options = { limitInputPixels: largestPixels, failOn: "error", sequentialRead: true } as const;
  let size: { width: number; height: number } | undefined;
  try {
    size = await readSize(bytes);
    if (size.width * size.height > largestPixels) return { state: "noPreview", ...size };
    // The preview's pixels serve both: the original is decoded once.
    const { data, info } = await sharp(bytes, options)
      .autoOrient()
      .resize({ width: previewEdge, height: previewEdge, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#fff" })
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixels = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
    const [preview, thumbnail] = await Promise.all([
      pixels().jpeg({ quality }).toBuffer(),
      pixels()
        .resize({ width: thumbnailEdge, height: thumbnailEdge, fit: "inside", withoutEnlargement: true })
        .jpeg({ quality })
        .toBuffer(),
    ]);
    return { state: "ready", thumbnail, preview, ...size };
  } catch {
    const known = { width: size?.width ?? null, height: size?.height ?? null };
    return isDecodable(bytes) ? { state: "damaged", ...known } : { state: "noPreview", width: null, height: null };
  }
}
