/** Which population a command is about. */
import type { PopulationId } from "@landfall/protocol";
import type { StationClient } from "../station-client.ts";
import { UsageError } from "./usage-error.ts";

export const populationOption = { population: { type: "string" } } as const;

/** That of this name, else the only one. UsageError names those that there are. */
export async function populationId(client: StationClient, name: string | undefined): Promise<PopulationId> {
  const { populations } = await client.snapshot({});
  const wanted = name?.trim().toLowerCase();
  const found = wanted ? populations.find((each) => each.name.toLowerCase() === wanted) : populations[0];
  if (found && (wanted || populations.length === 1)) return found.id;
  const names = populations.map((each) => each.name).join(", ") || "none yet; scan a folder first";
  throw new UsageError(wanted ? `there is no population ${name}: ${names}` : `--population NAME is missing: ${names}`);
}
