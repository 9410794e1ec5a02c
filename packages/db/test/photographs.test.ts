/** A photograph counts once, however many encounters, manifests and versions have it. */
import { type EncounterId, HubEncounterId, type ManifestId, type PopulationId, type RunId } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  createLedger,
  createRun,
  leaveOut,
  photographsOf,
  reopenEncounter,
  type StationDatabase,
  splitEncounter,
} from "../src/index.ts";
import { openTemporary, receipt, sha, storeScan } from "./support.ts";

function deliver(db: StationDatabase, manifest: ManifestId, only?: EncounterId): void {
  const ledger = createLedger(db);
  const run = createRun(db, manifest, "sync").run as RunId;
  for (const of of ledger.encounters(manifest)) {
    if (only && of.id !== only) continue;
    ledger.bind(of.id, HubEncounterId.parse(crypto.randomUUID()), { values: of.values, version: 1 });
    const images = ledger.images(of.id).map(({ sha256 }) => sha256);
    const verified = images.map((sha256) => ({ sha256, event: { type: "verified", receipt } as const }));
    ledger.applyImages(of.id, verified, { run });
  }
  ledger.applyRun(run, { type: "finished" });
}

/** What the counts should be, by looking at every image there is. */
function byHand(db: StationDatabase) {
  const rows = db.sql
    .prepare(
      `SELECT i.sha256, i.state, e.review FROM image AS i JOIN encounter AS e ON e.pk = i.encounter
         JOIN manifest AS m ON m.id = e.manifest
       WHERE m.status <> 'superseded' AND m.version = (SELECT MAX(version) FROM manifest AS n WHERE n.scan_job = m.scan_job)`,
    )
    .all() as { sha256: string; state: string; review: string }[];
  const live = rows.filter(({ state }) => state !== "skipped");
  const complete = new Set(rows.filter(({ state }) => state === "complete").map(({ sha256 }) => sha256));
  const due = live.filter(
    ({ sha256, state, review }) => review === "approved" && state !== "complete" && !complete.has(sha256),
  );
  return {
    total: new Set(live.map(({ sha256 }) => sha256)).size,
    delivered: complete.size,
    pending: new Set(due.map(({ sha256 }) => sha256)).size,
    imagesDelivered: rows.filter(({ state }) => state === "complete").length,
  };
}

test("in two encounters, in two manifests, in a later version, delivered by one of them or by both, left out and split off", () => {
  const db = openTemporary();
  const counts = () => {
    const [only] = photographsOf(db).values();
    expect(only).toEqual(byHand(db));
    return only;
  };
  expect(photographsOf(db)).toEqual(new Map<PopulationId, never>());
  const season = storeScan(db, [
    { images: ["a", "b", "c"] },
    { images: ["c", "d"], values: { locality: "Active Pass" } },
  ]);
  expect(counts()).toEqual({ total: 4, delivered: 0, pending: 0, imagesDelivered: 0 });
  approve(db, season.manifest, {});
  expect(counts()).toMatchObject({ total: 4, pending: 4 });
  deliver(db, season.manifest, season.ids[0]);
  // The other encounter's copy of c is on the hub as a photograph, and as an image of that encounter not yet.
  expect(counts()).toEqual({ total: 4, delivered: 3, pending: 1, imagesDelivered: 3 });
  const backup = storeScan(db, [{ images: ["a", "b", "x"] }], "Backup");
  expect(counts()).toEqual({ total: 5, delivered: 3, pending: 1, imagesDelivered: 3 });
  approve(db, backup.manifest, {});
  deliver(db, backup.manifest);
  expect(counts()).toEqual({ total: 5, delivered: 4, pending: 1, imagesDelivered: 6 });
  storeScan(db, [{ images: ["a", "b", "x", "y"] }], "Backup");
  expect(counts()).toMatchObject({ total: 6, delivered: 4 });
  const [first] = season.ids as [EncounterId];
  reopenEncounter(db, first);
  leaveOut(db, first, [sha("c")], { reason: null });
  expect(counts()).toMatchObject({ total: 6, delivered: 3 });
  splitEncounter(db, first, [sha("a")]);
  expect(counts()).toMatchObject({ total: 6, delivered: 3 });
});
