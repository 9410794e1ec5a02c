/**
 * What the reader of this package cannot read is asked of ExifTool: RAW files of rarer makers, recordings, damaged metadata.
 * It runs as one process beside the scan, only where a file wants it, and only fills what is not known.
 */
import type { ExifTool } from "exiftool-vendored";
import type { FoundFile, ImageMetadata } from "../ports.ts";
import { rawTiffExtensions } from "../scan/extensions.ts";
import { extensionOf } from "../scan/names.ts";
import { readDate } from "./dates.ts";
import { cleanText } from "./text.ts";

export interface SecondReader {
  /** The files of one batch; those that it cannot help are as they were. Never throws for what is wrong with a file. */
  read(files: readonly FoundFile[], roots: readonly string[], nowMs: number): Promise<readonly FoundFile[]>;
  end(): Promise<void>;
}

const rareTypes = new Set([
  "image/vnd.ms-photo",
  "image/x-canon-crw",
  "image/x-minolta-mrw",
  "image/x-sigma-x3f",
  "image/x-kyocera-raw",
  "application/mxf",
  "application/vnd.ms-asf",
  "application/ogg",
]);

const isRare = ({ mediaType, path }: FoundFile): boolean =>
  mediaType !== null &&
  (rareTypes.has(mediaType) ||
    mediaType.startsWith("video/") ||
    (mediaType === "image/tiff" && rawTiffExtensions.has(extensionOf(path))));

/** A date that was found and not believed is not asked for again elsewhere. */
const wants = (file: FoundFile): boolean => {
  const { bucket, metadata, findings, source } = file;
  if (bucket !== "image" || metadata === null || source || metadata.localTime !== null) return false;
  return findings.includes("METADATA_UNREADABLE") || (findings.includes("DATE_MISSING") && isRare(file));
};

/** Names that are not text, or hold a line's end, cannot be told to another program line by line. */
const tellable = ({ path, pathBytes }: FoundFile): boolean =>
  !/[\n\r]/.test(path) && Buffer.from(path).equals(Buffer.from(pathBytes));

const tags = [
  "DateTimeOriginal",
  "SubSecTimeOriginal",
  "OffsetTimeOriginal",
  "GPSLatitude#",
  "GPSLongitude#",
  "Make",
  "Model",
  "SerialNumber",
  "Artist",
  "Orientation#",
  "ImageWidth",
  "ImageHeight",
];
const readArgs = ["-fast", ...tags.map((tag) => `-${tag}`)];
const patienceMs = 30_000;

export function openSecondReader(): SecondReader {
  let tool: ExifTool | null | undefined;
  const open = async (): Promise<ExifTool | null> => {
    try {
      const { ExifTool } = await import("exiftool-vendored");
      // Nobody's own configuration is run.
      const exiftoolEnv = { EXIFTOOL_HOME: "/nonexistent" };
      return new ExifTool({ maxProcs: 1, taskTimeoutMillis: patienceMs, taskRetries: 0, exiftoolEnv });
    } catch {
      // Without Perl or its packages the first reader is all there is.
      return null;
    }
  };
  const readOne = async (file: FoundFile, root: string, nowMs: number): Promise<FoundFile> => {
    tool = tool === undefined ? await open() : tool;
    if (!tool) return file;
    try {
      const stated: object = await tool.readRaw(`${root}/${file.path}`, { readArgs });
      return filled(file, stated as Stated, nowMs);
    } catch {
      return file;
    }
  };
  return {
    async read(files, roots, nowMs) {
      if (!files.some(wants)) return files;
      const found: FoundFile[] = [];
      for (const file of files) {
        const root = roots[file.root];
        found.push(root !== undefined && wants(file) && tellable(file) ? await readOne(file, root, nowMs) : file);
      }
      return found;
    },
    end: async () => {
      await tool?.end();
      tool = null;
    },
  };
}

/** As ExifTool prints it: text, or a number where a tag was asked for as one. */
type Stated = Readonly<Record<string, string | number | undefined>>;

const textOf = (value: string | number | undefined): string => (value === undefined ? "" : String(value));
const numberOf = (value: string | number | undefined): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

function filled(file: FoundFile, stated: Stated, nowMs: number): FoundFile {
  const { metadata } = file;
  if (!metadata) return file;
  const raw = textOf(stated.DateTimeOriginal);
  const reading = readDate(raw, nowMs, {
    subSec: textOf(stated.SubSecTimeOriginal),
    offset: textOf(stated.OffsetTimeOriginal),
  });
  const time: Partial<ImageMetadata> =
    reading.kind === "stated"
      ? {
          ...reading.time,
          offsetSource: reading.time.offset === null ? null : "stated",
          timeSource: "DateTimeOriginal",
          timeRaw: raw,
        }
      : {};
  const artist = cleanText(textOf(stated.Artist));
  const said: Partial<ImageMetadata> = {
    ...positionOf(stated),
    make: cleanText(textOf(stated.Make)),
    model: cleanText(textOf(stated.Model)),
    serial: cleanText(textOf(stated.SerialNumber)),
    recordedBy: artist === null ? null : { value: artist, source: "exif", raw: artist, conflicts: [] },
    orientation: numberOf(stated.Orientation),
    width: numberOf(stated.ImageWidth),
    height: numberOf(stated.ImageHeight),
  };
  const more = Object.fromEntries(
    Object.entries(said).filter(
      ([name, value]) => value !== null && value !== undefined && metadata[name as keyof ImageMetadata] === null,
    ),
  );
  const isRead = reading.kind === "stated" || Object.keys(more).length > 0;
  const gone = new Set([
    ...(reading.kind === "stated" ? ["DATE_MISSING"] : []),
    ...(isRead ? ["METADATA_UNREADABLE"] : []),
  ]);
  const suspected = reading.kind === "suspect" && !file.findings.includes(reading.finding) ? [reading.finding] : [];
  return {
    ...file,
    metadata: { ...metadata, ...more, ...time },
    findings: [...file.findings.filter((code) => !gone.has(code)), ...suspected],
  };
}

function positionOf(stated: Stated): Partial<ImageMetadata> {
  const [decimalLatitude, decimalLongitude] = [numberOf(stated.GPSLatitude), numberOf(stated.GPSLongitude)];
  const isOnEarth =
    decimalLatitude !== null &&
    decimalLongitude !== null &&
    Math.abs(decimalLatitude) <= 90 &&
    Math.abs(decimalLongitude) <= 180 &&
    (decimalLatitude !== 0 || decimalLongitude !== 0);
  if (!isOnEarth) return {};
  const gpsRaw = `${decimalLatitude} ${decimalLongitude}`;
  return { decimalLatitude, decimalLongitude, gpsSource: "exif", gpsRaw };
}
