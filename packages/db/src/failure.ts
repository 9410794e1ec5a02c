/** The far end of the disk: SQLite's failures in our words. */
import { type ErrorCode, LandfallError } from "@landfall/protocol";
import Database from "better-sqlite3";

const codes: readonly [RegExp, ErrorCode][] = [
  [/^SQLITE_(FULL|IOERR_SHMSIZE)/, "DISK_FULL"],
  [/^SQLITE_(READONLY|CANTOPEN|PERM|IOERR)/, "DATA_FOLDER_UNWRITABLE"],
  [/^SQLITE_(CORRUPT|NOTADB)/, "DATA_DAMAGED"],
  [/^SQLITE_BUSY/, "DATA_FOLDER_LOCKED"],
];

/** What SQLite threw as one of our errors, with the file's name; anything else as it is. */
export function classifyFailure(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Database.SqliteError)) return thrown;
  const code = codes.find(([pattern]) => pattern.test(thrown.code))?.[1];
  const detail = `${file}: ${thrown.message} (${thrown.code})`;
  return code ? new LandfallError(code, { detail, cause: thrown }) : thrown;
}

/** The same functions; what SQLite throws in them, now or later, comes out as one of our errors. */
export function withClassifiedFailures<Functions extends object>(functions: Functions, file: string): Functions {
  const wrapped = Object.entries(functions).map(([name, of]) => [
    name,
    (...args: unknown[]) => {
      const rethrow = (error: unknown) => {
        throw classifyFailure(error, file);
      };
      try {
        const result = of(...args);
        return result instanceof Promise ? result.catch(rethrow) : result;
      } catch (error) {
        return rethrow(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Functions;
}
