/** Opens the hub's store on SQLite or PostgreSQL. What lies above does not know which. */
import { type Dialect, Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import { checkDatabaseUrl, toDatabaseTrouble } from "../start/database-trouble.ts";
import { migrate } from "./migrations.ts";
import type { Flavor, Schema } from "./schema.ts";
import { sqliteDialect } from "./sqlite.ts";

export interface Store {
  readonly flavor: Flavor;
  readonly db: Kysely<Schema>;
  readonly close: () => Promise<void>;
}

/** The database or a transaction in it; every function of an aggregate takes it first. */
export type Db = Kysely<Schema> | Transaction<Schema>;

/** Where the store lies: a SQLite file, or a PostgreSQL server by its URL. */
export type StoreLocation = { readonly file: string } | { readonly url: string };

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
  if ("url" in location) checkDatabaseUrl(location.url);
  const flavor = "file" in location ? "sqlite" : "postgres";
  const dialect = "file" in location ? sqliteDialect(location.file) : postgresDialect(location.url);
  const db = new Kysely<Schema>({ dialect });
  try {
    await migrate(db, flavor);
  } catch (error) {
    await db.destroy();
    throw "url" in location ? toDatabaseTrouble(error, location.url) : error;
  }
  return { flavor, db, close: () => db.destroy() };
}
