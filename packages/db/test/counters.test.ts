import type { ImageEvent } from "@landfall/engine";
import { type EncounterId, ImageState, type LandfallError, type Reshaped, type RunId } from "@landfall/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyRun,
  approve,
  closeDatabase,
  createLedger,
  createRun,
  denyEncounter,
  editEncounter,
  encounterPage,
  forgetHub,
  imagePage,
  leaveOut,
  manifestRow,
  mergeEncounters,
  moveToEncounter,
  reopenEncounter,
  runView,
  type StationDatabase,
  setFields,
  splitEncounter,
  undoReshaping,
  unfinishedRuns,
} from "../src/index.ts";
import { openTemporary, receipt, sha, storeScan, trouble } from "./support.ts";

/** The same numbers as the triggers keep, by counting. */
function counted(db: StationDatabase) {
  const all = (sql: string) => db.sql.prepare(sql).all();
  const sums = [
    ...ImageState.options.map((state) => `COUNT(*) FILTER (WHERE i.state = '${state}') AS ${state}`),
    "COALESCE(SUM(i.bytes), 0) AS bytes",
    "COALESCE(SUM(i.bytes) FILTER (WHERE i.state IN ('uploaded', 'committed', 'complete')), 0) AS bytes_arrived",
    "COALESCE(SUM(i.bytes) FILTER (WHERE i.state = 'complete'), 0) AS bytes_complete",
  ].join(", ");
  const reviews = ["incomplete", "pending", "approved", "denied"].map(
    (review) => `COUNT(*) FILTER (WHERE review = '${review}') AS ${review}`,
  );
  const syncs = ["synced", "partial", "failed"].map(
    (sync) => `COUNT(*) FILTER (WHERE review = 'approved' AND sync = '${sync}') AS ${sync}`,
  );
  return {
    encounters: all(`SELECT e.pk AS encounter, ${sums} FROM encounter AS e LEFT JOIN image AS i ON i.encounter = e.pk
      GROUP BY e.pk ORDER BY e.pk`),
    manifests: all(`SELECT m.id AS manifest, a.approved, ${sums} FROM manifest AS m
      JOIN (SELECT 0 AS approved UNION SELECT 1) AS a
      LEFT JOIN encounter AS e ON e.manifest = m.id AND (e.review = 'approved') = a.approved
      LEFT JOIN image AS i ON i.encounter = e.pk GROUP BY m.id, a.approved ORDER BY m.id, a.approved`),
    reviews: all(`SELECT m.id AS manifest, ${[...reviews, ...syncs].join(", ")},
        COUNT(*) FILTER (WHERE since IN ('new', 'changed')) AS since_changed, COUNT(*) FILTER (WHERE warns > 0) AS with_warnings FROM manifest AS m
      JOIN encounter AS e ON e.manifest = m.id GROUP BY m.id ORDER BY m.id`),
    runs: all(`SELECT r.pk AS run,
        COUNT(*) FILTER (WHERE i.state = 'complete' AND i.delivered = 1) AS delivered,
        COUNT(*) FILTER (WHERE i.state = 'complete' AND i.delivered IS NOT 1) AS already,
        COUNT(*) FILTER (WHERE i.state IN ('failed', 'waiting')) AS failed,
        COUNT(*) FILTER (WHERE i.state = 'missing') AS missing,
        COUNT(*) FILTER (WHERE i.state = 'changed') AS changed
      FROM run AS r LEFT JOIN (SELECT i.* FROM image AS i JOIN encounter AS e ON e.pk = i.encounter
        WHERE e.review = 'approved') AS i ON i.run = r.pk GROUP BY r.pk ORDER BY r.pk`),
  };
}

const kept = (db: StationDatabase) => ({
  encounters: db.sql.prepare("SELECT * FROM encounter_images ORDER BY encounter").all(),
  manifests: db.sql.prepare("SELECT * FROM manifest_images ORDER BY manifest, approved").all(),
  reviews: db.sql.prepare("SELECT * FROM manifest_encounters ORDER BY manifest").all(),
  runs: db.sql.prepare("SELECT * FROM run_images ORDER BY run").all(),
});

const events: ImageEvent[] = [
  { type: "uploaded" },
  { type: "committed" },
  { type: "verified", receipt },
  { type: "gone", atMs: 1 },
  trouble("CONNECTION_LOST"),
  trouble("FILE_MISSING"),
  trouble("FILE_CHANGED"),
  trouble("BLOB_REFUSED"),
  { type: "retried" },
  { type: "skipped" },
  { type: "unskipped" },
];

const names = ["a", "b", "c", "d"];
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("image" as const),
      encounter: fc.nat(2),
      name: fc.constantFrom(...names),
      event: fc.constantFrom(...events),
      alreadyThere: fc.boolean(),
    }),
  },
  fc.record({
    kind: fc.constantFrom("approve", "approveOne", "reopen", "deny", "edit", "override"),
    encounter: fc.nat(2),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("split", "merge", "move", "leaveOut", "takeBack", "undo"),
      encounter: fc.nat(4),
      other: fc.nat(4),
    }),
  },
  fc.record({ kind: fc.constantFrom("start", "finish", "rescan", "forget"), encounter: fc.constant(0) }),
);

const scanned = [
  { images: ["a", "b"] },
  { images: ["b", "c", "d"], values: { locality: "Boundary Pass" } },
  { images: ["a"], values: { locality: null } },
];

test("counters are what counting says, whatever happens in whatever order", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const db = openTemporary();
      let scan = storeScan(db, scanned);
      let last: RunId | undefined;
      const undo: Reshaped["undo"][] = [];
      for (const each of steps) {
        const ids = encounterPage(db, scan.manifest, "all", { offset: 0, limit: 100 }).items.map((of) => of.id);
        const at = (index: number) => ids[index % ids.length] as EncounterId;
        const id = at(each.encounter);
        const other = at("other" in each ? each.other : 0);
        const images = imagePage(db, id, { offset: 0, limit: 100 }).items.map(({ sha256 }) => sha256);
        const some = images.slice(0, 1 + ("other" in each ? each.other : 0));
        const [open] = unfinishedRuns(db, scan.manifest);
        const quietly = (work: () => unknown) => {
          try {
            work();
          } catch (error) {
            expect(["ENCOUNTER_FROZEN", "VALIDATION_FAILED", "UNDO_TOO_LATE", "MANIFEST_SUPERSEDED"]).toContain(
              (error as LandfallError).code,
            );
          }
        };
        switch (each.kind) {
          case "image":
            if (last && "event" in each) {
              const { alreadyThere, event, name } = each;
              createLedger(db).applyImages(id, [{ sha256: sha(name), event }], {
                run: last,
                alreadyThere,
                bytesSent: 1,
              });
            }
            break;
          case "approve":
            approve(db, scan.manifest, {});
            break;
          case "approveOne":
            approve(db, scan.manifest, { encounters: [id], set: { locality: "Active Pass" } });
            break;
          case "reopen":
            reopenEncounter(db, id);
            break;
          case "deny":
            quietly(() => denyEncounter(db, id));
            break;
          case "edit":
            quietly(() => editEncounter(db, id, { locality: "Rosario Strait" }));
            break;
          case "override":
            setFields(db, scan.manifest, { override: { recordedBy: "B. Wood" } });
            break;
          case "start":
            last = open?.run ?? createRun(db, scan.manifest, "sync").run;
            break;
          case "finish":
            if (open) applyRun(db, open.run, { type: "finished" });
            break;
          case "split":
            quietly(() => undo.push(splitEncounter(db, id, some).undo));
            break;
          case "merge":
            quietly(() => undo.push(mergeEncounters(db, id, [other]).undo));
            break;
          case "move":
            quietly(() => undo.push(moveToEncounter(db, id, other, some).undo));
            break;
          case "leaveOut":
          case "takeBack": {
            const out = each.kind === "leaveOut" ? { reason: "blurred" } : null;
            quietly(() => undo.push(leaveOut(db, id, some, out).undo));
            break;
          }
          case "undo": {
            const last = undo.pop();
            if (last) quietly(() => undoReshaping(db, last));
            break;
          }
          case "rescan":
            scan = storeScan(db, scanned);
            break;
          case "forget":
            forgetHub(db, undefined);
        }
      }
      expect(kept(db)).toEqual(counted(db));
      if (last) expect(Object.values(runView(db, last).result.images).every((count) => count >= 0)).toBe(true);
      expect(manifestRow(db, scan.manifest).imagesDue).toBeGreaterThanOrEqual(0);
      closeDatabase(db);
    }),
    { numRuns: 60 },
  );
});
