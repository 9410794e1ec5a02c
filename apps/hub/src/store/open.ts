/** Opens the hub's store on SQLite or PostgreSQL. What lies above does not know which. */
import { chmodSync } from "node:fs";
import { LandfallError } from "@landfall/protocol";
import Database from "better-sqlite3";
import { CompiledQuery, type Dialect, Kysely, PostgresDialect, SqliteDialect, type Transaction } from "kysely";
import pg from "pg";
import { migrate } from "./migrations.ts";
import type { Schema } from "./schema.ts";

export type Flavor = "sqlite" | "postgres";

export interface Store {
  readonly flavor: Flavor;
  readonly db: Kysely<Schema>;
  readonly close: () => Promise<void>;
}

/** The database or a transaction in it; every function of an aggregate takes it first. */
export type Db = Kysely<Schema> | Transaction<Schema>;

/** Where the store lies: a SQLite file, or a PostgreSQL server by its URL. */
export type StoreLocation = { readonly file: string } | { readonly url: string };

function openDatabase(file: string): Database.Database {
  try {
    const database = new Database(file);
    chmodSync(file, 0o600);
    return database;
  } catch (cause) {
    throw new LandfallError("DATA_FOLDER_UNWRITABLE", { detail: `The hub cannot open ${file}.`, cause });
  }
}

/** Begins every transaction as a writer: one begun as a reader could not become a writer once another has written. */
function sqliteDialect(file: string): Dialect {
  const database = openDatabase(file);
  for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 10000"])
    database.pragma(pragma);
  const base = new SqliteDialect({ database });
  return {
    createAdapter: () => base.createAdapter(),
    createIntrospector: (db) => base.createIntrospector(db),
    createQueryCompiler: () => base.createQueryCompiler(),
    createDriver: () => {
      const driver = base.createDriver();
      driver.beginTransaction = async (connection) => {
        await connection.executeQuery(CompiledQuery.raw("begin immediate"));
      };
      return driver;
    },
  };
}

const int8Oid = 20;

function postgresDialect(url: string): Dialect {
  const types = {
    getTypeParser: (oid: number, format?: "text" | "binary") =>
      oid === int8Oid ? Number : pg.types.getTypeParser(oid, format as "text"),
  };
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 10_000, types });
  // An idle connection that the server closes is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  return new PostgresDialect({ pool });
}

/** Opens the store and brings its schema up to date. */
export async function openStore(location: StoreLocation): Promise<Store> {
  const flavor = "file" in location ? "sqlite" : "postgres";
  const dialect = "file" in location ? sqliteDialect(location.file) : postgresDialect(location.url);
  const db = new Kysely<Schema>({ dialect });
  try {
    await migrate(db, flavor);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { flavor, db, close: () => db.destroy() };
}
