/** A station database in a folder of its own, and small drafts to fill it with. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EncounterId, type EncounterValues, emptyValues, Md5, Sha256 } from "@landfall/protocol";
import type { DraftEncounter, DraftImage, FoundFile, SaidFacts } from "@landfall/survey";
import { onTestFinished } from "vitest";
import {
  closeDatabase,
  encounterPage,
  ensurePopulation,
  type NewDraft,
  type OpenOptions,
  openDatabase,
  type StationDatabase,
  startReading,
  storeDraft,
  storeFiles,
} from "../src/index.ts";

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "landfall-db-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Of a station that needs no licences, unless a test is about them. */
export function openTemporary(options: OpenOptions = {}): StationDatabase {
  const db = openDatabase(join(temporaryFolder(), "station.db"), options);
  onTestFinished(() => closeDatabase(db));
  needNoLicense(db);
  return db;
}

export function needNoLicense(db: StationDatabase): void {
  db.sql.exec(`INSERT OR REPLACE INTO setting (name, value) VALUES ('license', '"none"')`);
}

export const sha = (name: string): Sha256 => Sha256.parse(createHash("sha256").update(name).digest("hex"));
const md5 = (name: string) => Md5.parse(createHash("md5").update(name).digest("hex"));

export const someValues: EncounterValues = {
  ...emptyValues,
  eventDate: "2024-07-15",
  locality: "Haro Strait",
  recordedBy: "A. Diver",
};

export const foundFile = (name: string, bytes = 100): FoundFile => ({
  root: 0,
  pathBytes: Buffer.from(`${name}.jpg`),
  path: `${name}.jpg`,
  size: bytes,
  mtimeNs: 1_700_000_000_123_456_789n,
  ino: 2n ** 63n + 5n,
  bucket: "image",
  reason: null,
  mediaType: "image/jpeg",
  sha256: sha(name),
  md5: md5(name),
  pictureSha256: null,
  metadata: null,
  findings: [],
});

export interface Wanted {
  readonly images: readonly string[];
  readonly values?: Partial<EncounterValues>;
  readonly provenance?: DraftEncounter["provenance"];
  readonly encounterNumber?: number | null;
  readonly firstAt?: string | null;
  /** What the files of these images say of them. */
  readonly facts?: Readonly<Record<string, SaidFacts>>;
  /** Of the encounter as a whole. */
  readonly details?: DraftEncounter["details"];
  /** The bursts that these images are frames of. */
  readonly bursts?: Readonly<Record<string, number>>;
}

type PathOf = (name: string) => string;

/** A made-up scan of these encounters, read and grouped, of which nothing is stored yet. */
export function readScan(
  db: StationDatabase,
  wanted: readonly Wanted[],
  name = "Season",
  bytes = 100,
  pathOf?: PathOf,
): NewDraft {
  const population = ensurePopulation(db, "Residents");
  const reading = startReading(db, { population: population.id, name, folders: ["/photos"] });
  const names = [...new Set(wanted.flatMap((each) => each.images))];
  const files = names.map((each) => {
    const path = pathOf?.(each) ?? `${each}.jpg`;
    return { ...foundFile(each, bytes), path, pathBytes: Buffer.from(path) };
  });
  storeFiles(db, reading.reading, ["/photos"], 0, files);
  db.sql.prepare("UPDATE reading SET state = 'done' WHERE pk = ?").run(reading.reading);
  const image = (each: string): DraftImage => ({
    sha256: sha(each),
    md5: md5(each),
    bytes,
    mediaType: "image/jpeg",
    fileName: `${each}.jpg`,
    capturedAt: null,
    rating: null,
    files: [names.indexOf(each)],
    findings: [],
  });
  const pks = db.sql.prepare("SELECT file FROM reading_file WHERE reading = ? ORDER BY ordinal").pluck();
  return {
    ...reading,
    encounters: wanted.map((each) => ({
      values: { ...someValues, ...each.values },
      provenance: each.provenance ?? {},
      encounterNumber: each.encounterNumber ?? null,
      firstAt: each.firstAt ?? null,
      lastAt: null,
      findings: Object.keys(each.details ?? {}) as DraftEncounter["findings"],
      ...(each.details && { details: each.details }),
      images: each.images.map((name) => ({
        ...image(name),
        ...(each.facts?.[name] && { facts: each.facts[name] }),
        burst: each.bursts?.[name] ?? null,
      })),
    })),
    files: pks.all(reading.reading) as number[],
  };
}

/** Reads a made-up scan of these encounters into the next version of the manifest. */
export function storeScan(
  db: StationDatabase,
  wanted: readonly Wanted[],
  name = "Season",
  bytes = 100,
  pathOf?: PathOf,
) {
  const draft = readScan(db, wanted, name, bytes, pathOf);
  const stored = storeDraft(db, draft);
  const { items } = encounterPage(db, stored.manifest, "all", { offset: 0, limit: 500 });
  return { ...stored, scanJob: draft.scanJob, encounters: items, ids: items.map((each) => each.id) as EncounterId[] };
}

export const receipt = "h.p.s" as never;
export const trouble = (code: "CONNECTION_LOST" | "FILE_MISSING" | "FILE_CHANGED" | "BLOB_REFUSED", atMs = 0) =>
  ({ type: "troubled", trouble: { code, detail: null, atMs }, random: 0.5 }) as const;
