/** A lock that the operating system drops when its holder dies, however it dies. */
import { systemCode } from "@landfall/protocol";
import Database from "better-sqlite3";

/** Held until it is released or the process ends. */
export interface HeldLock {
  readonly release: () => void;
}

/** What nobody refers to any more is closed with its lock when memory is tidied: these stay until they are released. */
const held = new Set<Database.Database>();

/**
 * Takes the lock of this file, which is made where there is none and stays empty.
 * @returns undefined while another process, or an earlier call in this one, holds it
 */
export function acquireLock(file: string): HeldLock | undefined {
  const database = new Database(file, { timeout: 0 });
  try {
    // Nothing is ever written, so no journal need be left behind by a holder that dies.
    database.pragma("journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
    held.add(database);
    const release = () => {
      database.close();
      held.delete(database);
    };
    return { release };
  } catch (error) {
    database.close();
    if (systemCode(error)?.startsWith("SQLITE_BUSY")) return undefined;
    throw error;
  }
}
