/** Encounters, read. */
import {
  EncounterValues,
  EventId,
  furtherFieldNames,
  type HubEncounter,
  HubEncounterId,
  PopulationId,
} from "@landfall/protocol";
import type { Selectable } from "kysely";
import type { Db } from "./open.ts";
import type { EncounterTable } from "./schema.ts";
import { chunksOf } from "./transaction.ts";

/** An encounter as stored, its fields read. */
export interface EncounterRow extends Omit<Selectable<EncounterTable>, "fields"> {
  readonly values: EncounterValues;
}

const toRow = ({ fields, ...row }: Selectable<EncounterTable>): EncounterRow => ({
  ...row,
  values: EncounterValues.parse(JSON.parse(fields)),
});

const unknown = Object.fromEntries(furtherFieldNames.map((name) => [name, null]));

/** How many images of each encounter the hub holds with their bytes. */
async function countHeldImages(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("image")
    .innerJoin("blob", (join) =>
      join.onRef("blob.populationId", "=", "image.populationId").onRef("blob.sha256", "=", "image.sha256"),
    )
    .select((eb) => ["image.encounterId", eb.cast<number>(eb.fn.countAll(), "integer").as("images")])
    .where("image.encounterId", "in", ids)
    .where("blob.state", "in", ["committed", "verified"])
    .groupBy("image.encounterId")
    .execute();
  return new Map(rows.map((row) => [row.encounterId, row.images]));
}

/** Rows as others see them, in the order given. */
export async function toHubEncounters(db: Db, rows: readonly EncounterRow[]): Promise<HubEncounter[]> {
  const counts = new Map<string, number>();
  for (const chunk of chunksOf(rows.map((row) => row.id)))
    for (const [id, images] of await countHeldImages(db, chunk)) counts.set(id, images);
  return rows.map((row) => ({
    id: HubEncounterId.parse(row.id),
    populationId: PopulationId.parse(row.populationId),
    eventID: EventId.parse(row.eventId),
    encounterNumber: row.number,
    // A hub that names a field knows it: null, where it has no value.
    values: { ...unknown, ...row.values },
    images: counts.get(row.id) ?? 0,
    version: row.version,
    createdAt: new Date(row.createdAt).toISOString(),
    mergedInto: row.mergedInto === null ? null : HubEncounterId.parse(row.mergedInto),
  }));
}

/** The encounter, if it is in one of these populations. */
export async function findEncounter(
  db: Db,
  id: string,
  populations: readonly string[],
): Promise<EncounterRow | undefined> {
  if (populations.length === 0) return undefined;
  const row = await db
    .selectFrom("encounter")
    .selectAll()
    .where("id", "=", id)
    .where("populationId", "in", populations)
    .executeTakeFirst();
  return row && toRow(row);
}

export async function findEncounters(db: Db, ids: readonly string[]): Promise<Map<string, EncounterRow>> {
  const found = new Map<string, EncounterRow>();
  for (const chunk of chunksOf([...new Set(ids)])) {
    const rows = await db.selectFrom("encounter").selectAll().where("id", "in", chunk).execute();
    for (const row of rows) found.set(row.id, toRow(row));
  }
  return found;
}

/** eventID → encounter id, aliases included. */
export async function encountersByEvent(
  db: Db,
  populationId: string,
  eventIds: readonly string[],
): Promise<Map<string, string>> {
  if (eventIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("encounterEvent")
    .select(["eventId", "encounterId"])
    .where("populationId", "=", populationId)
    .where("eventId", "in", eventIds)
    .execute();
  return new Map(rows.map((row) => [row.eventId, row.encounterId]));
}

/** Match key → encounter id, former keys included. */
export async function encountersByKey(
  db: Db,
  populationId: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom("encounterKey")
    .select(["matchKey", "encounterId"])
    .where("populationId", "=", populationId)
    .where("matchKey", "in", keys)
    .execute();
  return new Map(rows.map((row) => [row.matchKey, row.encounterId]));
}
