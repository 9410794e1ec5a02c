/** Populations and their gates. */
import { randomUUID } from "node:crypto";
import { foldText, type HubPopulation, PopulationId, PopulationSettings } from "@landfall/protocol";
import type { Selectable } from "kysely";
import type { Db } from "./open.ts";
import type { PopulationTable } from "./schema.ts";

export const toPopulation = (row: Selectable<PopulationTable>): HubPopulation => ({
  id: PopulationId.parse(row.id),
  name: row.name,
  gate: row.gate,
  settings: PopulationSettings.parse(JSON.parse(row.settings)),
});

/** The population of this name, made with these settings if there is none. Settings of an existing one stay. */
export async function ensurePopulation(
  db: Db,
  name: string,
  settings: PopulationSettings,
): Promise<{ population: HubPopulation; created: boolean }> {
  const nameFolded = foldText(name);
  const inserted = await db
    .insertInto("population")
    .values({
      id: randomUUID(),
      name: name.trim(),
      nameFolded,
      gate: "open",
      settings: JSON.stringify(settings),
      createdAt: Date.now(),
    })
    .onConflict((conflict) => conflict.column("nameFolded").doNothing())
    .returningAll()
    .executeTakeFirst();
  const row =
    inserted ??
    (await db.selectFrom("population").selectAll().where("nameFolded", "=", nameFolded).executeTakeFirstOrThrow());
  return { population: toPopulation(row), created: inserted !== undefined };
}

export async function listPopulations(db: Db): Promise<HubPopulation[]> {
  const rows = await db.selectFrom("population").selectAll().orderBy("nameFolded").execute();
  return rows.map(toPopulation);
}

/** Opens or closes the gate; `undefined` when there is no such population. */
export async function setGate(db: Db, name: string, gate: "open" | "closed"): Promise<HubPopulation | undefined> {
  const row = await db
    .updateTable("population")
    .set({ gate })
    .where("nameFolded", "=", foldText(name))
    .returningAll()
    .executeTakeFirst();
  return row && toPopulation(row);
}
