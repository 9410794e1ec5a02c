import type { Md5, Sha256 } from "@landfall/protocol";
import type { GroupInput, ImageMetadata, SheetSource } from "../../src/index.ts";
import { guessedMapping, readSheet } from "../../src/index.ts";
import { fileWith } from "./support.ts";

interface Photo {
  readonly at?: string;
  readonly offset?: string;
  readonly artist?: string;
  readonly gps?: readonly [number, number];
}

export function photo(path: string, { at, offset, artist, gps }: Photo = {}): GroupInput {
  const metadata: ImageMetadata = {
    localTime: at ?? null,
    shownTime: null,
    offset: offset ?? null,
    offsetSource: offset ? "stated" : null,
    gpsTime: null,
    timeSource: at ? "DateTimeOriginal" : null,
    timeRaw: at ?? null,
    decimalLatitude: gps?.[0] ?? null,
    decimalLongitude: gps?.[1] ?? null,
    gpsSource: gps ? "exif" : null,
    gpsRaw: null,
    recordedBy: artist ? { value: artist, source: "exif", raw: artist, conflicts: [] } : null,
    locality: null,
    make: null,
    model: null,
    serial: null,
    orientation: null,
    rating: null,
    width: null,
    height: null,
  };
  return {
    root: 0,
    path,
    size: 1000,
    bucket: "image",
    mediaType: "image/jpeg",
    sha256: path as Sha256,
    md5: path as Md5,
    pictureSha256: null,
    metadata,
    findings: [],
  };
}

/** A sheet as the scan would be given it, from its text. */
export async function sheet(text: string, name = "sightings.csv"): Promise<SheetSource> {
  const path = await fileWith(name, text);
  const [table] = (await readSheet(path)).tables;
  if (!table) throw new Error("no header was found");
  return { path, name, table, mapping: guessedMapping(table) };
}
