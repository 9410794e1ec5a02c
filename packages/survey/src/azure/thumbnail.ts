/** The small picture in a blob, by the ranges that hold it. */
import type { AzureContainer, BlobItem } from "./port.ts";

/** Null where the camera left none. */
export async function readBlobThumbnail(
  container: AzureContainer,
  blob: Pick<BlobItem, "name" | "etag" | "size">,
): Promise<Buffer | null> {
  const { headBytes, readByRanges, TooFarError } = await import("../metadata/ranged-source.ts");
  const { embeddedThumbnail } = await import("../metadata/thumbnail.ts");
  const fetch = (offset: number, length: number) => container.read(blob, offset, length);
  const head = await fetch(0, Math.min(blob.size, headBytes));
  return readByRanges({ size: blob.size, head }, fetch, embeddedThumbnail).catch((error: unknown) => {
    if (error instanceof TooFarError) return null;
    throw error;
  });
}
