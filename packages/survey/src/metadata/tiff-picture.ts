/** Where the main picture of a TIFF or of a RAW that is built like one lies: the directory with the most strips or tiles. */
import type { ByteSource } from "./byte-source.ts";
import type { Range } from "./pieces.ts";
import { type Directory, integersOf, openTiff, readDirectory, type Tiff } from "./tiff.ts";

const mostDirectories = 16;
const mostStrips = 65_536;
const subImages = 0x14a;
/** Offsets and lengths of strips and of tiles. */
const places = [
  [0x111, 0x117],
  [0x144, 0x145],
] as const;

/** Empty where no directory says where its picture is. Ranges may reach past the end of a file that was cut. */
export function tiffPicture(source: ByteSource): Range[] {
  const tiff = openTiff(source);
  if (!tiff) return [];
  const pictures = directoriesOf(tiff).map((directory) => rangesOf(tiff, directory));
  const bytes = (ranges: readonly Range[]) => ranges.reduce((sum, { length }) => sum + length, 0);
  return pictures.reduce<Range[]>((best, ranges) => (bytes(ranges) > bytes(best) ? ranges : best), []);
}

function directoriesOf(tiff: Tiff): Directory[] {
  const directories: Directory[] = [];
  const seen = new Set<number>();
  const offsets = [tiff.firstDirectory];
  for (let offset = offsets.shift(); offset && directories.length < mostDirectories; offset = offsets.shift()) {
    if (seen.has(offset)) continue;
    seen.add(offset);
    const directory = readDirectory(tiff, offset);
    if (directory.entries.size === 0) continue;
    directories.push(directory);
    offsets.push(...integersOf(tiff, directory, subImages, 8), directory.next);
  }
  return directories;
}

function rangesOf(tiff: Tiff, directory: Directory): Range[] {
  for (const [offsetTag, lengthTag] of places) {
    const offsets = integersOf(tiff, directory, offsetTag, mostStrips);
    const lengths = integersOf(tiff, directory, lengthTag, mostStrips);
    if (offsets.length > 0 && offsets.length === lengths.length)
      return offsets.map((at, index) => ({ at, length: lengths[index] ?? 0 })).sort((a, b) => a.at - b.at);
  }
  return [];
}
