/** What a person wants sent before the rest, and how photographs are rated. */
import { type EncounterId, LandfallError, type ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { encounterRecord } from "./encounter.ts";
import { announceEncounter } from "./encounter-states.ts";

/** Approved ones only, the first first. */
export const chosenEncounters = (db: StationDatabase, manifest: ManifestId): EncounterId[] =>
  statement<{ id: EncounterId }>(
    db,
    `SELECT id FROM encounter WHERE manifest = ? AND chosen IS NOT NULL AND review = 'approved' ORDER BY chosen`,
  )
    .all(manifest)
    .map(({ id }) => id);

/** Puts these before all others of the manifest, in this order. NOT_FOUND where one is not of it. */
export function chooseFirst(db: StationDatabase, manifest: ManifestId, encounters: readonly EncounterId[]): void {
  write(db, () => {
    const least = statement<{ least: number | null }>(
      db,
      "SELECT MIN(chosen) AS least FROM encounter WHERE manifest = ? AND chosen IS NOT NULL",
    ).get(manifest)?.least;
    const from = (least ?? 0) - encounters.length;
    for (const [at, id] of encounters.entries()) {
      if (encounterRecord(db, id).manifest !== manifest)
        throw new LandfallError("NOT_FOUND", { detail: `encounter ${id} is not of this manifest` });
      choose(db, id, from + at);
    }
  });
}

/** Takes it back: its place is that of the order that is set. */
export const chooseNoMore = (db: StationDatabase, encounter: EncounterId): void =>
  write(db, () => choose(db, encounter, null));

function choose(db: StationDatabase, encounter: EncounterId, chosen: number | null): void {
  statement(db, "UPDATE encounter SET chosen = ? WHERE id = ?").run(chosen, encounter);
  announceEncounter(db, encounterRecord(db, encounter), {});
}

/** The ratings that images of each approved encounter have; no rating is 0. */
export function encounterRatings(db: StationDatabase, manifest: ManifestId): Map<EncounterId, number[]> {
  const ratings = new Map<EncounterId, number[]>();
  const rows = statement<{ id: EncounterId; rating: number }>(
    db,
    `SELECT DISTINCT e.id, MAX(-1, MIN(5, COALESCE(i.rating, 0))) AS rating
     FROM encounter AS e JOIN image AS i ON i.encounter = e.pk WHERE e.manifest = ? AND e.review = 'approved'`,
  ).iterate(manifest);
  for (const { id, rating } of rows) ratings.set(id, [...(ratings.get(id) ?? []), rating]);
  return ratings;
}
