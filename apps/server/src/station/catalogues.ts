/** Fetches the individuals that the hub knows, so that near-misses are found against them, with the hub or without. */
import { keptCatalogue, population, populations, profile, type StationDatabase, storeCatalogue } from "@landfall/db";
import { type Client, type HubContract, LandfallError, type PopulationId } from "@landfall/protocol";
import type { StationOptions } from "./port.ts";

export interface Catalogues {
  /** NOT_FOUND, POPULATION_UNBOUND, and what asking the hub may say. */
  fetch(id: PopulationId): Promise<void>;
  /** Begins by itself from now on: the station stays. */
  resume(): void;
  /** The hub answers: what was fetched long ago is fetched again. */
  freshen(): void;
  stop(): Promise<void>;
}

export interface CataloguesOptions {
  readonly db: StationDatabase;
  readonly hub: () => Client<HubContract>;
  readonly log: StationOptions["log"];
}

const atOnce = 1000;
/** A population of more animals than that has no catalogue that a person could have misspelled. */
const mostPages = 200;
const oldMs = 12 * 60 * 60 * 1000;

export function openCatalogues({ db, hub, log }: CataloguesOptions): Catalogues {
  const stopping = new AbortController();
  let isResident = false;
  let working: Promise<void> = Promise.resolve();

  const fetch = async (id: PopulationId): Promise<void> => {
    const found = population(db, id);
    if (!found) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
    if (!found.hubId) throw new LandfallError("POPULATION_UNBOUND", { detail: `population ${found.name}` });
    const asked = profile(db)?.hubId;
    const names: string[] = [];
    let after = "";
    for (let page = 0; page < mostPages; page += 1) {
      const query = { after, limit: atOnce };
      const answer = await hub().individuals({ params: { id: found.hubId }, query }, { signal: stopping.signal });
      names.push(...answer.individuals.map(({ name }) => name));
      if (answer.next === null) break;
      after = answer.next;
    }
    stopping.signal.throwIfAborted();
    // A person has connected to another hub meanwhile: what this one knows is of no use.
    if (profile(db)?.hubId !== asked) return;
    storeCatalogue(db, id, names);
  };

  const isOld = (id: PopulationId): boolean => {
    const { fetchedMs } = keptCatalogue(db, id);
    return fetchedMs === null || db.now() - fetchedMs > oldMs;
  };

  const freshen = () => {
    if (!isResident || stopping.signal.aborted) return;
    working = working.then(async () => {
      for (const { id, hubId } of populations(db)) {
        if (stopping.signal.aborted) return;
        if (hubId === null || !isOld(id)) continue;
        await fetch(id).catch((error: unknown) => {
          if (!stopping.signal.aborted) log.info("the catalogue could not be fetched", { population: id, error });
        });
      }
    });
  };

  return {
    fetch,
    freshen,
    resume: () => {
      isResident = true;
    },
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}
