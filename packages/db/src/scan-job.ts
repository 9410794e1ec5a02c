/** Scan jobs and their readings. A job is known by its population, name and folders; reading it again makes a new version. */
import { randomUUID } from "node:crypto";
import {
  type ErrorCode,
  type FileTally,
  LandfallError,
  type PopulationId,
  ScanJobId,
  type ScanJobView,
  type ScanResult,
} from "@landfall/protocol";
import { isTakingIn } from "./archive/half-taken-in.ts";
import { read, type StationDatabase, statement, toInstant, write } from "./database.ts";
import { appendEvent } from "./event.ts";
import { jobsOfFolders } from "./jobs-of-folders.ts";
import { announcePopulation, population as populationOf } from "./population.ts";
import { type ScanRules, scanRules } from "./scan-rules.ts";

export interface ScanJobKey {
  readonly population: PopulationId;
  readonly name: string;
  /** Absolute paths, as they were named: of two with the same photographs the later one is the copy. */
  readonly folders: readonly string[];
}

export interface Reading {
  readonly scanJob: ScanJobId;
  readonly reading: number;
}

interface Row {
  id: ScanJobId;
  population: PopulationId;
  name: string;
  folders: string;
  session: string;
  state: Exclude<ScanJobView["state"], "interrupted">;
  started_ms: number;
  found: number;
  images: number;
  unreadable: number;
  ignored: number;
  folder: string | null;
  paused: 0 | 1;
  watch_minutes: number | null;
  result: string | null;
  error_code: ErrorCode | null;
  error_detail: string | null;
}

const select = `
  SELECT j.id, j.population, j.name, j.folders, j.watch_minutes, r.session, r.state, r.started_ms, r.found, r.images, r.unreadable,
    r.ignored, r.folder, r.paused, r.result, r.error_code, r.error_detail
  FROM scan_job AS j JOIN reading AS r ON r.pk = (SELECT MAX(pk) FROM reading WHERE scan_job = j.id)`;

/** A reading that another process began and did not end was cut short with it. */
const stateOf = (db: StationDatabase, row: Row): ScanJobView["state"] =>
  row.state === "running" && row.session !== db.session ? "interrupted" : row.state;

function toView(db: StationDatabase, row: Row): ScanJobView {
  const { id, name, population, found, images, unreadable, ignored } = row;
  const state = stateOf(db, row);
  return {
    id,
    name,
    populationId: population,
    folders: JSON.parse(row.folders),
    state,
    isPaused: state === "running" && row.paused === 1,
    watchMinutes: row.watch_minutes,
    startedAt: toInstant(row.started_ms),
    files: { found, images, unreadable, ignored },
    folder: state === "running" ? row.folder : null,
    result: row.result === null ? null : JSON.parse(row.result),
    error: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail },
  };
}

function rowOf(db: StationDatabase, id: ScanJobId): Row {
  const row = statement<Row>(db, `${select} WHERE j.id = ?`).get(id);
  if (!row) throw new LandfallError("NOT_FOUND", { detail: `scan job ${id}` });
  return row;
}

/** Its latest reading. NOT_FOUND when there is none. */
export const scanJobView = (db: StationDatabase, id: ScanJobId): ScanJobView => toView(db, rowOf(db, id));

const finishedShown = 20;

/** Running ones, and the latest finished ones; newest first. */
export const scanJobViews = (db: StationDatabase): ScanJobView[] =>
  read(db, () =>
    statement<Row>(db, `${select} ORDER BY r.state = 'running' DESC, r.pk DESC LIMIT ${finishedShown}`)
      .all()
      .map((row) => toView(db, row)),
  );

/** ALREADY_RUNNING while the same job is being read. What it is told now stands in for what it was told before. */
export function startReading(db: StationDatabase, key: ScanJobKey, told: ScanRules = {}): Reading {
  return write(db, () => {
    if (isTakingIn(db)) throw new LandfallError("ALREADY_RUNNING", { detail: "a project is being taken in" });
    const scanJob = ensureScanJob(db, key);
    const rules = JSON.stringify({ ...scanRules(db, scanJob), ...told });
    statement(db, "UPDATE scan_job SET rules = ? WHERE id = ?").run(rules, scanJob);
    if (told.timezone) announcePopulation(db, key.population);
    const latest = statement<Row>(db, `${select} WHERE j.id = ?`).get(scanJob);
    if (latest && stateOf(db, latest) === "running") {
      throw new LandfallError("ALREADY_RUNNING", { detail: `scan job ${key.name}` });
    }
    const { lastInsertRowid } = statement(
      db,
      "INSERT INTO reading (scan_job, session, state, started_ms) VALUES (?, ?, 'running', ?)",
    ).run(scanJob, db.session, db.now());
    announce(db, scanJob);
    return { scanJob, reading: Number(lastInsertRowid) };
  });
}

/** A job keeps the order in which its folders were named last. */
function ensureScanJob(db: StationDatabase, { population, name, folders }: ScanJobKey): ScanJobId {
  const text = JSON.stringify([...new Set(folders)]);
  const found = jobsOfFolders(db, population, folders).find((job) => job.name === name);
  if (found) {
    statement(db, "UPDATE scan_job SET folders = ? WHERE id = ?").run(text, found.id);
    return found.id;
  }
  const id = ScanJobId.parse(randomUUID());
  const timezone = populationOf(db, population)?.timezone ?? null;
  statement(db, "INSERT INTO scan_job (id, population, name, folders, rules) VALUES (?, ?, ?, ?, ?)").run(
    id,
    population,
    name,
    text,
    JSON.stringify(timezone === null ? {} : { timezone }),
  );
  return id;
}

/** The latest reading of a job, whatever became of it. */
export const latestReading = (db: StationDatabase, id: ScanJobId): number | null =>
  statement<{ pk: number | null }>(db, "SELECT MAX(pk) AS pk FROM reading WHERE scan_job = ?").get(id)?.pk ?? null;

/** The latest reading of each scan job of a population that came to its end, and that no newer one is about to replace. */
export const finishedReadings = (db: StationDatabase, population: PopulationId): Reading[] =>
  statement<Row & { pk: number }>(
    db,
    `SELECT j.id, r.pk, r.state, r.session FROM scan_job AS j JOIN reading AS r ON r.pk = (
       SELECT MAX(pk) FROM reading WHERE scan_job = j.id AND result IS NOT NULL)
     WHERE j.population = ? ORDER BY r.pk`,
  )
    .all(population)
    .filter(({ id }) => scanJobView(db, id).state !== "running")
    .map(({ id, pk }) => ({ scanJob: id, reading: pk }));

const announce = (db: StationDatabase, id: ScanJobId): void =>
  appendEvent(db, { type: "scanJob", scanJob: scanJobView(db, id) });

/** How far a reading is. The caller chooses how often to tell. */
export function storeProgress(db: StationDatabase, { reading }: Reading, tally: FileTally, folder: string): void {
  statement(
    db,
    "UPDATE reading SET found = ?, images = ?, unreadable = ?, ignored = ?, folder = ? WHERE pk = ? AND state = 'running'",
  ).run(tally.found, tally.images, tally.unreadable, tally.ignored, folder, reading);
}

/** Nothing happens to a reading that is over. */
export function markPaused(db: StationDatabase, id: ScanJobId, isPaused: boolean): void {
  write(db, () => {
    const { changes } = statement(
      db,
      `UPDATE reading SET paused = @paused WHERE scan_job = @id AND session = @session AND state = 'running'
         AND paused <> @paused`,
    ).run({ id, paused: isPaused ? 1 : 0, session: db.session });
    if (changes > 0) announce(db, id);
  });
}

/** @param minutes null: its folders are read only when somebody asks */
export function setWatch(db: StationDatabase, id: ScanJobId, minutes: number | null): ScanJobView {
  return write(db, () => {
    const before = scanJobView(db, id);
    if (before.watchMinutes === minutes) return before;
    statement(db, "UPDATE scan_job SET watch_minutes = ? WHERE id = ?").run(minutes, id);
    announce(db, id);
    return scanJobView(db, id);
  });
}

/** Another job of this name may have these very folders: VALIDATION_FAILED, since that is the one to go on with. ALREADY_RUNNING. */
export function setFolders(db: StationDatabase, id: ScanJobId, folders: readonly string[]): void {
  write(db, () => {
    const { populationId, name, state } = scanJobView(db, id);
    if (state === "running") throw new LandfallError("ALREADY_RUNNING", { detail: `scan job ${name}` });
    if (jobsOfFolders(db, populationId, folders).some((job) => job.name === name && job.id !== id)) {
      const message = `another scan that is called ${name} has exactly these folders`;
      throw new LandfallError("VALIDATION_FAILED", { detail: message, fields: [{ path: "body.folders", message }] });
    }
    statement(db, "UPDATE scan_job SET folders = ? WHERE id = ?").run(JSON.stringify([...new Set(folders)]), id);
  });
}

/** Those whose folders are looked at by themselves. */
export const watchedJobs = (db: StationDatabase): ScanJobView[] =>
  read(db, () =>
    statement<Row>(db, `${select} WHERE j.watch_minutes IS NOT NULL`)
      .all()
      .map((row) => toView(db, row)),
  );

export const announceScanJob = (db: StationDatabase, id: ScanJobId): void => write(db, () => announce(db, id));

/** With the draft that was made of all that is known now. */
export function finishReading(db: StationDatabase, { scanJob, reading }: Reading, result: ScanResult): void {
  write(db, () => {
    const { found, images, unreadable, ignored } = result.files;
    statement(
      db,
      `UPDATE reading SET state = 'done', result = ?, found = ?, images = ?, unreadable = ?, ignored = ?, folder = NULL
       WHERE pk = ?`,
    ).run(JSON.stringify(result), found, images, unreadable, ignored, reading);
    statement(db, "UPDATE scan_job SET regroup_due = 0 WHERE id = ?").run(scanJob);
    announce(db, scanJob);
  });
}

/** Ends a reading without a manifest; what was read stays cached. */
export function abandonReading(
  db: StationDatabase,
  { scanJob, reading }: Reading,
  state: "failed" | "cancelled",
  error: LandfallError | null,
): void {
  write(db, () => {
    statement(
      db,
      "UPDATE reading SET state = ?, error_code = ?, error_detail = ?, folder = NULL WHERE pk = ? AND state = 'running'",
    ).run(state, error?.code ?? null, error?.detail ?? null, reading);
    announce(db, scanJob);
  });
}
