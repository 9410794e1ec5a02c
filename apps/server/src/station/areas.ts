/** Where populations live: said by a person, and noted. */
import { areaOf, encountersOutside, knownArea, population, type StationDatabase, storeArea, write } from "@landfall/db";
import {
  type ActivityActor,
  type Area,
  type AreaView,
  areaText,
  LandfallError,
  type PopulationId,
} from "@landfall/protocol";
import { note } from "./activity.ts";

function nameOf(db: StationDatabase, id: PopulationId): string {
  const found = population(db, id);
  if (!found) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
  return found.name;
}

/** NOT_FOUND. */
export function areaView(db: StationDatabase, id: PopulationId): AreaView {
  nameOf(db, id);
  return { area: areaOf(db, id), outside: encountersOutside(db, id), known: knownArea(db, id) };
}

/** NOT_FOUND. */
export function setArea(db: StationDatabase, id: PopulationId, area: Area | null, actor: ActivityActor): AreaView {
  const name = nameOf(db, id);
  return write(db, () => {
    storeArea(db, id, area);
    const detail = `${name}: ${area ? areaText(area) : "anywhere"}`;
    note(db, actor, { category: "settings", action: "areaSet", subject: [], detail });
    return areaView(db, id);
  });
}
