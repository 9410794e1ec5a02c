/** What a scan reads of real photographs beside what exiftool reads of them, row by row of a `truth.csv`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type FoundFile, scanFolders } from "../../src/index.ts";

/** One field of one file. */
export interface Compared {
  readonly field: string;
  readonly exiftool: string;
  readonly landfall: string;
  /** Empty where both say the same; `!` and a text where nothing explains the difference. */
  readonly note: string;
}

export interface ComparedFile {
  readonly path: string;
  readonly fields: readonly Compared[];
  readonly findings: readonly string[];
}

type Row = Readonly<Record<string, string>>;

/** @throws where a row's file is not found */
export async function compareWithTruth(folder: string): Promise<ComparedFile[]> {
  const found = new Map<string, FoundFile>();
  await scanFolders(
    { roots: [folder] },
    { files: (batch) => batch.forEach((file) => void found.set(file.path, file)) },
  );
  return rowsOf(readFileSync(join(folder, "truth.csv"), "utf8")).map((row) => {
    const file = found.get(row.path ?? "");
    if (!file) throw new Error(`${row.path} was not found`);
    return { path: file.path, fields: fieldsOf(row, file), findings: file.findings };
  });
}

/** Rows by column name; quoted cells may hold commas. */
function rowsOf(csv: string): Row[] {
  const cells = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const [head = "", ...lines] = csv.trim().split(/\r?\n/);
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, index) => [names[index] ?? "", cell])));
}

const typeNames: Readonly<Record<string, string>> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/heic": "HEIC",
  "video/mp4": "MP4",
  "application/json": "JSON",
};

function fieldsOf(row: Row, file: FoundFile): Compared[] {
  const { metadata, mediaType } = file;
  const isText = row.file_type === "JSON" || row.file_type === "CSV";
  const fields = [
    same("sha256", row.sha256, file.sha256),
    same("type", row.file_type, typeNames[mediaType ?? ""] ?? "", isText ? `ignored as ${file.reason}` : ""),
  ];
  if (!metadata) return fields;
  const isTruthful = metadata.timeSource === "DateTimeOriginal";
  const [day = "", time = ""] = (metadata.localTime ?? "").split("T");
  const [clock = "", subSecond = ""] = time.split(".");
  const date = isTruthful ? `${day.replaceAll("-", ":")} ${clock}` : "";
  return [
    ...fields,
    same("extension", row.ext_matches === "NO" ? "differs" : "", differs(file)),
    same(
      "size",
      `${row.width}×${row.height}`,
      `${metadata.width}×${metadata.height}`,
      mediaType?.startsWith("video/") ? "is not read of videos" : "",
    ),
    same("orientation", row.orientation, metadata.orientation?.toString()),
    same("date", row.datetime_original, date || metadata.localTime, explainDate(row, file)),
    same("sub-second", row.subsec_original, isTruthful ? subSecond : ""),
    same("offset", row.offset_time_original, metadata.offset, explainOffset(row, file, isTruthful)),
    position(row, file),
    same("artist", row.artist, metadata.recordedBy?.value),
    same("make", row.make, metadata.make),
    same("model", row.model, metadata.model),
  ];
}

const differs = ({ findings }: FoundFile) => (findings.includes("EXTENSION_DIFFERS") ? "differs" : "");

/** exiftool's column holds one tag; Landfall goes on to the next, and says which one. */
const explainDate = (row: Row, { metadata }: FoundFile) =>
  row.datetime_original === "" && metadata?.localTime && metadata.timeSource !== "DateTimeOriginal"
    ? `from ${metadata.timeSource}`
    : "";

function explainOffset(row: Row, { metadata }: FoundFile, isTruthful: boolean): string {
  if (row.offset_time_original) return "";
  if (metadata?.offsetSource === "gps") return `from the GPS time ${metadata.gpsTime}`;
  return isTruthful ? "" : `from ${metadata?.timeSource}`;
}

function position(row: Row, { metadata, findings }: FoundFile): Compared {
  const { decimalLatitude: latitude, decimalLongitude: longitude } = metadata ?? {};
  const shown = latitude == null ? "" : `${latitude} ${longitude}`;
  const truth = row.gps_lat ? `${Number(row.gps_lat)} ${Number(row.gps_lon)}` : "";
  const isNear =
    latitude != null &&
    Math.abs(latitude - Number(row.gps_lat)) < 1e-9 &&
    Math.abs((longitude ?? 0) - Number(row.gps_lon)) < 1e-9;
  const suspect = findings.find((code) => code.startsWith("GPS_"));
  const note = suspect && latitude == null ? `refused: ${suspect}` : "";
  if (row.gps_lat && isNear) return { field: "position", exiftool: truth, landfall: shown, note: "" };
  const extra = latitude != null && truth === "" ? `stated as ${metadata?.gpsRaw}` : "";
  return same("position", truth, shown, note || extra);
}

function same(field: string, exiftool = "", landfall: string | null | undefined, explained = ""): Compared {
  const ours = landfall ?? "";
  const note = exiftool === ours ? "" : explained || "! not explained";
  return { field, exiftool, landfall: ours, note };
}
