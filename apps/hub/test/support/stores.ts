/** Both stores, each made fresh. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openStore, type Store, type StoreLocation } from "../../src/store/open.ts";
import { type Postgres, startPostgres } from "./postgres.ts";

export interface StoreMaker {
  readonly name: string;
  readonly start: () => Promise<void>;
  /** A place for a fresh store, which several may open at once. */
  readonly place: () => Promise<StoreLocation>;
  readonly stop: () => Promise<void>;
}

function sqliteStores(): StoreMaker {
  const folders: string[] = [];
  return {
    name: "SQLite",
    start: async () => {},
    place: async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "hub-store-"));
      folders.push(folder);
      return { file: path.join(folder, "hub.sqlite") };
    },
    stop: async () => {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}

function postgresStores(): StoreMaker {
  let postgres: Postgres | undefined;
  return {
    name: "PostgreSQL",
    start: async () => {
      postgres = await startPostgres();
    },
    place: async () => {
      if (!postgres) throw new Error("not started");
      return { url: await postgres.createDatabase() };
    },
    stop: async () => postgres?.stop(),
  };
}

export const storeMakers: readonly StoreMaker[] = [sqliteStores(), postgresStores()];

export const openFresh = async (maker: StoreMaker): Promise<Store> => openStore(await maker.place());
