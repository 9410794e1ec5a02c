/** The open database, and the two ways to touch it. */
import { randomUUID } from "node:crypto";
import type { RunId } from "@landfall/protocol";
import Database from "better-sqlite3";
import { classifyFailure } from "./failure.ts";
import { migrate, refuseNewer } from "./migrations/index.ts";

/** What only running work can tell of a run; never stored. */
export interface RunLive {
  readonly settled: boolean;
  readonly nextAttemptAtMs: number | null;
}

export interface StationDatabase {
  readonly sql: Database.Database;
  readonly now: () => number;
  /** Names this opening. What another opening left open was cut short. */
  readonly session: string;
  readonly liveRun: (run: RunId) => RunLive | undefined;
  /** Called after each commit that appended events. */
  readonly listeners: Set<() => void>;
  readonly announcement: { due: boolean };
  readonly statements: Map<string, Database.Statement>;
}

export interface OpenOptions {
  readonly now?: () => number;
  readonly liveRun?: (run: RunId) => RunLive | undefined;
}

/**
 * Opens the station's database, making or migrating it. DATA_FROM_NEWER_VERSION leaves the file as it is.
 *
 * `synchronous=FULL`: with NORMAL a power cut may take back the last commits. Nothing would be lost, but images that had
 * arrived would be sent again, and over a slow link that costs more than the sync of a disk.
 */
export function openDatabase(path: string, options: OpenOptions = {}): StationDatabase {
  try {
    const sql = new Database(path);
    try {
      sql.pragma("busy_timeout = 5000");
      holdPages(sql);
      refuseNewer(sql);
      sql.pragma("journal_mode = WAL");
      sql.pragma("synchronous = FULL");
      sql.pragma("foreign_keys = ON");
      sql.pragma("journal_size_limit = 67108864");
      migrate(sql);
    } catch (error) {
      sql.close();
      throw error;
    }
    return {
      sql,
      now: options.now ?? Date.now,
      session: randomUUID(),
      liveRun: options.liveRun ?? (() => undefined),
      ...unheard(),
    };
  } catch (error) {
    throw classifyFailure(error, path);
  }
}

/** For each connection 4 MiB of pages, where better-sqlite3 takes 16: the file lies in the system's cache all the same. */
const holdPages = (sql: Database.Database) => void sql.pragma("cache_size = -4096");

export function closeDatabase(db: StationDatabase): void {
  db.statements.clear();
  db.sql.close();
}

/**
 * The database as it is at this moment, to be read from for as long as it takes while others write; `closeDatabase` ends it.
 * What is written meanwhile stays in the log that SQLite keeps beside the file, so it is not kept open without need.
 */
export function openSnapshot(db: StationDatabase): StationDatabase {
  const { sql } = snapshotOf({ file: db.sql.name, session: db.session });
  return { ...db, sql, ...unheard() };
}

/** Names an open database to another thread of its process. */
export interface OpenedDatabase {
  readonly file: string;
  readonly session: string;
}

/** The same for another thread. */
export function snapshotOf(opened: OpenedDatabase): StationDatabase {
  const db = readerOf(opened);
  try {
    // A transaction sees what was there when it read first.
    db.sql.exec("BEGIN; SELECT 1 FROM population LIMIT 1");
    return db;
  } catch (error) {
    db.sql.close();
    throw classifyFailure(error, opened.file);
  }
}

/** To be read from by another thread for as long as it lives: each {@link read} sees what is there then. */
export function readerOf({ file, session }: OpenedDatabase): StationDatabase {
  try {
    const sql = new Database(file, { readonly: true, fileMustExist: true });
    holdPages(sql);
    return { sql, session, now: Date.now, liveRun: () => undefined, ...unheard() };
  } catch (error) {
    throw classifyFailure(error, file);
  }
}

const unheard = (): Pick<StationDatabase, "listeners" | "announcement" | "statements"> => ({
  listeners: new Set(),
  announcement: { due: false },
  statements: new Map(),
});

/** A prepared statement, kept for the next call. */
export function statement<Row = unknown>(db: StationDatabase, source: string): Database.Statement<unknown[], Row> {
  let prepared = db.statements.get(source);
  if (!prepared) {
    prepared = db.sql.prepare(source);
    db.statements.set(source, prepared);
  }
  return prepared as Database.Statement<unknown[], Row>;
}

/** One transaction that writes; within another it is a part of it. Listeners hear of new events after the commit. */
export function write<T>(db: StationDatabase, work: () => T): T {
  const outermost = !db.sql.inTransaction;
  try {
    return db.sql.transaction(work).immediate();
  } catch (error) {
    if (outermost) db.announcement.due = false;
    throw classifyFailure(error, db.sql.name);
  } finally {
    if (outermost && db.announcement.due) {
      db.announcement.due = false;
      for (const listener of db.listeners) listener();
    }
  }
}

/** Within {@link write}: `work` may take back all that it has written so far. What it throws ends the transaction. */
export function savepoint<T>(db: StationDatabase, work: (rollBack: () => void) => T): T {
  db.sql.exec("SAVEPOINT attempt");
  const done = work(() => db.sql.exec("ROLLBACK TO attempt"));
  db.sql.exec("RELEASE attempt");
  return done;
}

/** Writes, to see what comes of it, and takes all of it back. */
export function takenBack<T>(db: StationDatabase, work: () => T): T {
  // Within a transaction its pages stay to be written; a transaction of its own leaves nothing.
  if (db.sql.inTransaction)
    return savepoint(db, (rollBack) => {
      const done = work();
      rollBack();
      return done;
    });
  try {
    db.sql.exec("BEGIN IMMEDIATE");
    return work();
  } catch (error) {
    throw classifyFailure(error, db.sql.name);
  } finally {
    if (db.sql.inTransaction) db.sql.exec("ROLLBACK");
    db.announcement.due = false;
  }
}

/** One consistent look at several tables. */
export function read<T>(db: StationDatabase, work: () => T): T {
  try {
    return db.sql.inTransaction ? work() : db.sql.transaction(work).deferred();
  } catch (error) {
    throw classifyFailure(error, db.sql.name);
  }
}

export const toInstant = (ms: number): string => new Date(ms).toISOString();
export const toInstantOrNull = (ms: number | null): string | null => (ms === null ? null : toInstant(ms));
