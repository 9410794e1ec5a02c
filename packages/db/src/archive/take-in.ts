/**
 * A database that an archive was read into becomes the station's: what is many in slices, between which others have their turn, and
 * all that any of it is found by in the last transaction.
 */
import { LandfallError } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "../database.ts";
import { appendEvent } from "../event.ts";
import { forgetHub } from "../forget-hub.ts";
import { announceManifest, currentManifests } from "../manifest.ts";
import { announcePopulation, populations } from "../population.ts";
import { type Profile, profile } from "../profile.ts";
import { rejudgeOutdated } from "../rejudge.ts";
import { announceScanJob, scanJobViews } from "../scan-job.ts";
import { settings } from "../setting.ts";
import { inSlices } from "../slices.ts";
import { copyAll, copying, hidden, manyRows, sealing, unchecked } from "./copy.ts";
import { archived } from "./form.ts";
import { isTakingIn, removeHalfTakenIn } from "./half-taken-in.ts";
import { unbindPopulations } from "./prepare.ts";

export interface TakenIn {
  readonly populations: number;
  readonly manifests: number;
  readonly encounters: number;
  readonly images: number;
  /** As they are here. */
  readonly roots: readonly string[];
}

/** PROJECT_NOT_EMPTY where something was scanned, or a person has decided something, on this station. */
export function refuseUnlessEmpty(db: StationDatabase): void {
  const used = statement<{ kind: string }>(
    db,
    `SELECT 'scans' AS kind FROM scan_job UNION SELECT 'photographers' FROM person UNION SELECT 'camera clocks' FROM clock
     UNION SELECT 'identifiers' FROM identifier_correction LIMIT 1`,
  ).get();
  if (used) throw new LandfallError("PROJECT_NOT_EMPTY", { detail: `this station has ${used.kind} of its own` });
  if (isTakingIn(db)) throw new LandfallError("PROJECT_NOT_EMPTY", { detail: "another project is being taken in" });
}

/**
 * @param file the database that the archive was read into, as `prepareArchive` leaves it
 * @param turn between two slices
 * @param note of what was taken in, in the transaction in which it appears. PROJECT_NOT_EMPTY: nothing was taken in
 */
export async function takeIn(
  db: StationDatabase,
  file: string,
  turn: () => Promise<void>,
  note: (taken: TakenIn) => void = () => {},
): Promise<TakenIn> {
  write(db, () => {
    refuseUnlessEmpty(db);
    statement(db, "INSERT INTO taking_in (since_ms) VALUES (?)").run(db.now());
  });
  db.sql.prepare("ATTACH ? AS archive").run(file);
  try {
    for (const table of manyRows) await inSlices(db, copying(db, table), turn, unchecked);
    await inSlices(db, sealing(db), turn);
    return write(db, () => appear(db, note));
  } catch (error) {
    if (db.sql.open) removeHalfTakenIn(db);
    throw error;
  } finally {
    if (db.sql.open) {
      db.statements.clear();
      db.sql.exec("DETACH archive");
    }
  }
}

/** What all the rest is found by, with what it says of itself. */
function appear(db: StationDatabase, note: (taken: TakenIn) => void): TakenIn {
  statement(db, "DELETE FROM taking_in").run();
  refuseUnlessEmpty(db);
  db.sql.pragma("defer_foreign_keys = ON");
  const own = profile(db);
  const isOther = own !== undefined && own.hubId !== hubOfArchive(db)?.hubId;
  const bound = boundHere(db);
  // Those that the hub named, which the archive has too.
  const named = `SELECT id FROM population
      WHERE folded IN (SELECT folded FROM archive.population) OR hub_id IN (SELECT hub_id FROM archive.population)`;
  db.sql.exec(`DELETE FROM individual WHERE population IN (${named});
    DELETE FROM catalogue WHERE population IN (${named});
    DELETE FROM population
      WHERE folded IN (SELECT folded FROM archive.population) OR hub_id IN (SELECT hub_id FROM archive.population)`);
  const before = settings(db).license;
  statement(db, "DELETE FROM setting WHERE name = 'license'").run();
  for (const { name } of archived) if (!manyRows.includes(name) && (name !== "profile" || !own)) copyAll(db, name);
  statement(db, hidden.show).run();
  if (isOther) {
    // Another hub than the one that the archive was prepared for, or the same: then nothing is left to forget.
    forgetHub(db, hubOfArchive(db));
    bindAnew(db, bound);
  }
  rejudgeOutdated(db);
  if (settings(db).license !== before) appendEvent(db, { type: "settings", settings: settings(db) });
  const taken = tell(db);
  note(taken);
  return taken;
}

interface Bound {
  readonly folded: string;
  readonly hub_id: string | null;
  readonly gate: string | null;
}

const boundHere = (db: StationDatabase): Bound[] =>
  db.sql.prepare<[], Bound>("SELECT folded, hub_id, gate FROM population").all();

/** To this station's own hub. */
function bindAnew(db: StationDatabase, bound: readonly Bound[]): void {
  unbindPopulations(db);
  const bind = db.sql.prepare("UPDATE population SET hub_id = @hub_id, gate = @gate WHERE folded = @folded");
  for (const each of bound) bind.run(each);
}

const hubOfArchive = (db: StationDatabase): Pick<Profile, "hubId" | "hubUrl"> | undefined =>
  db.sql
    .prepare<[], Pick<Profile, "hubId" | "hubUrl">>("SELECT hub_id AS hubId, hub_url AS hubUrl FROM archive.profile")
    .get();

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
