/** What is said where a photograph may be of several rows of the sheets. Pure. */
import type { FindingDetails } from "@landfall/protocol";
import type { Sighting } from "../ports.ts";
import type { AlsoMeant } from "../sheets/started-rows.ts";
import type { Evidence } from "./evidence.ts";

/** `sightings.csv, row 2 (10:00, Bill Wood)`. */
function rowText({ place, startTime, photographers }: Sighting): string {
  const said = [startTime?.slice(0, 5), ...photographers].filter(Boolean).join(", ");
  return said === "" ? place : `${place} (${said})`;
}

/** `sightings.csv, row 2 (10:00, Bill Wood) or sightings.csv, row 3 (10:02, Jo Tidewater); sightings.csv, row 3 is taken, the last that had begun`. */
export function rowChoice(sightings: readonly Sighting[], taken: number, { rows, isAhead }: AlsoMeant): string {
  const meant = [taken, ...rows].sort((a, b) => a - b).flatMap((row) => sightings.slice(row, row + 1));
  const place = sightings[taken]?.place ?? "one of them";
  const why = isAhead ? "the first to begin after it" : "the last that had begun";
  return `${meant.map(rowText).join(" or ")}; ${place} is taken, ${why}`;
}

const choicesNamed = 3;

/** Of the photographs of an encounter: each choice once. */
export function rowChoices(evidence: readonly Evidence[]): FindingDetails {
  const choices = [...new Set(evidence.flatMap(({ rowChoice: choice }) => choice ?? []))];
  if (choices.length === 0) return {};
  const more = choices.length - choicesNamed;
  return { ROW_EITHER: choices.slice(0, choicesNamed).join("; ") + (more > 0 ? `; and ${more} more` : "") };
}
