/**
 * What the review page asks the station's database, at 1,000 images and at 1,000,000: each page of each filter with its
 * count, at the beginning, in the middle and at the end; an encounter, its images, and the manifest's row.
 */
import path from "node:path";
import {
  closeDatabase,
  encounterPage,
  encounterRow,
  ensurePopulation,
  imagePage,
  manifestRow,
  openDatabase,
  type StationDatabase,
  startReading,
} from "@landfall/db";
import { EncounterFilter, type EncounterId, type ManifestId } from "@landfall/protocol";
import { newFolder } from "./folders.ts";
import { type Figures, median, rounded, table } from "./measure.ts";

const imagesPerEncounter = 10;
const scales = [1_000, 1_000_000] as const;
const samples = 41;

/** As the review finds them: of ten one is denied, two are approved, three lack something, five warn, one is new. */
const store = (encounters: number) => `
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${encounters})
INSERT INTO encounter (id, manifest, ordinal, event_id, event_date, locality, recorded_by, provenance, key_base, first_at, last_at,
    review, sync, missing_fields, findings, warns, since, sealed)
  SELECT printf('%08d-0000-4000-8000-000000000000', i), :manifest, i, printf('%08d-0000-4000-9000-000000000000', i),
    date('2010-01-01', '+' || (i / 20) || ' days'), 'Haro Strait', 'Jo Tidewater', '{}', NULL, NULL, NULL,
    CASE i % 10 WHEN 0 THEN 'denied' WHEN 1 THEN 'approved' WHEN 2 THEN 'approved' WHEN 3 THEN 'incomplete' WHEN 4 THEN 'incomplete'
      WHEN 5 THEN 'incomplete' ELSE 'pending' END,
    CASE i % 20 WHEN 1 THEN 'partial' ELSE 'pending' END,
    CASE WHEN i % 10 IN (3, 4, 5) THEN '["locality"]' ELSE '[]' END,
    CASE WHEN i % 2 = 0 THEN '[{"code":"FOLDER_DATE_DIFFERS","count":1}]' ELSE '[]' END, (i + 1) % 2,
    CASE i % 10 WHEN 7 THEN 'new' ELSE 'same' END, 0 FROM n`;

const storeImages = `
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${imagesPerEncounter})
INSERT INTO image (encounter, ordinal, sha256, md5, bytes, media_type, file_name, findings)
  SELECT e.pk, n.i, printf('%064x', e.pk * ${imagesPerEncounter} + n.i), printf('%032x', e.pk), 4000000, 'image/jpeg',
    printf('DSC_%04d.JPG', n.i), '[]'
  FROM encounter AS e CROSS JOIN n`;

interface Filled {
  readonly db: StationDatabase;
  readonly manifest: ManifestId;
  readonly encounters: number;
}

async function filled(images: number): Promise<Filled> {
  const db = openDatabase(path.join(await newFolder("queries"), "station.db"));
  db.sql.pragma("synchronous = OFF");
  const { id: population } = ensurePopulation(db, "Residents");
  const { scanJob, reading } = startReading(db, { population, name: "Season", folders: ["/photographs"] });
  const manifest = crypto.randomUUID() as ManifestId;
  const encounters = images / imagesPerEncounter;
  db.sql.transaction(() => {
    db.sql
      .prepare(
        "INSERT INTO manifest (id, scan_job, reading, version, status, created_ms) VALUES (?, ?, ?, 1, 'draft', 0)",
      )
      .run(manifest, scanJob, reading);
    db.sql.prepare(store(encounters)).run({ manifest });
    db.sql.prepare(storeImages).run();
    db.sql.prepare("UPDATE encounter SET sealed = 1").run();
  })();
  return { db, manifest, encounters };
}

/** By name, each on one database; both give the same number of rows, so that only what is not shown is more. */
function questions({ db, manifest, encounters }: Filled, smallTotals: ReadonlyMap<EncounterFilter, number>) {
  const asked = new Map<string, () => unknown>();
  for (const filter of EncounterFilter.options) {
    const { total } = encounterPage(db, manifest, filter, { offset: 0, limit: 1 });
    const limit = Math.min(100, Math.ceil((smallTotals.get(filter) ?? total) / 2));
    const places = { first: 0, middle: (total - limit) >> 1, last: total - limit };
    for (const [place, offset] of Object.entries(places))
      asked.set(`${filter} ${place}`, () => encounterPage(db, manifest, filter, { offset, limit }));
    asked.set(`${filter} count`, () => encounterPage(db, manifest, filter, { offset: 0, limit: 1 }));
  }
  const [middle] = encounterPage(db, manifest, "all", { offset: encounters >> 1, limit: 1 }).items;
  const id = middle?.id as EncounterId;
  asked.set("encounter", () => encounterRow(db, id));
  asked.set("images", () => imagePage(db, id, { offset: 0, limit: 200 }));
  asked.set("manifest", () => manifestRow(db, manifest));
  return asked;
}

const timeMs = (ask: () => unknown): number => {
  const startMs = performance.now();
  ask();
  return performance.now() - startMs;
};

/** In turn, so that a neighbour's busy moment falls on both. */
function inTurn(few: () => unknown, many: () => unknown): [fewMs: number, manyMs: number] {
  const times = Array.from({ length: samples }, () => [timeMs(few), timeMs(many)] as const);
  return [median(times.map(([ms]) => ms)), median(times.map(([, ms]) => ms))];
}

/** The largest ratio of all questions, and the median of them. */
export async function reviewQueries(): Promise<Figures> {
  const [small, large] = [await filled(scales[0]), await filled(scales[1])];
  const totals = new Map(
    EncounterFilter.options.map((filter) => [
      filter,
      encounterPage(small.db, small.manifest, filter, { offset: 0, limit: 1 }).total,
    ]),
  );
  const [few, many] = [questions(small, totals), questions(large, totals)];
  const rows = [...few].map(([name, ask]) => {
    const askMany = many.get(name) as () => unknown;
    ask();
    askMany();
    const [fewMs, manyMs] = inTurn(ask, askMany);
    return { name, fewMs, manyMs, ratio: manyMs / fewMs };
  });
  for (const { db } of [small, large]) closeDatabase(db);
  console.log(
    table(
      ["query", "ms at 1k", "ms at 1M", "ratio"],
      rows.map(({ name, fewMs, manyMs, ratio }) => [name, rounded(fewMs, 3), rounded(manyMs, 3), rounded(ratio)]),
    ),
  );
  const ratios = rows.map(({ ratio }) => ratio);
  return { queries1MVs1k: rounded(Math.max(...ratios)), queries1MVs1kMedian: rounded(median(ratios)) };
}
