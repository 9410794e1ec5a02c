import type { Area, PopulationId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { rederiving } from "./rederive.ts";
import { atOnce } from "./slices.ts";

/** Where a population lives; what is found of all its encounters follows. */
export function* settingArea(db: StationDatabase, population: PopulationId, area: Area | null): Generator<void, void> {
  statement(db, "UPDATE population SET area = ? WHERE id = ?").run(area && JSON.stringify(area), population);
  yield* rederiving(db, population);
}

/** All of it in one transaction. */
export const storeArea = (db: StationDatabase, population: PopulationId, area: Area | null): void =>
  write(db, () => atOnce(settingArea(db, population, area)));
