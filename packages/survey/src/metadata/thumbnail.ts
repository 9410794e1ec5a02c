/** The small JPEG that cameras put beside the metadata (EXIF's IFD1). */
import type { ByteSource } from "./byte-source.ts";
import { readJpeg } from "./jpeg.ts";
import { integersOf, openTiff, readDirectory } from "./tiff.ts";

const tags = { offset: 0x201, length: 0x202 } as const;
/** EXIF keeps it in one segment of a JPEG. */
const longestBytes = 64 * 1024;

/** Of a JPEG, or of a TIFF-like RAW file; null where there is none. It lies as the camera held it: orientation is to be applied. */
export function embeddedThumbnail(source: ByteSource): Buffer | null {
  const isJpeg = source.slice(0, 2).equals(Buffer.from([0xff, 0xd8]));
  const [exif] = isJpeg ? readJpeg(source).exif : [source];
  const tiff = exif && openTiff(exif);
  if (!tiff) return null;
  const second = readDirectory(tiff, readDirectory(tiff, tiff.firstDirectory).next);
  const [offset] = integersOf(tiff, second, tags.offset, 1);
  const [length] = integersOf(tiff, second, tags.length, 1);
  if (offset === undefined || length === undefined || length > longestBytes) return null;
  const bytes = tiff.source.slice(offset, length);
  return bytes.length === length && bytes[0] === 0xff && bytes[1] === 0xd8 ? bytes : null;
}
