/** SQLite for Kysely: durable commits, transactions that begin as writers, and waiting that holds up nobody else. */
import { chmodSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { LandfallError, systemCode } from "@landfall/protocol";
import Database from "better-sqlite3";
import { CompiledQuery, type DatabaseConnection, type Dialect, type Driver, SqliteDialect } from "kysely";

/** Longer than any transaction of ours or of a command beside the hub. */
const patienceMs = 15_000;

function openDatabase(file: string): Database.Database {
  try {
    const database = new Database(file, { timeout: 5_000 });
    chmodSync(file, 0o600);
    for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 0"])
      database.pragma(pragma);
    return database;
  } catch (cause) {
    throw new LandfallError("DATA_FOLDER_UNWRITABLE", {
      detail: `The hub cannot open ${file} (${systemCode(cause) ?? "unknown"}).`,
      cause,
    });
  }
}

/**
 * Waits for another writer without SQLite's own `busy_timeout`, which would hold up the whole process, and would never
 * end where the other writer is of this process. A statement that found the database busy has done nothing.
 */
function waitWhileBusy(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, options) => {
    for (const until = Date.now() + patienceMs; ; await delay(2 + Math.random() * 8)) {
      try {
        return await execute<never>(query, options);
      } catch (error) {
        if (!systemCode(error)?.startsWith("SQLITE_BUSY") || Date.now() > until) throw error;
      }
    }
  };
}

function toPatientDriver(driver: Driver, database: Database.Database): Driver {
  const acquire = driver.acquireConnection.bind(driver);
  let patient: DatabaseConnection | undefined;
  driver.acquireConnection = async (options) => {
    const connection = await acquire(options);
    if (connection !== patient) waitWhileBusy(connection);
    patient = connection;
    return connection;
  };
  // A transaction begun as a reader could not become a writer once another has written.
  driver.beginTransaction = async (connection) => {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  };
  // A full disk ends the transaction by itself. Asked to end it again, SQLite would complain of that, and hide why it failed.
  driver.rollbackTransaction = async (connection) => {
    if (database.inTransaction) await connection.executeQuery(CompiledQuery.raw("rollback"));
  };
  return driver;
}

export function sqliteDialect(file: string): Dialect {
  const database = openDatabase(file);
  const base = new SqliteDialect({ database });
  return {
    createAdapter: () => base.createAdapter(),
    createIntrospector: (db) => base.createIntrospector(db),
    createQueryCompiler: () => base.createQueryCompiler(),
    createDriver: () => toPatientDriver(base.createDriver(), database),
  };
}
