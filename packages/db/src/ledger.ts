/** The engine's memory, on this database. */
import type { Delivered, Ledger, SyncEncounter } from "@landfall/engine";
import type { EncounterId, HubEncounterId, ManifestId } from "@landfall/protocol";
import { applyImages } from "./apply-images.ts";
import { acknowledgeBlock, acknowledgedBlocks, forgetBlocks } from "./blocks.ts";
import { budgetOf, spend } from "./budget.ts";
import { read, type StationDatabase, statement, write } from "./database.ts";
import { type EncounterRecord, encounterRecord, encounterRecords } from "./encounter.ts";
import { withGoneEncounters } from "./encounter-gone.ts";
import { changeStates } from "./encounter-states.ts";
import { withClassifiedFailures } from "./failure.ts";
import { wentBackMs } from "./hub-went-back.ts";
import { syncImages } from "./image.ts";
import { announceManifest } from "./manifest.ts";
import { named, namesDue } from "./named.ts";
import {
  bound,
  corrected,
  keptThere,
  leaving,
  moving,
  opening,
  ownThere,
  storeDelivered,
  strayEncounters,
  strays,
  wantedThere,
} from "./on-hub.ts";
import { chosenEncounters, encounterRatings } from "./order.ts";
import { noteQuestions } from "./questions.ts";
import { queue } from "./queue.ts";
import { applyRun, runRecord } from "./run.ts";
import { noteSeenThere } from "./seen-there.ts";
import { sources } from "./sources.ts";

export const createLedger = (db: StationDatabase): Ledger =>
  withClassifiedFailures(withGoneEncounters(db, ledgerOn(db)), db.sql.name);

const ledgerOn = (db: StationDatabase): Ledger => ({
  encounters: (manifest) =>
    encounterRecords(db, "e.manifest = ? AND e.review = 'approved' ORDER BY e.ordinal", manifest).map(toSyncEncounter),
  proposed: (manifest, only) => proposed(db, manifest, only).map(toSyncEncounter),
  rivals: (manifest) => rivals(db, manifest).map(toSyncEncounter),
  takenBy: (manifest) => takenBy(db, manifest),
  images: (encounter) => syncImages(db, encounter),
  dueEncounters: (manifest, nowMs) => dueEncounters(db, manifest, nowMs),
  chosen: (manifest) => chosenEncounters(db, manifest),
  ratings: (manifest) => encounterRatings(db, manifest),
  nextDueMs: (manifest) => nextDueMs(db, manifest),
  wentBackMs: () => wentBackMs(db),
  asked: (encounters) => noteQuestions(db, encounters),
  seenThere: (seen) =>
    write(db, () => {
      for (const manifest of noteSeenThere(db, seen)) announceManifest(db, manifest);
    }),
  sources: (encounter, sha256) => sources(db, encounter, sha256),
  boundElsewhere: (manifest, hubEncounters) => boundElsewhere(db, manifest, hubEncounters),
  together: (work) => write(db, work),
  bind: (encounter, hubEncounter, delivered) => bind(db, encounter, hubEncounter, delivered),
  opening: (encounter, hubEncounter, images) => opening(db, encounter, hubEncounter, images),
  moving: (encounter, from, to, images) => moving(db, encounter, { from, to }, images),
  leaving: (encounter, from, images) => leaving(db, encounter, from, images),
  bound: (manifest) => bound(db, manifest),
  wantedThere: (manifest, images) => wantedThere(db, manifest, images),
  ownThere: (manifest, images) => ownThere(db, manifest, images),
  keptThere: (manifest, images) => keptThere(db, manifest, images),
  strays: (encounter) => strays(db, encounter),
  strayEncounters: (manifest) => strayEncounters(db, manifest),
  corrected: (encounter, note, run) => corrected(db, encounter, note, run),
  namesDue: (manifest, kind) => namesDue(db, manifest, kind),
  named: (manifest, kind, items) => named(db, manifest, kind, items),
  applyImages: (encounter, changes, mark) => applyImages(db, encounter, changes, mark),
  blocks: (encounter, sha256) => acknowledgedBlocks(db, encounter, sha256),
  acknowledgeBlock: (...of) => acknowledgeBlock(db, ...of),
  forgetBlocks: (encounter, sha256) => forgetBlocks(db, encounter, sha256),
  queue: () => queue(db),
  budget: (run) => budgetOf(db, run),
  spend: (run, more) => spend(db, run, more),
  run: (run) => runRecord(db, run),
  applyRun: (run, event) => applyRun(db, run, event),
});

/** With only some of them, those that could have the same key come along: it takes all of these to number them. */
const proposed = (db: StationDatabase, manifest: ManifestId, only?: ReadonlySet<EncounterId>): EncounterRecord[] =>
  only
    ? encounterRecords(
        db,
        `e.manifest = @manifest AND e.review <> 'denied' AND e.pk IN (
           SELECT pk FROM encounter WHERE id IN (SELECT value FROM json_each(@only))
           UNION SELECT o.pk FROM encounter AS asked JOIN encounter AS o ON o.manifest = @manifest AND o.key_base = asked.key_base
             WHERE asked.id IN (SELECT value FROM json_each(@only))) ORDER BY e.ordinal`,
        { manifest, only: JSON.stringify([...only]) },
      )
    : encounterRecords(db, "e.manifest = ? AND e.review <> 'denied' ORDER BY e.ordinal", manifest);

const rivals = (db: StationDatabase, manifest: ManifestId): EncounterRecord[] =>
  encounterRecords(
    db,
    `e.manifest = @manifest AND e.review IN ('pending', 'incomplete') AND e.hub_encounter_id IS NULL AND EXISTS (
       SELECT 1 FROM encounter AS a WHERE a.manifest = @manifest AND a.key_base = e.key_base AND a.review = 'approved'
         AND a.hub_encounter_id IS NULL) ORDER BY e.ordinal`,
    { manifest },
  );

const takenBy = (db: StationDatabase, manifest: ManifestId): Map<HubEncounterId, EncounterId> =>
  new Map(
    statement<{ hub: HubEncounterId; id: EncounterId }>(
      db,
      `SELECT hub_encounter_id AS hub, id FROM encounter WHERE manifest = ? AND hub_encounter_id IS NOT NULL
         AND review <> 'denied' ORDER BY ordinal`,
    )
      .all(manifest)
      .map(({ hub, id }) => [hub, id]),
  );

const toSyncEncounter = (record: EncounterRecord): SyncEncounter => ({
  id: record.id,
  eventID: record.eventID,
  encounterNumber: record.encounterNumber,
  values: record.values,
  hubEncounterId: record.hubEncounterId,
  answer: record.answer,
  delivered: record.delivered,
});

const dueEncounters = (db: StationDatabase, manifest: ManifestId, nowMs: number): EncounterId[] =>
  statement<{ id: EncounterId }>(
    db,
    `SELECT e.id FROM encounter AS e JOIN encounter_images AS c ON c.encounter = e.pk
     WHERE e.manifest = @manifest AND e.review = 'approved' AND (
       c.pending + c.uploaded + c.committed + c.lost > 0
       OR (c.waiting > 0 AND EXISTS (
         SELECT 1 FROM image AS i WHERE i.encounter = e.pk AND i.state = 'waiting' AND (i.due_ms <= @nowMs OR i.error_ms > @nowMs))))
     ORDER BY e.ordinal`,
  )
    .all({ manifest, nowMs })
    .map((row) => row.id);

const nextDueMs = (db: StationDatabase, manifest: ManifestId): number | null =>
  statement<{ due_ms: number }>(
    db,
    `SELECT i.due_ms FROM image AS i INDEXED BY image_waiting CROSS JOIN encounter AS e ON e.pk = i.encounter
     WHERE i.state = 'waiting' AND e.manifest = ? AND e.review = 'approved' ORDER BY i.due_ms LIMIT 1`,
  ).get(manifest)?.due_ms ?? null;

/** Versions of one scan job are proposals about the same photographs, so they are not elsewhere. */
const boundElsewhere = (
  db: StationDatabase,
  manifest: ManifestId,
  hubEncounters: readonly HubEncounterId[],
): Set<HubEncounterId> =>
  new Set(
    statement<{ id: HubEncounterId }>(
      db,
      `SELECT DISTINCT e.hub_encounter_id AS id FROM json_each(@ids) AS asked
         JOIN encounter AS e ON e.hub_encounter_id = asked.value JOIN manifest AS m ON m.id = e.manifest
       WHERE m.scan_job <> (SELECT scan_job FROM manifest WHERE id = @manifest)
         AND NOT EXISTS (SELECT 1 FROM encounter AS own WHERE own.manifest = @manifest AND own.event_id = e.event_id)`,
    )
      .all({ manifest, ids: JSON.stringify(hubEncounters) })
      .map((row) => row.id),
  );

function bind(db: StationDatabase, encounter: EncounterId, hubEncounterId: HubEncounterId, delivered: Delivered): void {
  write(db, () => {
    const of = encounterRecord(db, encounter);
    storeDelivered(db, of, delivered);
    if (of.hubEncounterId !== hubEncounterId) changeStates(db, of, { hubEncounterId });
  });
}

/** Whether a manifest has anything to sync. */
export const hasApproved = (db: StationDatabase, manifest: ManifestId): boolean =>
  read(db, () =>
    Boolean(statement(db, "SELECT 1 FROM encounter WHERE manifest = ? AND review = 'approved' LIMIT 1").get(manifest)),
  );
