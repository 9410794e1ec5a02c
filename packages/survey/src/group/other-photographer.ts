/** A row of a sheet that credits somebody else than the photographs themselves do, and that nothing of theirs names. Pure. */
import { type FieldSource, foldText, type MatchedBy, matchedByWords } from "@landfall/protocol";
import { mayBeSame, peopleIn } from "../sheets/people.ts";
import type { Evidence, Sourced } from "./evidence.ts";

/** A name or a number of the row says that it is theirs; a time, a day or a folder may be shared with others. */
const isLoose: Readonly<Record<MatchedBy, boolean>> = {
  fileName: false,
  encounterNumber: false,
  folder: true,
  time: true,
  start: true,
  day: true,
};

const where: Partial<Readonly<Record<FieldSource, string>>> = {
  folder: "the folder",
  pattern: "the folder",
  filename: "the file's name",
  exif: "the file",
  iptc: "the file",
  xmp: "the file",
};

/** `“Ada Wave” by sightings.csv, row 2, matched by time; “Bea Wake” by the file`; null where they may be the same, or nobody else is named. */
export function otherPhotographer(evidence: readonly Evidence[]): string | null {
  for (const { matchedBy, photographers } of evidence) {
    const [credited, ...others] = photographers;
    if (matchedBy === null || !isLoose[matchedBy] || credited?.source !== "sheet") continue;
    const other = others.find((said) => where[said.source] !== undefined && !shareSomebody(credited, said));
    if (other)
      return `“${credited.value}” by ${credited.place ?? "the sheet"}, matched ${matchedByWords[matchedBy]}; “${other.value}” by ${where[other.source]}`;
  }
  return null;
}

const namesOf = ({ value, verbatim }: Sourced): string[] => [value, verbatim ?? value].flatMap(peopleIn);

const shareSomebody = (one: Sourced, other: Sourced): boolean =>
  foldText(one.value) === foldText(other.value) ||
  namesOf(one).some((name) => namesOf(other).some((each) => mayBeSame(name, each)));
