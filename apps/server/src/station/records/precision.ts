/** How exactly a population's places are told: set by a person, and noted. */
import { type Population, type StationDatabase, setLocationPrecision, write } from "@landfall/db";
import {
  type ActivityActor,
  type LocationPrecision,
  locationPrecisionWords,
  type PopulationId,
} from "@landfall/protocol";
import { note } from "../activity.ts";

/** NOT_FOUND. */
export const setPrecision = (
  db: StationDatabase,
  id: PopulationId,
  precision: LocationPrecision,
  actor: ActivityActor,
): Omit<Population, "hubId"> =>
  write(db, () => {
    const { hubId: _, ...card } = setLocationPrecision(db, id, precision);
    const detail = `${card.name}: places in records ${locationPrecisionWords[precision]}`;
    note(db, actor, { category: "settings", action: "precisionSet", subject: [], detail });
    return card;
  });
