/** Against real photographs and what exiftool reads of them, where LANDFALL_PHOTOS names such a folder with its truth.csv. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type FoundFile, scanFolders } from "../src/index.ts";

const folder = process.env.LANDFALL_PHOTOS;

/** Rows by column name; quoted cells may hold commas. */
function rowsOf(csv: string): Record<string, string>[] {
  const cells = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const [head = "", ...lines] = csv.trim().split(/\r?\n/);
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, index) => [names[index] ?? "", cell])));
}

test.runIf(folder)("agrees with exiftool wherever it states something", async () => {
  const files = new Map<string, FoundFile>();
  await scanFolders(
    { roots: [folder ?? ""] },
    { files: (batch) => batch.forEach((file) => void files.set(file.path, file)) },
  );
  const rows = rowsOf(readFileSync(join(folder ?? "", "truth.csv"), "utf8"));
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) {
    const file = files.get(row.path ?? "");
    expect(file?.sha256, row.path).toBe(row.sha256);
    const isPicture = ["JPEG", "PNG", "HEIC"].includes(row.file_type ?? "");
    expect(file?.bucket, row.path).toBe(isPicture ? "image" : "ignored");
    if (!isPicture || !file?.metadata) continue;
    const { metadata, findings } = file;
    expect(file.mediaType).toBe(`image/${row.file_type?.toLowerCase()}`);
    expect(findings.includes("EXTENSION_DIFFERS"), row.path).toBe(row.ext_matches === "NO");
    expect([metadata.width, metadata.height], row.path).toEqual([Number(row.width), Number(row.height)]);
    expect(metadata.orientation, row.path).toBe(row.orientation ? Number(row.orientation) : null);
    expect(metadata.recordedBy?.value ?? "", row.path).toBe(row.artist);
    expect([metadata.make ?? "", metadata.model ?? ""]).toEqual([row.make, row.model]);
    if (row.datetime_original) {
      const digits = row.subsec_original ? `.${row.subsec_original}` : "";
      const local = row.datetime_original.replace(":", "-").replace(":", "-").replace(" ", "T") + digits;
      expect(metadata, row.path).toMatchObject({ localTime: local, timeSource: "DateTimeOriginal" });
      expect(metadata.offset ?? "", row.path).toBe(row.offset_time_original);
    }
    const [latitude, longitude] = [Number(row.gps_lat), Number(row.gps_lon)];
    if (row.gps_lat && latitude === 0 && longitude === 0) expect(findings).toContain("GPS_ZERO");
    else if (row.gps_lat) {
      expect(metadata.decimalLatitude, row.path).toBeCloseTo(latitude, 9);
      expect(metadata.decimalLongitude, row.path).toBeCloseTo(longitude, 9);
    }
  }
});
