/** The EXIF tags that survey reads, as they are written. */

import type { ExifGps } from "./gps.ts";
import type { Pieces } from "./pieces.ts";
import { decodeText, terminated } from "./text.ts";
import {
  bytesOf,
  type Directory,
  integersOf,
  openTiff,
  rationalsOf,
  readDirectory,
  subDirectory,
  type Tiff,
} from "./tiff.ts";

export interface ExifTags {
  readonly dateTimeOriginal: string;
  readonly offsetTimeOriginal: string;
  readonly subSecTimeOriginal: string;
  readonly dateTimeDigitized: string;
  readonly offsetTimeDigitized: string;
  readonly subSecTimeDigitized: string;
  readonly modifyDate: string;
  readonly offsetTime: string;
  readonly subSecTime: string;
  readonly artist: string;
  readonly make: string;
  readonly model: string;
  readonly software: string;
  /** 1 film scanner, 2 scanner of prints, 3 camera; null where it is not stated. */
  readonly fileSource: number | null;
  readonly serial: string;
  readonly orientation: number | null;
  readonly rating: number | null;
  readonly gps: ExifGps;
  /** Of the main picture; only TIFF and its RAW kinds state it here. */
  readonly width: number | null;
  readonly height: number | null;
  readonly xmp: readonly Buffer[];
  readonly iptc: readonly Buffer[];
  readonly photoshop: readonly Buffer[];
}

const pointers = { exif: 0x8769, gps: 0x8825, subImages: 0x14a } as const;

interface Place {
  readonly tiff: Tiff;
  readonly directory: Directory;
}

/** Null where no directory can be read at all. */
export function readExif(pieces: Pick<Pieces, "exif" | "exifKinds">): ExifTags | null {
  const ifd0: Place[] = [];
  const exif: Place[] = [];
  const gps: Place[] = [];
  const groups = { ifd0, exif, gps };
  pieces.exif.forEach((source, index) => {
    const tiff = openTiff(source);
    if (!tiff) return;
    const place = { tiff, directory: readDirectory(tiff, tiff.firstDirectory) };
    const kind = pieces.exifKinds?.[index] ?? "ifd0";
    groups[kind].push(place);
    if (kind !== "ifd0") return;
    exif.push({ tiff, directory: subDirectory(tiff, place.directory, pointers.exif) });
    gps.push({ tiff, directory: subDirectory(tiff, place.directory, pointers.gps) });
  });
  if (ifd0.length + exif.length + gps.length === 0) return null;
  if ([...ifd0, ...exif, ...gps].every(({ directory }) => directory.entries.size === 0)) return null;

  // Writers that misplace a tag of the EXIF directory put it in IFD0.
  const any = [...exif, ...ifd0];
  const [width, height] = pictureSize(ifd0[0]);
  return {
    dateTimeOriginal: text(any, 0x9003),
    offsetTimeOriginal: text(any, 0x9011),
    subSecTimeOriginal: text(any, 0x9291),
    dateTimeDigitized: text(any, 0x9004),
    offsetTimeDigitized: text(any, 0x9012),
    subSecTimeDigitized: text(any, 0x9292),
    modifyDate: text(ifd0, 0x132),
    offsetTime: text(any, 0x9010),
    subSecTime: text(any, 0x9290),
    artist: text([...ifd0, ...exif], 0x13b) || wideText(ifd0, 0x9c9d),
    make: text(ifd0, 0x10f),
    model: text(ifd0, 0x110),
    software: text(ifd0, 0x131),
    fileSource: first(exif, ({ tiff, directory }) => bytesOf(tiff, directory, 0xa300)[0] ?? null),
    serial: text(any, 0xa431) || text(any, 0xc62f),
    orientation: orientationOf(ifd0),
    rating: first(ifd0, ({ tiff, directory }) => integersOf(tiff, directory, 0x4746, 1)[0] ?? null),
    gps: {
      latitudeRef: text(gps, 1),
      latitude: rationals(gps, 2),
      longitudeRef: text(gps, 3),
      longitude: rationals(gps, 4),
      timeStamp: rationals(gps, 7),
      dateStamp: text(gps, 29),
    },
    width,
    height,
    xmp: blocks(ifd0, 0x2bc),
    iptc: blocks(ifd0, 0x83bb),
    photoshop: blocks(ifd0, 0x8649),
  };
}

const first = <T>(places: readonly Place[], read: (place: Place) => T | null): T | null => {
  for (const place of places) {
    const value = read(place);
    if (value !== null) return value;
  }
  return null;
};

const text = (places: readonly Place[], tag: number): string =>
  first(places, ({ tiff, directory }) => decodeText(terminated(bytesOf(tiff, directory, tag))) || null) ?? "";

/** Windows Explorer writes UTF-16 with its own tags. */
const wideText = (places: readonly Place[], tag: number): string =>
  first(places, ({ tiff, directory }) => bytesOf(tiff, directory, tag).toString("utf16le").split("\0")[0] || null) ??
  "";

const rationals = (places: readonly Place[], tag: number) =>
  first(places, ({ tiff, directory }) => {
    const values = rationalsOf(tiff, directory, tag);
    return values.length === 0 ? null : values;
  }) ?? [];

const orientationOf = (places: readonly Place[]): number | null => {
  const value = first(places, ({ tiff, directory }) => integersOf(tiff, directory, 0x112, 1)[0] ?? null);
  return value !== null && value >= 1 && value <= 8 ? value : null;
};

const blocks = (places: readonly Place[], tag: number): Buffer[] =>
  places
    .map(({ tiff, directory }) => bytesOf(tiff, directory, tag, 16 * 1024 * 1024))
    .filter((bytes) => bytes.length > 0);

/** RAW files keep a small picture in IFD0 and the real one in a sub-image: the largest that is not a preview counts. */
function pictureSize(place: Place | undefined): readonly [number | null, number | null] {
  if (!place) return [null, null];
  const { tiff, directory } = place;
  const sensor = [4, 5, 6, 7].map((tag) => integersOf(tiff, directory, tag, 1)[0]);
  const [top, left, bottom, right] = sensor;
  // Panasonic RW2 states its borders instead.
  if (!directory.entries.has(0x100) && top !== undefined && left !== undefined && bottom && right)
    return [right - left, bottom - top];
  const subImages = integersOf(tiff, directory, pointers.subImages).map((offset) => readDirectory(tiff, offset));
  const sizes = [directory, ...subImages]
    .map((image) => ({
      preview: ((integersOf(tiff, image, 0xfe, 1)[0] ?? 0) & 1) === 1,
      width: integersOf(tiff, image, 0x100, 1)[0],
      height: integersOf(tiff, image, 0x101, 1)[0],
    }))
    .flatMap(({ preview, width, height }) => (width && height ? [{ preview, width, height }] : []));
  const best = sizes.sort(
    (a, b) => Number(a.preview) - Number(b.preview) || b.width * b.height - a.width * a.height,
  )[0];
  return best ? [best.width, best.height] : [null, null];
}
