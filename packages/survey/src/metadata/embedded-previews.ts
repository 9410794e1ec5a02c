/**
 * The JPEGs inside a RAW file, whatever its maker's way to say where they are: each start of an image that leads to a frame and to an
 * end. What lies inside another, its thumbnail, is a part of that one.
 */
import { memorySource, partOf } from "./byte-source.ts";
import { readExif } from "./exif.ts";
import { readJpeg } from "./jpeg.ts";

export interface EmbeddedPreviews {
  /** The largest first. The sensor's own data may be among them, in a kind of JPEG that nobody shows. */
  readonly jpegs: readonly Buffer[];
  /** EXIF orientation of the RAW file, which its previews need not repeat; null where it states none. */
  readonly orientation: number | null;
}

const startOfImage = Buffer.from([0xff, 0xd8, 0xff]);
const mostPreviews = 8;
/** The bytes that begin an image stand in other data by chance, a few times in a large file. */
const mostTries = 64;

export function embeddedPreviews(file: Buffer): EmbeddedPreviews {
  const source = memorySource(file);
  const found: { readonly jpeg: Buffer; readonly pixels: number }[] = [];
  let tries = 0;
  for (let at = file.indexOf(startOfImage); at !== -1 && found.length < mostPreviews && tries < mostTries; tries++) {
    const { width, height, picture, truncated } = readJpeg(partOf(source, at, file.length - at));
    const last = picture.at(-1);
    const isWhole = !truncated && last !== undefined && width !== null && height !== null;
    const length = isWhole ? last.at + last.length : startOfImage.length;
    if (isWhole) found.push({ jpeg: file.subarray(at, at + length), pixels: width * height });
    at = file.indexOf(startOfImage, at + length);
  }
  const jpegs = found.sort((a, b) => b.pixels - a.pixels).map(({ jpeg }) => jpeg);
  return { jpegs, orientation: readExif({ exif: [source] })?.orientation ?? null };
}
