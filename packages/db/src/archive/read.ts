/** An archive into a database of its own, which is a whole one of this version or none. */
import { createHash } from "node:crypto";
import { LandfallError, systemCode } from "@landfall/protocol";
import Database from "better-sqlite3";
import { migrate, migrations } from "../migrations/index.ts";
import { ArchiveEnd, ArchiveHead, ArchiveTable, archived, archiveVersion, sealAll } from "./form.ts";

const refuse = (detail: string, cause?: unknown) => new LandfallError("ARCHIVE_REFUSED", { detail, cause });

/** The longest line holds a sheet or a track. */
const longestLine = 256 * 1024 * 1024;

/** Whole lines, with their numbers; a last one without its end is not whole. */
async function* linesOf(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let length = 0;
  for await (const piece of text) {
    let from = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      yield Buffer.concat([...rest, piece.subarray(from, end + 1)]);
      rest = [];
      length = 0;
      from = end + 1;
    }
    rest.push(piece.subarray(from));
    length += piece.length - from;
    if (length > longestLine) throw refuse("a line of it is longer than any that Landfall writes");
  }
  if (length > 0) throw refuse("it ends in the middle of a line");
}

function parse(line: Buffer, number: number): unknown {
  try {
    return JSON.parse(line.toString());
  } catch (cause) {
    throw refuse(`line ${number} is not JSON`, cause);
  }
}

function toCell(value: unknown, number: number): null | number | string | bigint | Buffer {
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  const { int, base64 } = value as { int?: unknown; base64?: unknown };
  if (typeof int === "string" && /^-?\d{1,19}$/.test(int)) return BigInt(int);
  if (typeof base64 === "string") return Buffer.from(base64, "base64");
  throw refuse(`line ${number} has a value of no known kind`);
}

function readHead(value: unknown): ArchiveHead {
  const { success, data: head } = ArchiveHead.safeParse(value);
  if (!success) throw refuse("it is no project of Landfall");
  if (head.version > archiveVersion || head.schema > migrations.length)
    throw refuse("it was written by a newer Landfall: update this one first");
  return head;
}

/** What gives each row of a table its place. Columns are those of the version that wrote them. */
function inserting(sql: Database.Database, value: unknown): { name: string; add: (row: unknown, at: number) => void } {
  const { table, columns } = ArchiveTable.parse(value);
  if (!archived.some(({ name }) => name === table)) throw refuse(`it has a table ${table}, which is unknown`);
  const known = new Set((sql.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name));
  const strange = columns.find((column) => !known.has(column));
  if (strange !== undefined) throw refuse(`it has a column ${table}.${strange}, which is unknown`);
  const insert = sql.prepare(
    `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  return {
    name: table,
    add: (row, at) => {
      if (!Array.isArray(row) || row.length !== columns.length) throw refuse(`line ${at} is no row of ${table}`);
      insert.run(row.map((cell) => toCell(cell, at)));
    },
  };
}

/** What it says of itself. ARCHIVE_REFUSED where it is no project, or a newer one; whether it is whole is not looked at. */
export async function archiveHead(text: AsyncIterable<Buffer>): Promise<ArchiveHead> {
  for await (const line of linesOf(text)) return readHead(parse(line, 1));
  throw refuse("it has no end: it was cut off, or is still being written");
}

/**
 * Reads all of it into a new database at `path`. ARCHIVE_REFUSED says what is wrong with it; the file is of no use then.
 * @param text the archive's lines, unpacked
 */
export async function readArchive(text: AsyncIterable<Buffer>, path: string): Promise<ArchiveHead> {
  const sql = new Database(path);
  try {
    sql.pragma("journal_mode = OFF");
    sql.pragma("synchronous = OFF");
    sql.pragma("foreign_keys = OFF");
    return await readInto(sql, text);
  } catch (error) {
    if (error instanceof LandfallError) throw error;
    if (systemCode(error) === "SQLITE_FULL") throw new LandfallError("DISK_FULL", { detail: path, cause: error });
    throw refuse("what it holds does not fit together", error);
  } finally {
    sql.close();
  }
}

async function readInto(sql: Database.Database, text: AsyncIterable<Buffer>): Promise<ArchiveHead> {
  const hash = createHash("sha256");
  let head: ArchiveHead | undefined;
  let end: ArchiveEnd | undefined;
  let into: ReturnType<typeof inserting> | undefined;
  let number = 0;
  let rows = 0;
  sql.exec("BEGIN");
  for await (const line of linesOf(text)) {
    number += 1;
    if (end) throw refuse("something stands behind its end");
    const value = parse(line, number);
    if (!head) {
      head = readHead(value);
      sql.exec("COMMIT");
      migrate(sql, migrations.slice(0, head.schema));
      sql.exec("BEGIN");
    } else if (Array.isArray(value)) {
      into?.add(value, number);
      rows += 1;
    } else if (ArchiveEnd.safeParse(value).success) {
      end = ArchiveEnd.parse(value);
      continue;
    } else if (ArchiveTable.safeParse(value).success) into = inserting(sql, value);
    else throw refuse(`line ${number} is of no known kind`);
    hash.update(line);
  }
  if (!head || !end) throw refuse("it has no end: it was cut off, or is still being written");
  if (end.rows !== rows || end.sha256 !== hash.digest("hex")) throw refuse("it is not as it was written");
  sql.exec(sealAll);
  sql.exec("COMMIT");
  migrate(sql);
  if ((sql.pragma("foreign_key_check") as unknown[]).length > 0) throw refuse("what it holds does not fit together");
  return head;
}
