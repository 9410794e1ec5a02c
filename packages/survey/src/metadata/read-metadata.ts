/** From a picture's bytes to what it says of itself, in one place and in the standards' order of precedence. */
import type { FindingCode } from "@landfall/protocol";
import type { ImageMetadata } from "../ports.ts";
import { readBmp, readGif } from "./bitmap.ts";
import { readBoxed } from "./boxed.ts";
import type { ByteSource } from "./byte-source.ts";
import { readClock } from "./clock.ts";
import { readDate } from "./dates.ts";
import { type ExifTags, readExif } from "./exif.ts";
import { readExifGps, readGpsTime, readIsoPosition, readXmpGps } from "./gps.ts";
import { readHeif } from "./heif.ts";
import { type IptcTags, readIptc } from "./iptc.ts";
import { readJpeg } from "./jpeg.ts";
import { iptcOfPhotoshop } from "./photoshop.ts";
import { noPieces, type Pieces, type Range } from "./pieces.ts";
import { readPng } from "./png.ts";
import { readCr3, readRaf } from "./raw.ts";
import { statedText } from "./stated-text.ts";
import { statedTime } from "./stated-time.ts";
import { cleanText, joinNames } from "./text.ts";
import { isBigTiff } from "./tiff.ts";
import { tiffPicture } from "./tiff-picture.ts";
import { readVideo } from "./video.ts";
import { readWebp } from "./webp.ts";
import { readXmp, type XmpTags } from "./xmp.ts";

export interface MetadataReading {
  readonly metadata: ImageMetadata;
  readonly findings: readonly FindingCode[];
  /** Where the picture alone lies. */
  readonly picture: readonly Range[];
  /** The bytes begin as this type and hold no picture. */
  readonly empty: boolean;
}

export const noMetadata: ImageMetadata = {
  localTime: null,
  offset: null,
  offsetSource: null,
  gpsTime: null,
  timeSource: null,
  timeRaw: null,
  shownTime: null,
  decimalLatitude: null,
  decimalLongitude: null,
  gpsSource: null,
  gpsRaw: null,
  recordedBy: null,
  locality: null,
  make: null,
  model: null,
  serial: null,
  orientation: null,
  rating: null,
  width: null,
  height: null,
};

const plainTiff = (source: ByteSource): Pieces => {
  const picture = tiffPicture(source);
  return {
    ...noPieces,
    exif: [source],
    picture,
    truncated: picture.some(({ at, length }) => at + length > source.size),
  };
};

const readers: Readonly<Record<string, (source: ByteSource) => Pieces>> = {
  "image/jpeg": readJpeg,
  "image/png": readPng,
  "image/apng": readPng,
  "image/webp": readWebp,
  "image/gif": readGif,
  "image/bmp": readBmp,
  "image/heic": readHeif,
  "image/heic-sequence": readHeif,
  "image/heif": readHeif,
  "image/heif-sequence": readHeif,
  "image/avif": readHeif,
  "image/jxl": readBoxed,
  "image/jp2": readBoxed,
  "image/jpx": readBoxed,
  "image/x-canon-cr3": readCr3,
  "image/x-fujifilm-raf": readRaf,
  "image/tiff": plainTiff,
  "image/x-canon-cr2": plainTiff,
  "image/x-nikon-nef": plainTiff,
  "image/x-sony-arw": plainTiff,
  "image/x-adobe-dng": plainTiff,
  "image/x-olympus-orf": plainTiff,
  "image/x-panasonic-rw2": plainTiff,
};

/** The media types that are photographs to us. */
export const isPictureType = (mediaType: string): boolean => mediaType in readers;

/** What travels with photographs: the packet of a sidecar alone, and what a recording says. */
const sidecar = (source: ByteSource): Pieces => ({ ...noPieces, xmp: [source.slice(0, longestXmpBytes)] });
const longestXmpBytes = 16 * 1024 * 1024;
const isBoxedVideo = (mediaType: string) => /^video\/(?:mp4|quicktime|x-m4v|3gpp2?)$/.test(mediaType);

export function readMetadata(source: ByteSource, mediaType: string, nowMs: number): MetadataReading {
  if (isBoxedVideo(mediaType)) return readRecording(source, nowMs);
  const isSidecar = mediaType === "application/rdf+xml";
  const read = isSidecar ? sidecar : readers[mediaType];
  const pieces = read ? read(source) : noPieces;
  const exif = readExif(pieces);
  const [xmpBytes] = [...pieces.xmp, ...(exif?.xmp ?? [])];
  const xmp = xmpBytes ? readXmp(xmpBytes) : null;
  const [iptcBytes] = [...pieces.iptc, ...(exif?.iptc ?? []), ...(exif?.photoshop ?? []).flatMap(iptcOfPhotoshop)];
  const iptc = iptcBytes ? readIptc(iptcBytes) : null;
  const unreadable = pieces.exif.length > 0 && exif === null;

  const time = statedTime({ exif, xmp, iptc }, nowMs);
  const gpsMs = exif ? readGpsTime(exif.gps) : null;
  // Only the camera's own clock is compared: a date that a program wrote may be in any zone.
  const isCameras = time.timeSource === "DateTimeOriginal" || time.timeSource === "DateTimeDigitized";
  const clock = readClock(time.localTime, time.offset, isCameras ? gpsMs : null);
  const gps = positionOf(exif, xmp);
  const findings: FindingCode[] = [...time.findings, ...clock.findings, ...gps.findings];
  if (pieces.truncated) findings.push("TRUNCATED");
  if (unreadable) findings.push("METADATA_UNREADABLE");
  const tiffLike = read === plainTiff;
  return {
    metadata: {
      localTime: time.localTime,
      offset: clock.offset,
      offsetSource: clock.offsetSource,
      gpsTime: gpsMs === null ? null : new Date(gpsMs).toISOString(),
      timeSource: time.timeSource,
      timeRaw: time.timeRaw,
      shownTime: time.shownTime,
      ...gps.values,
      ...textsOf(exif, xmp, iptc),
      ...keywordsOf(xmp, iptc),
      ...peopleOf(xmp),
      make: cleanText(exif?.make || xmp?.make || ""),
      model: cleanText(exif?.model || xmp?.model || ""),
      serial: cleanText(exif?.serial || xmp?.serial || ""),
      orientation: exif?.orientation ?? null,
      rating: ratingOf(xmp?.rating ?? "") ?? ratingOf(exif?.rating ?? ""),
      width: pieces.width || exif?.width || null,
      height: pieces.height || exif?.height || null,
    },
    // A sidecar says what it has to say of its photograph; what it leaves out is no fault.
    findings: isSidecar ? [] : findings,
    picture: pieces.picture,
    empty: pieces.empty || (tiffLike && unreadable && !isBigTiff(source)),
  };
}

/** A time without a zone may be anybody's, and most recorders write UTC: only a time that states its zone counts. */
function readRecording(source: ByteSource, nowMs: number): MetadataReading {
  const tags = readVideo(source);
  const reading = readDate(tags.creationDate, nowMs);
  const time = reading.kind === "stated" && reading.time.offset !== null ? reading.time : null;
  const gps = readIsoPosition(tags.location);
  const findings: FindingCode[] = [];
  if (time === null) findings.push(reading.kind === "suspect" ? reading.finding : "DATE_MISSING");
  if (gps.kind === "suspect") findings.push(gps.finding);
  if (tags.truncated) findings.push("TRUNCATED");
  const place = gps.kind === "stated" ? gps.position : null;
  const metadata: ImageMetadata = {
    ...noMetadata,
    localTime: time?.localTime ?? null,
    offset: time?.offset ?? null,
    offsetSource: time === null ? null : "stated",
    timeSource: time === null ? null : "quicktime:CreationDate",
    timeRaw: time === null ? null : tags.creationDate,
    ...(place && {
      decimalLatitude: place.decimalLatitude,
      decimalLongitude: place.decimalLongitude,
      gpsSource: "exif",
      gpsRaw: place.raw,
    }),
    make: cleanText(tags.make),
    model: cleanText(tags.model),
  };
  return { metadata, findings, picture: [], empty: false };
}

/** Stars are whole from 1 to 5 and −1 rejects; 0 is what cameras write for none, and anything else says nothing. */
function ratingOf(stated: string | number): number | null {
  const stars = Math.round(Number.parseFloat(String(stated)));
  return stars === -1 || (stars >= 1 && stars <= 5) ? stars : null;
}

function textsOf(exif: ExifTags | null, xmp: XmpTags | null, iptc: IptcTags | null) {
  return {
    recordedBy: statedText([
      { source: "exif", value: cleanText(exif?.artist ?? "") },
      { source: "iptc", value: joinNames(iptc?.byLines ?? []) },
      { source: "xmp", value: joinNames(xmp?.creators ?? []) },
    ]),
    locality: statedText([
      { source: "iptc", value: cleanText(iptc?.sublocation ?? "") },
      { source: "xmp", value: cleanText(xmp?.sublocation ?? "") },
      { source: "iptc", value: cleanText(iptc?.city ?? "") },
      { source: "xmp", value: cleanText(xmp?.city ?? "") },
    ]),
  };
}

const mostKeywords = 100;
const longestKeyword = 200;

/** Absent where there are none, which is nearly always. */
function keywordsOf(xmp: XmpTags | null, iptc: IptcTags | null): Pick<ImageMetadata, "keywords"> {
  const from = (source: "xmp" | "iptc", texts: readonly string[]) =>
    texts.flatMap((text) => {
      const value = cleanText(text)?.slice(0, longestKeyword);
      return value ? [{ value, source }] : [];
    });
  const seen = new Set<string>();
  const keywords = [...from("xmp", xmp?.keywords ?? []), ...from("iptc", iptc?.keywords ?? [])].filter(
    ({ value }) => !seen.has(value) && seen.add(value),
  );
  return keywords.length > 0 ? { keywords: keywords.slice(0, mostKeywords) } : {};
}

/** Absent where there are none, as keywords. */
function peopleOf(xmp: XmpTags | null): Pick<ImageMetadata, "keywordPaths" | "people"> {
  const shortened = (text: string | null) => cleanText(text ?? "")?.slice(0, longestKeyword) ?? null;
  const paths = [...new Set((xmp?.keywordPaths ?? []).flatMap((path) => shortened(path) ?? []))];
  const stated = (xmp?.people ?? []).map(({ name, source }) => ({ name: shortened(name), source }));
  const people = [...new Map(stated.map((person) => [JSON.stringify(person), person])).values()];
  return {
    ...(paths.length > 0 && { keywordPaths: paths.slice(0, mostKeywords) }),
    ...(people.length > 0 && { people: people.slice(0, mostKeywords) }),
  };
}

const noPosition = { decimalLatitude: null, decimalLongitude: null, gpsSource: null, gpsRaw: null } as const;

function positionOf(exif: ExifTags | null, xmp: XmpTags | null) {
  const fromExif = exif ? readExifGps(exif.gps) : { kind: "absent" as const };
  const reading = fromExif.kind === "absent" && xmp ? readXmpGps(xmp.latitude, xmp.longitude) : fromExif;
  if (reading.kind === "absent") return { values: noPosition, findings: [] };
  if (reading.kind === "suspect")
    return {
      values: { ...noPosition, ...(reading.refused && { refusedPosition: reading.refused }) },
      findings: [reading.finding],
    };
  const { decimalLatitude, decimalLongitude, raw } = reading.position;
  const gpsSource = reading === fromExif ? ("exif" as const) : ("xmp" as const);
  return { values: { decimalLatitude, decimalLongitude, gpsSource, gpsRaw: raw }, findings: [] };
}
