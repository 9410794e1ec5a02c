/** Sync runs. */
import { randomUUID } from "node:crypto";
import { isOver, newRun, type RunEvent, type RunRecord, stepRun } from "@landfall/engine";
import {
  type EncounterSyncState,
  type ErrorCode,
  LandfallError,
  type ManifestId,
  type PauseReason,
  type PopulationId,
  type RunBudget,
  RunId,
  type RunLimits,
  RunResult,
  type RunState,
  type RunView,
} from "@landfall/protocol";
import { partlySent } from "./blocks.ts";
import { budgetOf, setBudget } from "./budget.ts";
import { encounterCounts, manifestSums } from "./counters.ts";
import { read, type StationDatabase, statement, toInstant, toInstantOrNull, write } from "./database.ts";
import { appendEvent } from "./event.ts";
import { behindAll, placeOf } from "./queue.ts";
import { noteRun } from "./run-activity.ts";

export type RunKind = "sync" | "retry";

interface Row {
  pk: number;
  id: RunId;
  manifest: ManifestId;
  kind: RunKind;
  state: RunState;
  reasons: string;
  error_code: ErrorCode | null;
  error_detail: string | null;
  started_ms: number;
  finished_ms: number | null;
  bytes_sent: number;
  updated: number;
  moved: number;
  withdrawn: number;
  described: number;
  result: string | null;
  position: number | null;
}

function rowOf(db: StationDatabase, id: RunId): Row {
  const row = statement<Row>(db, "SELECT * FROM run WHERE id = ?").get(id);
  if (!row) throw new LandfallError("NOT_FOUND", { detail: `run ${id}` });
  return row;
}

function toRecord(row: Row): RunRecord {
  const error = row.error_code === null ? null : { code: row.error_code, detail: row.error_detail };
  switch (row.state) {
    case "running":
      return newRun;
    case "paused":
      return { state: "paused", reasons: JSON.parse(row.reasons) as PauseReason[], error };
    case "failed":
      return { state: "failed", error: error ?? { code: "INTERNAL", detail: null } };
    default:
      return { state: row.state };
  }
}

const reasonsOf = (run: RunRecord): readonly PauseReason[] => (run.state === "paused" ? run.reasons : []);

function toBudgetView(db: StationDatabase, run: RunId): RunBudget | null {
  const budget = budgetOf(db, run);
  if (!budget) return null;
  const { bytes, ms, spentBytes, spentMs } = budget;
  return { bytes, minutes: ms === null ? null : ms / 60_000, spentBytes, spentMs };
}

function toView(db: StationDatabase, row: Row): RunView {
  const over = isOver(toRecord(row));
  const live = over ? undefined : db.liveRun(row.id);
  return {
    id: row.id,
    manifestId: row.manifest,
    state: row.state,
    reasons: JSON.parse(row.reasons),
    error: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail },
    startedAt: toInstant(row.started_ms),
    finishedAt: toInstantOrNull(row.finished_ms),
    nextAttemptAt: toInstantOrNull(live?.nextAttemptAtMs ?? null),
    budget: toBudgetView(db, row.id),
    settled: over || (live?.settled ?? false),
    position: row.position === null ? null : placeOf(db, row.position),
    result: row.result === null ? deriveResult(db, row) : RunResult.parse(JSON.parse(row.result)),
  };
}

/** NOT_FOUND when there is none. */
export const runView = (db: StationDatabase, id: RunId): RunView => read(db, () => toView(db, rowOf(db, id)));

export const runRecord = (db: StationDatabase, id: RunId): RunRecord => toRecord(rowOf(db, id));

export function latestRun(db: StationDatabase, manifest: ManifestId): RunView | undefined {
  const row = statement<Row>(db, "SELECT * FROM run WHERE manifest = ? ORDER BY pk DESC LIMIT 1").get(manifest);
  return row && toView(db, row);
}

export interface RunStart {
  readonly run: RunId;
  readonly manifest: ManifestId;
  /** The population's id on the hub; null while it is not bound. */
  readonly population: PopulationId | null;
  readonly kind: RunKind;
  readonly startedAtMs: number;
}

const startSelect = `
  SELECT r.id AS run, r.manifest, p.hub_id AS population, r.kind, r.started_ms AS startedAtMs
  FROM run AS r JOIN manifest AS m ON m.id = r.manifest JOIN scan_job AS j ON j.id = m.scan_job
    JOIN population AS p ON p.id = j.population`;

/** The runs that are not over, of one manifest or of all. */
export const unfinishedRuns = (db: StationDatabase, manifest?: ManifestId): RunStart[] =>
  manifest === undefined
    ? statement<RunStart>(db, `${startSelect} WHERE r.state IN ('running', 'paused') ORDER BY r.position`).all()
    : statement<RunStart>(db, `${startSelect} WHERE r.manifest = ? AND r.state IN ('running', 'paused')`).all(manifest);

/** A new run, behind all others; ALREADY_RUNNING when the manifest has one that is not over. */
export function createRun(
  db: StationDatabase,
  manifest: ManifestId,
  kind: RunKind,
  limits: RunLimits = { bytes: null, minutes: null },
): RunStart {
  return write(db, () => {
    if (unfinishedRuns(db, manifest).length > 0) throw new LandfallError("ALREADY_RUNNING", { detail: "a sync run" });
    const id = RunId.parse(randomUUID());
    statement(db, "INSERT INTO run (id, manifest, kind, state, started_ms, position) VALUES (?, ?, ?, ?, ?, ?)").run(
      id,
      manifest,
      kind,
      newRun.state,
      db.now(),
      behindAll(db),
    );
    setBudget(db, id, limits);
    announceRun(db, id);
    return statement<RunStart>(db, `${startSelect} WHERE r.id = ?`).get(id) as RunStart;
  });
}

/** Tells of a run as it is now: also what only running work knows, when that has changed. */
export const announceRun = (db: StationDatabase, id: RunId): void =>
  write(db, () => appendEvent(db, { type: "run", run: runView(db, id) }));

/** The one write path of runs. A run that is over keeps the result it had at that moment. */
export function applyRun(db: StationDatabase, id: RunId, event: RunEvent): RunRecord {
  return write(db, () => {
    const row = rowOf(db, id);
    const before = toRecord(row);
    const after = stepRun(before, event);
    if (after === before) return before;
    const error = after.state === "paused" || after.state === "failed" ? after.error : null;
    const over = isOver(after);
    statement(
      db,
      `UPDATE run SET state = ?, reasons = ?, error_code = ?, error_detail = ?, finished_ms = ?, result = ?, position = ?
       WHERE pk = ?`,
    ).run(
      after.state,
      JSON.stringify(reasonsOf(after)),
      error?.code ?? null,
      error?.detail ?? null,
      over ? db.now() : null,
      over ? JSON.stringify(deriveResult(db, row)) : null,
      over ? null : row.position,
      row.pk,
    );
    announceRun(db, id);
    // Those behind it move up.
    if (over) for (const { run } of unfinishedRuns(db)) announceRun(db, run);
    // That a far end fails in another way now is no act, and may come often.
    const isAct = before.state !== after.state || reasonsOf(before).join() !== reasonsOf(after).join();
    if (isAct) noteRun(db, runView(db, id), event);
    return after;
  });
}

interface RunImages {
  delivered: number;
  already: number;
  failed: number;
  missing: number;
  changed: number;
}

/**
 * What a run has come to, from the states of the images and not from steps that were counted: a run that was killed
 * and taken up again is right. A sync answers for all approved encounters, a retry for what it touched.
 */
function deriveResult(db: StationDatabase, row: Row): RunResult {
  const touched = statement<RunImages>(
    db,
    "SELECT delivered, already, failed, missing, changed FROM run_images WHERE run = ?",
  ).get(row.pk) as RunImages;
  const bytesSent = row.bytes_sent;
  const partly = partlySent(db, row.manifest);
  const { updated, moved, withdrawn, described } = row;
  const corrected = { updated, moved, withdrawn, described };
  if (row.kind === "retry") {
    const { delivered, already, failed, missing, changed } = touched;
    const images = { complete: delivered, alreadyThere: already, failed, missing, changed };
    return { encounters: touchedEncounters(db, row), images, bytesSent, partly, corrected };
  }
  const { synced, partial, failed } = encounterCounts(db, row.manifest);
  const approved = manifestSums(db, row.manifest, true);
  return {
    encounters: { synced, partial, failed },
    images: {
      complete: touched.delivered,
      alreadyThere: approved.complete - touched.delivered,
      failed: approved.failed + approved.waiting,
      missing: approved.missing,
      changed: approved.changed,
    },
    bytesSent,
    partly,
    corrected,
  };
}

function touchedEncounters(db: StationDatabase, row: Row): RunResult["encounters"] {
  const counts = { synced: 0, partial: 0, failed: 0 };
  const rows = statement<{ sync: EncounterSyncState; n: number }>(
    db,
    `SELECT e.sync, COUNT(*) AS n FROM encounter AS e
     WHERE e.manifest = ? AND e.review = 'approved'
       AND EXISTS (SELECT 1 FROM image AS i WHERE i.run = ? AND i.encounter = e.pk)
     GROUP BY e.sync`,
  ).all(row.manifest, row.pk);
  for (const { sync, n } of rows) if (sync !== "pending") counts[sync] = n;
  return counts;
}
