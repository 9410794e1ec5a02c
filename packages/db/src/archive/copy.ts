/** Rows of an archive's database, attached as `archive`, into the station's. */
import { type StationDatabase, statement, write } from "../database.ts";
import { archived } from "./form.ts";

/** As many as there are files or images; what belongs to others comes after them. Nothing of them is found by anybody but through scan jobs, which come last. */
export const manyRows: readonly string[] = [
  "manifest",
  "encounter",
  "former_receipt",
  "file",
  "reading_file",
  "image",
  "image_file",
  "image_stray",
  "image_taken_out",
  "picture_check",
  "picture_look",
  "picture_near",
];

/** Until its scan job is there a manifest is of no version that anybody asks for, and of a status that nothing is done with. */
export const hidden = {
  manifest: { version: '-"version"', status: "'superseded'" } as Readonly<Record<string, string>>,
  show: `UPDATE main.manifest AS m SET version = a.version, status = a.status FROM archive.manifest AS a WHERE a.id = m.id`,
};

/** A transaction in which rows may come before those that they refer to. */
export const unchecked: typeof write = (db, work) => {
  db.sql.pragma("foreign_keys = OFF");
  try {
    return write(db, work);
  } finally {
    db.sql.pragma("foreign_keys = ON");
  }
};

const rowsAtOnce = 200;

const insertOf = (db: StationDatabase, table: string): string => {
  const instead = archived.find(({ name }) => name === table)?.instead ?? {};
  const columns = (db.sql.pragma(`main.table_info("${table}")`) as { name: string }[])
    .map(({ name }) => name)
    // Who did what here goes on behind what was done there.
    .filter((name) => table !== "activity" || name !== "seq");
  const value = (name: string) =>
    (name === "sealed" ? instead[name] : undefined) ??
    (table === "manifest" ? hidden.manifest[name] : undefined) ??
    `"${name}"`;
  return `INSERT INTO main."${table}" (${columns.map((name) => `"${name}"`).join(", ")})
    SELECT ${columns.map(value).join(", ")} FROM archive."${table}"`;
};

export function copyAll(db: StationDatabase, table: string): void {
  db.sql.exec(insertOf(db, table));
}

/** A few rows at a time, in the order of their keys. */
export function* copying(db: StationDatabase, table: string): Generator<void, void> {
  const keys = keysOf(db, table);
  const list = keys.join(", ");
  const places = keys.map(() => "?").join(", ");
  const insert = insertOf(db, table);
  const next = (after: string) =>
    `SELECT ${list} FROM archive."${table}" ${after} ORDER BY ${list} LIMIT 1 OFFSET ${rowsAtOnce - 1}`;
  let last: unknown[] | undefined;
  do {
    const after = last ? `WHERE (${list}) > (${places})` : "WHERE TRUE";
    const from = last ?? [];
    const end = db.sql
      .prepare(next(after))
      .raw()
      .safeIntegers()
      .get(...from) as unknown[] | undefined;
    const until = end ? `AND (${list}) <= (${places})` : "";
    statement(db, `${insert} ${after} ${until}`).run(...from, ...(end ?? []));
    last = end;
    yield;
  } while (last);
}

/** By which its rows are in order. */
function keysOf(db: StationDatabase, table: string): string[] {
  const [kind] = db.sql.pragma(`archive.table_list("${table}")`) as { wr: number }[];
  if (kind?.wr === 0) return ["rowid"];
  return (db.sql.pragma(`archive.table_info("${table}")`) as { name: string; pk: number }[])
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => `"${name}"`);
}

/** Counts the images of each encounter. */
export function* sealing(db: StationDatabase): Generator<void, void> {
  const next = () =>
    statement<{ pk: number }>(db, "SELECT pk FROM main.encounter WHERE pk > ? AND sealed = 0 ORDER BY pk LIMIT 1");
  for (let at = next().get(-1); at; at = next().get(at.pk)) {
    statement(db, "UPDATE main.encounter SET sealed = 1 WHERE pk = ?").run(at.pk);
    yield;
  }
}
