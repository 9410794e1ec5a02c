/** Where populations live: said by a person, and noted. */
import {
  areaOf,
  encountersOutside,
  inSlices,
  knownArea,
  population,
  type StationDatabase,
  settingArea,
} from "@landfall/db";
import {
  type ActivityActor,
  type Area,
  type AreaView,
  areaText,
  LandfallError,
  type PopulationId,
} from "@landfall/protocol";
import { note } from "./activity.ts";
import { turn } from "./turn.ts";

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
export async function setArea(
  db: StationDatabase,
  id: PopulationId,
  area: Area | null,
  actor: ActivityActor,
): Promise<AreaView> {
  const name = nameOf(db, id);
  function* act() {
    const detail = `${name}: ${area ? areaText(area) : "anywhere"}`;
    note(db, actor, { category: "settings", action: "areaSet", subject: [], detail });
    yield* settingArea(db, id, area);
  }
  await inSlices(db, act(), turn);
  return areaView(db, id);
}
