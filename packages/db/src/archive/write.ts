/** A project as the lines of an archive, row by row. */
import { createHash } from "node:crypto";
import { type StationDatabase, statement, toInstant } from "../database.ts";
import { type ArchiveHead, archived, archiveVersion } from "./form.ts";

type Cell = null | number | string | bigint | Buffer;

/** Numbers of the file system may be larger than those of JSON. */
function toJson(cell: Cell, withoutHome: (text: string) => string): unknown {
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : { int: String(cell) };
  if (typeof cell === "string") return withoutHome(cell);
  return Buffer.isBuffer(cell) ? { base64: cell.toString("base64") } : cell;
}

/** Whoever reads the archive need not know whose machine it was: paths below the home folder begin with `~`. */
export function hidingHome(home: string): (text: string) => string {
  if (home.length < 2) return (text) => text;
  const inJson = JSON.stringify(home).slice(1, -1);
  const named = [...new Set([home, inJson])].map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\w./\\\\~-])(?:${named.join("|")})(?![\\w.-])`, "g");
  return (text) => text.replace(pattern, "~");
}

const columnsOf = (db: StationDatabase, table: string): string[] =>
  (db.sql.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);

const piecesOf = 64 * 1024;

/** @param db a snapshot: it is read for as long as it takes */
export function* archiveText(db: StationDatabase, home: string): Generator<string> {
  const withoutHome = hidingHome(home);
  const hash = createHash("sha256");
  let piece = "";
  let rows = 0;
  const line = (value: unknown) => {
    piece += `${JSON.stringify(value)}\n`;
  };
  function* flush(least: number): Generator<string> {
    if (piece.length < least) return;
    hash.update(piece);
    yield piece;
    piece = "";
  }
  const roots = statement<{ path: string }>(db, "SELECT path FROM root ORDER BY pk").all();
  const head: ArchiveHead = {
    landfall: "project",
    version: archiveVersion,
    schema: db.sql.pragma("user_version", { simple: true }) as number,
    createdAt: toInstant(db.now()),
    roots: roots.map(({ path }) => withoutHome(path)),
  };
  line(head);
  for (const { name, where = "TRUE", instead = {} } of archived) {
    const columns = columnsOf(db, name);
    // A database of an earlier version does not have every table.
    if (columns.length === 0) continue;
    line({ table: name, columns });
    const select = columns.map((column) => instead[column] ?? `"${column}"`).join(", ");
    const found = db.sql.prepare(
      `SELECT ${select} FROM "${name}" WHERE ${where} ORDER BY rowid`.replace(
        "ORDER BY rowid",
        hasRowid(db, name) ? "ORDER BY rowid" : "",
      ),
    );
    for (const row of found.raw().safeIntegers().iterate() as IterableIterator<Cell[]>) {
      line(row.map((cell) => toJson(cell, withoutHome)));
      rows += 1;
      yield* flush(piecesOf);
    }
  }
  yield* flush(1);
  yield `${JSON.stringify({ end: true, rows, sha256: hash.digest("hex") })}\n`;
}

const hasRowid = (db: StationDatabase, table: string): boolean =>
  (db.sql.pragma(`table_list(${table})`) as { wr: number }[])[0]?.wr === 0;
