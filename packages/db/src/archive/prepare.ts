/** A database that an archive was read into, made one of this machine before any of it is taken in. */
import { LandfallError } from "@landfall/protocol";
import Database from "better-sqlite3";
import { closeDatabase, openDatabase, type StationDatabase, statement, write } from "../database.ts";
import { forgetHub } from "../forget-hub.ts";
import { profile } from "../profile.ts";
import { archived } from "./form.ts";

/** What a path of the archive is here. */
export type PathHere = (path: string) => string;

const isBelow = (text: string, folder: string): boolean =>
  text === folder || (text.startsWith(folder) && /^[/\\]/.test(text.slice(folder.length)));

/** @param moved folders of the archive that lie elsewhere here; below them, and below `~`, paths go on as they did */
export function pathsHere(home: string, moved: readonly { readonly from: string; readonly to: string }[]): PathHere {
  const places = [...moved, { from: "~", to: home }].map(({ from, to }) => ({
    from: from.replace(/(?<=.)[/\\]$/, ""),
    to,
  }));
  return (text) => {
    const place = places.find(({ from }) => isBelow(text, from));
    if (!place) return text;
    const rest = text.slice(place.from.length);
    return place.to + (place.to.startsWith("/") ? rest.replaceAll("\\", "/") : rest);
  };
}

/** Paths in text that holds nothing else, or in JSON. */
const pathColumns: readonly { readonly table: string; readonly column: string; readonly json?: boolean }[] = [
  { table: "root", column: "path" },
  { table: "scan_source", column: "path" },
  { table: "scan_job", column: "folders", json: true },
  { table: "scan_job", column: "rules", json: true },
  { table: "clock", column: "camera", json: true },
  { table: "camera_person", column: "camera", json: true },
  { table: "reading", column: "result", json: true },
];

const deeply = (value: unknown, here: PathHere): unknown => {
  if (typeof value === "string") return here(value);
  if (Array.isArray(value)) return value.map((each) => deeply(each, here));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, deeply(each, here)]));
};

function translatePaths(db: StationDatabase, here: PathHere): void {
  for (const { table, column, json } of pathColumns) {
    const cells = db.sql
      .prepare<[], { value: string }>(
        `SELECT DISTINCT "${column}" AS value FROM "${table}" WHERE "${column}" IS NOT NULL`,
      )
      .all();
    for (const { value } of cells) {
      const now = json ? JSON.stringify(deeply(JSON.parse(value), here)) : here(value);
      if (now !== value) db.sql.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE "${column}" = ?`).run(now, value);
    }
  }
}

/** Hubs know their populations by ids of their own. */
export const unbindPopulations = (db: StationDatabase): void => {
  statement(db, "UPDATE population SET hub_id = NULL, gate = NULL").run();
};

/** No archive is written with them: somebody has put them in, to set this station. */
function refuseOthersSettings(db: StationDatabase): void {
  const where = archived.find(({ name }) => name === "setting")?.where ?? "FALSE";
  const other = statement<{ name: string }>(db, `SELECT name FROM setting WHERE NOT (${where}) LIMIT 1`).get();
  if (other) throw new LandfallError("ARCHIVE_REFUSED", { detail: `it sets ${other.name}, which no project does` });
}

/**
 * @param file the database that the archive was read into
 * @param hub that this station is connected to: what another one said is forgotten; null where it is connected to none
 */
export function prepareArchive(file: string, here: PathHere, hub: string | null): void {
  const db = openDatabase(file);
  try {
    write(db, () => {
      refuseOthersSettings(db);
      translatePaths(db, here);
      const former = profile(db);
      if (hub === null || hub === former?.hubId) return;
      forgetHub(db, former);
      unbindPopulations(db);
    });
  } finally {
    closeDatabase(db);
  }
}

/** The folders, and the sheets and tracks, that its scans would read. @param file the database that the archive was read into, prepared */
export function placesIn(file: string): { readonly folders: string[]; readonly files: string[] } {
  const sql = new Database(file, { readonly: true });
  try {
    const paths = (query: string) => sql.prepare<[], string>(query).pluck().all();
    return {
      folders: paths("SELECT path FROM root UNION SELECT value FROM scan_job, json_each(scan_job.folders)"),
      files: paths("SELECT path FROM scan_source"),
    };
  } finally {
    sql.close();
  }
}
