import type { Area, PopulationId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { rederiveReviews } from "./rederive.ts";

/** Where a population lives; what is found of all its encounters follows. */
export function storeArea(db: StationDatabase, population: PopulationId, area: Area | null): void {
  write(db, () => {
    statement(db, "UPDATE population SET area = ? WHERE id = ?").run(area && JSON.stringify(area), population);
    rederiveReviews(db, population);
  });
}
