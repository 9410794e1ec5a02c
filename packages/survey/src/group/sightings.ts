/** What the sheets say of photographs: it becomes part of the evidence, and keeps a row's photographs together. */
import { foldText, type UnmatchedBecause } from "@landfall/protocol";
import type { GroupInput, Sighting } from "../ports.ts";
import { indexRows, matchRow, type RowMatch } from "../sheets/match-rows.ts";
import type { Seen } from "../sheets/seen-rows.ts";
import { type Evidence, isOfNames, type Sourced } from "./evidence.ts";
import { type Matched, type Placing, withOwnPhotographers } from "./own-photographers.ts";
import { rowChoice } from "./row-choice.ts";
import { timesPlace } from "./row-fields.ts";

export interface Placings {
  /** By index of the file that leads. */
  readonly rows: ReadonlyMap<number, Placing>;
  readonly without: ReadonlyMap<number, UnmatchedBecause>;
}

export const noPlacings: Placings = { rows: new Map(), without: new Map() };

/** @param evidence of files that lead; what follows one goes where it goes */
export function placeInRows(
  evidence: readonly Evidence[],
  files: readonly GroupInput[],
  roots: readonly string[],
  sightings: readonly Sighting[],
): Placings {
  if (sightings.length === 0) return noPlacings;
  const index = indexRows(sightings);
  const matched: Matched[] = [];
  const without = new Map<number, UnmatchedBecause>();
  const numbers = numbersByDay(evidence);
  for (const of of evidence) {
    const file = files[of.file];
    if (!file) continue;
    const seen = seenOf(of, file, roots, numbers.get(of.days[0]?.value) ?? []);
    const match: RowMatch = matchRow(seen, index);
    // No sheet of sightings is to name the images of a catalogue.
    if (match.row === null && of.reference === null) without.set(of.file, match.because);
    if (match.row !== null)
      matched.push({
        ...{ file: of.file, row: match.row, by: match.by, folder: of.folder, named: seen.photographer },
        ...(match.others && { choice: rowChoice(sightings, match.row, match.others) }),
      });
  }
  return { rows: withOwnPhotographers(matched, sightings), without };
}

/** Of the file that places each photograph, and of none of its other paths. */
export function ofPhotographs({ rows, without }: Placings, photographs: readonly { readonly evidence: Evidence }[]) {
  const counted = new Set(photographs.map(({ evidence }) => evidence.file));
  return {
    rows: new Map([...rows].filter(([file]) => counted.has(file))),
    without: new Map([...without].filter(([file]) => counted.has(file))),
  };
}

function numbersByDay(evidence: readonly Evidence[]): ReadonlyMap<string | undefined, readonly number[]> {
  const days = new Map<string | undefined, Set<number>>();
  for (const {
    days: [day],
    encounterNumber,
  } of evidence)
    if (encounterNumber !== null) days.set(day?.value, (days.get(day?.value) ?? new Set()).add(encounterNumber));
  return new Map([...days].map(([day, numbers]) => [day, [...numbers]]));
}

function seenOf(
  of: Evidence,
  { root, path, metadata }: GroupInput,
  roots: readonly string[],
  numbersOfDay: readonly number[],
): Seen {
  const slash = path.lastIndexOf("/");
  const [day] = of.days;
  const [photographer] = of.photographers;
  const time = metadata?.localTime?.slice(11, 19) ?? "";
  const above = (roots[root] ?? "").split(/[/\\]+/).filter((name) => name !== "");
  return {
    fileName: path.slice(slash + 1),
    folder: foldText([...above, ...path.slice(0, Math.max(0, slash)).split("/")].join("/")),
    date: day?.value ?? null,
    time: time.length === 8 && day?.value === metadata?.localTime?.slice(0, 10) ? time : null,
    encounterNumber: of.encounterNumber,
    numbersOfDay,
    photographer: photographer?.value ?? null,
    isNamed: photographer !== undefined && (isOfNames(photographer) || photographer.source === "override"),
  };
}

/** With what the row says, before what names of folders and files say. */
export function withRow(of: Evidence, placing: Placing, sighting: Sighting): Evidence {
  const { place } = sighting;
  const said = (field: string): Sourced[] =>
    sighting.stated
      .filter((one) => one.field === field)
      .map(({ value, raw }) => ({
        value: String(value),
        source: "sheet",
        raw,
        place,
        folded: foldText(String(value)),
      }));
  const days: Sourced[] =
    sighting.date === null
      ? []
      : [
          {
            value: sighting.date,
            source: "sheet",
            raw: sighting.dateRaw,
            place: timesPlace(sighting),
            folded: sighting.date,
          },
        ];
  const isOverridden = (one: Sourced) => one.source === "override";
  const people = said("recordedBy");
  return {
    ...of,
    row: placing.row,
    matchedBy: placing.by,
    ...(placing.choice !== undefined && { rowChoice: placing.choice, findings: [...of.findings, "ROW_EITHER"] }),
    isHeld: sighting.isList !== true && !isOfManyDays(sighting, placing),
    days: [...of.days.filter((one) => !isOfNames(one)), ...days, ...of.days.filter(isOfNames)],
    localities: insert(of.localities, said("locality"), isOverridden),
    // Of several people of a row, the one whose photographs these are.
    photographers: placing.photographer
      ? [...of.photographers, ...people]
      : insert(of.photographers, people, isOverridden),
    encounterNumber: sighting.encounterNumber ?? of.encounterNumber,
  };
}

/** The only row of a month or a year says where its photographs were taken, and not that they are one encounter. */
const isOfManyDays = ({ date }: Sighting, { by }: Placing): boolean =>
  by === "day" && date !== null && date.length < 10;

/** Behind what a person has typed, before all else. */
const insert = (list: readonly Sourced[], said: readonly Sourced[], isBefore: (one: Sourced) => boolean): Sourced[] => [
  ...list.filter(isBefore),
  ...said,
  ...list.filter((one) => !isBefore(one)),
];
