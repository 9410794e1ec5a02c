import type { Md5, Sha256 } from "@landfall/protocol";
import type { GroupInput, ImageMetadata } from "../../src/index.ts";

export interface Photo {
  readonly at?: string | null;
  readonly artist?: string;
  readonly place?: string;
  readonly sha?: string;
  readonly gps?: readonly [number, number];
  readonly model?: string;
  readonly serial?: string;
  /** More of what the file states. */
  readonly stated?: Partial<ImageMetadata>;
}

/** A file as a scan finds it; only what is told differs from one to the next. */
export function photo(
  path: string,
  { at = null, artist, place, sha = path, gps, model, serial, stated: more }: Photo = {},
): GroupInput {
  const stated = (value: string | undefined, source: "exif" | "iptc") =>
    value === undefined ? null : { value, source, raw: value, conflicts: [] };
  const metadata: ImageMetadata = {
    localTime: at,
    offset: null,
    offsetSource: null,
    gpsTime: null,
    timeSource: at === null ? null : "DateTimeOriginal",
    timeRaw: at,
    shownTime: null,
    decimalLatitude: gps?.[0] ?? null,
    decimalLongitude: gps?.[1] ?? null,
    gpsSource: gps ? "exif" : null,
    gpsRaw: null,
    recordedBy: stated(artist, "exif"),
    locality: stated(place, "iptc"),
    make: null,
    model: model ?? null,
    serial: serial ?? null,
    orientation: null,
    rating: null,
    width: null,
    height: null,
    ...more,
  };
  return {
    root: 0,
    path,
    size: 1000,
    bucket: "image",
    mediaType: "image/jpeg",
    sha256: sha as Sha256,
    md5: sha as Md5,
    pictureSha256: null,
    metadata,
    findings: [],
  };
}
