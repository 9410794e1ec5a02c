/** A database that an archive was read into becomes the station's, in one transaction. */
import { LandfallError } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "../database.ts";
import { forgetHub } from "../forget-hub.ts";
import { announceManifest, currentManifests } from "../manifest.ts";
import { announcePopulation, populations } from "../population.ts";
import { profile } from "../profile.ts";
import { rejudgeOutdated } from "../rejudge.ts";
import { announceScanJob, scanJobViews } from "../scan-job.ts";
import { archived, sealAll } from "./form.ts";

export interface TakenIn {
  readonly populations: number;
  readonly manifests: number;
  readonly encounters: number;
  readonly images: number;
  /** As they are here. */
  readonly roots: readonly string[];
}

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

/** PROJECT_NOT_EMPTY where something was scanned, or a person has decided something, on this station. */
export function refuseUnlessEmpty(db: StationDatabase): void {
  const used = statement<{ kind: string }>(
    db,
    `SELECT 'scans' AS kind FROM scan_job UNION SELECT 'photographers' FROM person UNION SELECT 'camera clocks' FROM clock
     UNION SELECT 'identifiers' FROM identifier_correction LIMIT 1`,
  ).get();
  if (used) throw new LandfallError("PROJECT_NOT_EMPTY", { detail: `this station has ${used.kind} of its own` });
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

/**
 * @param file the database that the archive was read into
 * @param note of what was taken in, in the same transaction
 */
export function takeIn(
  db: StationDatabase,
  file: string,
  here: PathHere,
  note: (taken: TakenIn) => void = () => {},
): TakenIn {
  db.sql.prepare("ATTACH ? AS archive").run(file);
  try {
    return write(db, () => {
      refuseUnlessEmpty(db);
      db.sql.pragma("defer_foreign_keys = ON");
      const own = profile(db);
      const isOther = own !== undefined && own.hubId !== hubOfArchive(db);
      const bound = boundHere(db);
      // Those that the hub named, which the archive has too.
      const named = `SELECT id FROM population
          WHERE folded IN (SELECT folded FROM archive.population) OR hub_id IN (SELECT hub_id FROM archive.population)`;
      db.sql.exec(`DELETE FROM individual WHERE population IN (${named});
        DELETE FROM catalogue WHERE population IN (${named});
        DELETE FROM population
          WHERE folded IN (SELECT folded FROM archive.population) OR hub_id IN (SELECT hub_id FROM archive.population)`);
      for (const { name, instead = {} } of archived) if (name !== "profile" || !own) copy(db, name, instead);
      db.sql.exec(sealAll);
      translatePaths(db, here);
      if (isOther) {
        forgetHub(db);
        bindAnew(db, bound);
      }
      rejudgeOutdated(db);
      const taken = tell(db);
      note(taken);
      return taken;
    });
  } finally {
    db.statements.clear();
    db.sql.exec("DETACH archive");
  }
}

interface Bound {
  readonly folded: string;
  readonly hub_id: string | null;
  readonly gate: string | null;
}

const boundHere = (db: StationDatabase): Bound[] =>
  db.sql.prepare<[], Bound>("SELECT folded, hub_id, gate FROM population").all();

/** To this station's own hub, which knows its populations by ids of its own. */
function bindAnew(db: StationDatabase, bound: readonly Bound[]): void {
  db.sql.exec("UPDATE population SET hub_id = NULL, gate = NULL");
  const bind = db.sql.prepare("UPDATE population SET hub_id = @hub_id, gate = @gate WHERE folded = @folded");
  for (const each of bound) bind.run(each);
}

const hubOfArchive = (db: StationDatabase): string | undefined =>
  db.sql.prepare<[], { hub_id: string }>("SELECT hub_id FROM archive.profile").get()?.hub_id;

function copy(db: StationDatabase, table: string, instead: Readonly<Record<string, string>>): void {
  const columns = (db.sql.pragma(`table_info("${table}")`) as { name: string }[])
    .map(({ name }) => name)
    // Who did what here goes on behind what was done there.
    .filter((name) => table !== "activity" || name !== "seq");
  const names = columns.map((name) => `"${name}"`).join(", ");
  const values = columns.map((name) => (name === "sealed" ? instead[name] : undefined) ?? `"${name}"`).join(", ");
  db.sql.exec(`INSERT INTO main."${table}" (${names}) SELECT ${values} FROM archive."${table}"`);
}

function tell(db: StationDatabase): TakenIn {
  for (const { id } of populations(db)) announcePopulation(db, id);
  for (const { id } of scanJobViews(db)) announceScanJob(db, id);
  const manifests = currentManifests(db);
  for (const { id } of manifests) announceManifest(db, id);
  const count = (table: string) => (db.sql.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get() as { n: number }).n;
  return {
    populations: count("population"),
    manifests: manifests.length,
    encounters: manifests.reduce(
      (sum, { encounters: of }) => sum + of.pending + of.incomplete + of.approved + of.denied,
      0,
    ),
    roots: db.sql.prepare<[], string>("SELECT path FROM root ORDER BY pk").pluck().all(),
    images: manifests.reduce((sum, { images }) => sum + Object.values(images).reduce((all, one) => all + one, 0), 0),
  };
}
