/**
 * A list with a row for each photograph, as catalogues and camera traps have them, is no list of sightings: rows of the same
 * day, number, place and people are one. Pure.
 */
import type { Sighting } from "../ports.ts";
import type { Stated } from "./stated.ts";

const fewest = 4;
const mostly = 0.9;

const isOfOne = ({ fileNames: [name, other] }: Sighting): boolean =>
  name !== undefined && name.from === name.to && other === undefined;

/** The same sightings, or those of a list of photographs: joined where they have a number, else as rows of nothing but a photograph. */
export function withoutPhotographRows(sightings: readonly Sighting[]): readonly Sighting[] {
  const single = sightings.filter(isOfOne).length;
  if (single < fewest || single < sightings.length * mostly) return sightings;
  const groups = Map.groupBy(sightings, keyOf);
  // A sheet in which every encounter has one photograph is a sheet of sightings all the same.
  if (groups.size * 2 > sightings.length) return sightings;
  return [...groups.values()].flatMap((rows) =>
    rows[0]?.encounterNumber === null && rows[0].sighting === null
      ? rows.map((row) => ({ ...row, isList: true }))
      : [joined(rows as [Sighting, ...Sighting[]])],
  );
}

const keyOf = ({ date, encounterNumber, sighting, photographers, stated }: Sighting): string =>
  JSON.stringify([
    date,
    encounterNumber,
    sighting,
    photographers,
    statedIn(stated, "locality"),
    statedIn(stated, "fieldNumber"),
  ]);

const statedIn = (stated: readonly Stated[], field: Stated["field"]) =>
  stated.find((one) => one.field === field)?.value;

/** What is said of each photograph, and is true of all of them together. */
const ofAll = ["organismName", "behavior", "eventRemarks"] as const satisfies readonly Stated["field"][];
/** How many animals a photograph shows is not how many there were. */
const counts: readonly Stated["field"][] = ["individualCount", "groupSizeMin", "groupSizeMax"];

/** One sighting of rows of its photographs. What differs from row to row is listed, animals and behaviours, or left out, counts. */
export function joined(rows: readonly [Sighting, ...Sighting[]]): Sighting {
  const [first] = rows;
  const last = rows.at(-1) ?? first;
  if (rows.length === 1) return first;
  const stated = new Map<Stated["field"], Stated>();
  for (const [field, said] of Map.groupBy(
    rows.flatMap((row) => row.stated),
    (one) => one.field,
  )) {
    const texts = [...new Set(said.map(({ raw }) => raw))];
    const [one] = said;
    if (!one || field === "eventTime" || (counts.includes(field) && texts.length > 1)) continue;
    const all = texts.join(", ");
    const isListed = (ofAll as readonly Stated["field"][]).includes(field) && texts.length > 1;
    stated.set(field, isListed ? { field, value: all.slice(0, field === "behavior" ? 500 : 4000), raw: all } : one);
  }
  return {
    ...first,
    place: `${first.place} to ${last.place.slice(last.place.lastIndexOf(" ") + 1)}`,
    startTime: null,
    endTime: null,
    fileNames: rows.flatMap((row) => row.fileNames),
    stated: [...stated.values()],
    problems: rows.flatMap((row) => row.problems),
    text: `${rows.length} photographs: ${first.text}`.slice(0, 300),
  };
}
