/** The one path on which images change. */
import {
  deriveSync,
  type ImageChange,
  type ImageEvent,
  type ImageRecord,
  type RunMark,
  stepImage,
} from "@landfall/engine";
import { type EncounterId, type Receipt, readClaims, type Sha256 } from "@landfall/protocol";
import { noteSent } from "./budget.ts";
import { encounterSums, toImageCounts } from "./counters.ts";
import { type StationDatabase, statement, write } from "./database.ts";
import { type EncounterRecord, encounterRecord } from "./encounter.ts";
import { changeStates, storeStates } from "./encounter-states.ts";
import { appendEvent } from "./event.ts";
import { type ImageDbRow, toRecord } from "./image-row.ts";

interface RunColumns {
  readonly run: number | null;
  readonly delivered: number | null;
}

/**
 * Which run touched an image last, and whether it sent the bytes itself. Bytes that this very run has put on the wire
 * stay delivered by it, also when the hub says after a restart that it holds them.
 */
function markOf(row: ImageDbRow, event: ImageEvent, run: number | null, alreadyThere: boolean): RunColumns {
  if (run === null) return { run: row.run, delivered: row.delivered };
  const sentByThisRun = row.run === run && row.delivered === 1;
  switch (event.type) {
    case "uploaded":
    case "committed":
    case "verified":
      return { run, delivered: alreadyThere && !sentByThisRun ? 0 : 1 };
    default:
      return { run, delivered: row.run === run ? row.delivered : null };
  }
}

function store(db: StationDatabase, row: ImageDbRow, record: ImageRecord, mark: RunColumns): void {
  const trouble = "trouble" in record ? record.trouble : undefined;
  statement(
    db,
    `UPDATE image SET state = ?, rounds = ?, due_ms = ?, error_code = ?, error_detail = ?, error_ms = ?, receipt = ?,
       kept_receipt = ?, run = ?, delivered = ? WHERE pk = ?`,
  ).run(
    record.state,
    record.state === "complete" ? 0 : record.rounds,
    record.state === "waiting" ? record.dueAtMs : null,
    trouble?.code ?? null,
    trouble?.detail ?? null,
    trouble?.atMs ?? null,
    record.state === "complete" ? record.receipt : null,
    record.state === "skipped" ? record.receipt : null,
    mark.run,
    mark.delivered,
    row.pk,
  );
}

/** Whether each change is an event of its own, or the caller tells of all of them in one. */
export type Told = "each" | "byCaller";

/**
 * The one write path of images: read the row, step, write the row, derive the encounter's sync state, append events,
 * in one transaction. An event that changes nothing writes nothing. Images that the encounter does not have are left out.
 */
export function applyImages(
  db: StationDatabase,
  encounter: EncounterId,
  changes: readonly ImageChange[],
  mark: RunMark | null,
  told: Told = "each",
): void {
  write(db, () => {
    const of = encounterRecord(db, encounter);
    const run = mark ? runPk(db, mark) : null;
    for (const change of changes) applyOne(db, of, change, run, mark?.alreadyThere ?? false, told);
    deriveEncounter(db, of, told);
    for (const change of changes) if (change.event.type === "gone") withdrawElsewhere(db, of, change);
  });
}

/** A receipt is about bytes: once they are gone, it is withdrawn wherever this station has them for the population. */
function withdrawElsewhere(db: StationDatabase, of: EncounterRecord, change: ImageChange): void {
  const hashed = statement<{ hashed: Sha256 | null }>(
    db,
    "SELECT hashed FROM image WHERE encounter = ? AND sha256 = ?",
  ).get(of.pk, change.sha256)?.hashed;
  const others = statement<{ id: EncounterId; sha256: Sha256 }>(
    db,
    `SELECT e.id, i.sha256 FROM image AS i JOIN encounter AS e ON e.pk = i.encounter JOIN manifest AS m ON m.id = e.manifest
       JOIN scan_job AS j ON j.id = m.scan_job
     WHERE (i.sha256 IN (@key, @bytes) OR i.hashed = @bytes) AND (i.state IN ('committed', 'complete') OR i.kept_receipt IS NOT NULL) AND e.pk <> @encounter AND j.population =
       (SELECT own.population FROM scan_job AS own JOIN manifest AS n ON n.scan_job = own.id WHERE n.id = @manifest)`,
  ).all({ key: change.sha256, bytes: hashed ?? change.sha256, encounter: of.pk, manifest: of.manifest });
  for (const { id, sha256 } of others) applyImages(db, id, [{ ...change, sha256 }], null);
}

/** The run's key; its bytes are raised on the way. */
function runPk(db: StationDatabase, mark: RunMark): number | null {
  noteSent(db, mark.run, mark.bytesSent);
  return statement<{ pk: number }>(db, "SELECT pk FROM run WHERE id = ?").get(mark.run)?.pk ?? null;
}

function applyOne(
  db: StationDatabase,
  of: EncounterRecord,
  { sha256, event }: ImageChange,
  run: number | null,
  alreadyThere: boolean,
  told: Told,
): void {
  const row = statement<ImageDbRow>(db, "SELECT * FROM image WHERE encounter = ? AND sha256 = ?").get(of.pk, sha256);
  if (!row) return;
  const before = toRecord(row);
  const after = stepImage(before, event);
  if (after === before) return;
  store(db, row, after, markOf(row, event, run, alreadyThere));
  if (row.source !== null && after.state === "complete") noteBytes(db, row, after.receipt);
  if (of.review !== "approved" || told === "byCaller") return;
  appendEvent(db, {
    type: "image",
    manifestId: of.manifest,
    encounterId: of.id,
    sha256,
    bytes: row.bytes,
    from: before.state,
    to: after.state,
  });
}

/** What a copied image's bytes are is known from its receipt on. */
function noteBytes(db: StationDatabase, row: ImageDbRow, receipt: Receipt): void {
  const claims = readClaims(receipt);
  if (claims) statement(db, "UPDATE image SET hashed = ? WHERE pk = ?").run(claims.sha256, row.pk);
}

function deriveEncounter(db: StationDatabase, of: EncounterRecord, told: Told): void {
  const sync = deriveSync(toImageCounts(encounterSums(db, of.pk)));
  const change = told === "each" ? changeStates : storeStates;
  if (sync !== of.sync) change(db, of, { sync });
}
