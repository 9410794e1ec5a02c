/** Who is calling, and what they may touch. */
import { type HubPopulation, LandfallError } from "@landfall/protocol";
import type { Context } from "hono";
import { type EncounterRow, findEncounter } from "../store/encounters.ts";
import { findKeyHolder, type KeyHolder } from "../store/keys.ts";
import type { Db } from "../store/open.ts";

export function bearerOf(context: Context): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
}

/** The holder of the request's API key. Asked of the store every time: a revoked key ends at once. */
export async function authenticate(db: Db, context: Context): Promise<KeyHolder> {
  const key = bearerOf(context);
  if (!key) throw new LandfallError("KEY_MISSING");
  const holder = await findKeyHolder(db, key, Date.now());
  if (!holder) throw new LandfallError("KEY_INVALID");
  return holder;
}

/** A population the key is for. Whether another one exists is not said. */
export function populationOf(who: KeyHolder, id: string): HubPopulation {
  const population = who.populations.find((each) => each.id === id);
  if (!population) throw new LandfallError("POPULATION_FORBIDDEN", { detail: `population ${id}` });
  return population;
}

/** The same, for writing: its gate must be open. */
export function openPopulationOf(who: KeyHolder, id: string): HubPopulation {
  const population = populationOf(who, id);
  if (population.gate === "closed") throw new LandfallError("POPULATION_CLOSED", { detail: population.name });
  return population;
}

/** An encounter of one of the key's populations; those of others do not exist. */
export async function encounterOf(db: Db, who: KeyHolder, id: string): Promise<EncounterRow> {
  const populations = who.populations.map((population) => population.id);
  const encounter = await findEncounter(db, id, populations);
  if (!encounter) throw new LandfallError("NOT_FOUND", { detail: `encounter ${id}` });
  return encounter;
}

export async function writableEncounterOf(db: Db, who: KeyHolder, id: string): Promise<EncounterRow> {
  const encounter = await encounterOf(db, who, id);
  openPopulationOf(who, encounter.populationId);
  return encounter;
}
