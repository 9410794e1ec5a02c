import {
  EncounterFilter,
  type EncounterId,
  type LandfallError,
  type ManifestId,
  type Reshaped,
} from "@landfall/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { walkOf } from "../src/encounter-page.ts";
import {
  approve,
  closeDatabase,
  denyEncounter,
  encounterPage,
  mergeEncounters,
  reopenEncounter,
  type StationDatabase,
  setFields,
  splitEncounter,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, type sha, storeScan } from "./support.ts";

test("a page of any filter is found without reading the encounters before it", () => {
  const db = openTemporary();
  for (const filter of EncounterFilter.options) {
    const sql = `EXPLAIN QUERY PLAN ${walkOf(filter)} AND e.ordinal >= 4096 ORDER BY e.ordinal LIMIT 50 OFFSET 500`;
    const plan = db.sql.prepare<[string], { detail: string }>(sql).all("");
    expect([filter, plan.map(({ detail }) => detail)]).toEqual([
      filter,
      [expect.stringMatching(/^SEARCH e USING COVERING INDEX \w+ \(manifest=\? AND .*ordinal>\?/)],
    ]);
  }
});

const conditions: Record<EncounterFilter, string> = {
  all: "TRUE",
  pending: "review = 'pending'",
  incomplete: "review = 'incomplete'",
  approved: "review = 'approved'",
  denied: "review = 'denied'",
  changed: "since IN ('new', 'changed')",
  warnings: "warns > 0",
  problems: "review = 'approved' AND sync IN ('partial', 'failed')",
};

const plainly = (db: StationDatabase, manifest: ManifestId, filter: EncounterFilter) =>
  db.sql
    .prepare(`SELECT id FROM encounter WHERE manifest = ? AND ${conditions[filter]} ORDER BY ordinal`)
    .pluck()
    .all(manifest) as EncounterId[];

const names = Array.from({ length: 24 }, (_, at) => `photo-${at}`);
const encounters = names.map((name, at) => ({
  images: at % 3 === 0 ? [name, `${name}b`, `${name}c`] : [name],
  values: { locality: at % 4 === 0 ? null : `Bay ${at}` },
}));

/** Places as a large season has them: these few lie on both sides of where one stretch of the counters ends, and of another one. */
function spread(db: StationDatabase, manifest: ManifestId): void {
  db.sql.prepare("UPDATE encounter SET ordinal = ordinal + 1012 WHERE manifest = ?").run(manifest);
  db.sql.prepare("UPDATE encounter SET ordinal = ordinal + 4080 WHERE manifest = ? AND ordinal > 1030").run(manifest);
}

const place = fc.nat(30);
const act = fc.oneof(
  fc.record({
    kind: fc.constantFrom("approve", "deny", "reopen", "fill", "undo"),
    at: place,
    other: place,
  }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("split", "merge"), at: place, other: place }) },
  fc.record({ kind: fc.constantFrom("warn", "look", "trouble"), at: place, other: place }),
);

/** What a rescan or a sync would leave of it, in the columns that the filters look at. */
const left: Record<string, string> = {
  warn: "warns = 1 - MIN(warns, 1)",
  look: "since = CASE since WHEN 'new' THEN 'same' WHEN 'changed' THEN NULL ELSE 'changed' END",
  trouble: "sync = CASE sync WHEN 'partial' THEN 'failed' WHEN 'failed' THEN 'synced' ELSE 'partial' END",
};

test("each page of each filter has what a plain query has there, whatever happened to encounters and their places", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const db = openTemporary();
      const { manifest } = storeScan(db, encounters);
      spread(db, manifest);
      const undo: Reshaped["undo"][] = [];
      for (const { kind, at, other } of acts) {
        const ids = plainly(db, manifest, "all");
        const id = ids[at % ids.length] as EncounterId;
        const images = db.sql.prepare(
          "SELECT sha256 FROM image AS i JOIN encounter AS e ON e.pk = i.encounter WHERE e.id = ?",
        );
        try {
          if (kind === "approve") approve(db, manifest, { encounters: [id] });
          else if (kind === "deny") denyEncounter(db, id);
          else if (kind === "reopen") reopenEncounter(db, id);
          else if (kind === "fill") setFields(db, manifest, { encounters: [id], set: { locality: "Cove" } });
          else if (kind === "split")
            undo.push(splitEncounter(db, id, [images.pluck().get(id) as ReturnType<typeof sha>]).undo);
          else if (kind === "merge") undo.push(mergeEncounters(db, id, [ids[other % ids.length] as EncounterId]).undo);
          else if (kind === "undo") {
            const last = undo.pop();
            if (last) undoReshaping(db, last);
          } else db.sql.prepare(`UPDATE encounter SET ${left[kind]} WHERE id = ?`).run(id);
        } catch (error) {
          expect(["ENCOUNTER_FROZEN", "VALIDATION_FAILED", "UNDO_TOO_LATE"]).toContain((error as LandfallError).code);
        }
      }
      for (const filter of EncounterFilter.options) {
        const all = plainly(db, manifest, filter);
        for (const offset of [...all.keys(), all.length, all.length + 5]) {
          const { items, total } = encounterPage(db, manifest, filter, { offset, limit: 3 });
          expect([filter, offset, total, items.map((of) => of.id)]).toEqual([
            filter,
            offset,
            all.length,
            all.slice(offset, offset + 3),
          ]);
        }
      }
      closeDatabase(db);
    }),
    { numRuns: 20 },
  );
});
