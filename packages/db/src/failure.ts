/** The far end of the disk: SQLite's failures in our words. */
import { type ErrorCode, LandfallError } from "@landfall/protocol";
import Database from "better-sqlite3";

const codes: readonly [RegExp, ErrorCode][] = [
  [/^SQLITE_(FULL|IOERR_SHMSIZE)/, "DISK_FULL"],
  [/^SQLITE_(READONLY|CANTOPEN|PERM|IOERR)/, "DATA_FOLDER_UNWRITABLE"],
  [/^SQLITE_BUSY/, "DATA_FOLDER_LOCKED"],
];

/** What SQLite threw as one of our errors; anything else as it is. */
export function classifyFailure(thrown: unknown): unknown {
  if (!(thrown instanceof Database.SqliteError)) return thrown;
  const code = codes.find(([pattern]) => pattern.test(thrown.code))?.[1];
  return code ? new LandfallError(code, { detail: `${thrown.code}: ${thrown.message}`, cause: thrown }) : thrown;
}
