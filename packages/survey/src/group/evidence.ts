/** What is known of one file's encounter, and from where. */
import { type FieldPatch, type FieldSource, type FindingCode, foldText, type MatchedBy } from "@landfall/protocol";
import type { Reference } from "../individuals/reference.ts";
import { rangeOf } from "../patterns/dates-at.ts";
import type { Stated } from "../patterns/stated.ts";
import type { GroupInput, TimeSource } from "../ports.ts";
import { daysOf, overlap } from "../sheets/days.ts";
import type { Hint } from "./folder-hints.ts";
import { isMonth } from "./months-in-names.ts";
import { type CalledOne, type NameRules, nameReader } from "./read-names.ts";

export interface Sourced {
  readonly value: string;
  readonly source: FieldSource;
  readonly raw: string;
  /** As it was written, where the value is what that stands for. */
  readonly verbatim?: string;
  /** Where in its sheet it stands, or the pattern that finds it. */
  readonly place?: string;
  /** The value as it is compared. */
  readonly folded: string;
}

/** Said by the name of a folder or of the file, and not by the photograph itself, a sheet or a person. */
export const isOfNames = ({ source }: Pick<Sourced, "source">): boolean =>
  source === "folder" || source === "filename" || source === "pattern";

export interface Evidence {
  /** Index into the files. */
  readonly file: number;
  readonly folder: string;
  readonly called: CalledOne | null;
  /** Best first; the others are what other sources say. */
  readonly days: readonly Sourced[];
  readonly localities: readonly Sourced[];
  readonly photographers: readonly Sourced[];
  /** Photographers as they are written, best first down to the one that counts. */
  readonly written: readonly string[];
  readonly encounterNumber: number | null;
  readonly animals: string | null;
  /** As a pattern of the scan names them. */
  readonly individuals: readonly Sourced[];
  /** The pattern of the scan that its path fits. */
  readonly pattern: string | null;
  /** It shows an individual of the catalogue, and is of no encounter. */
  readonly reference: Reference | null;
  /** The row of the sheets that it is of; its place in the list of sightings. */
  readonly row: number | null;
  /** How that was found to be its row. */
  readonly matchedBy: MatchedBy | null;
  /** Which other rows may be meant as well, and why this one is taken; absent where there is no doubt. */
  readonly rowChoice?: string;
  /** Its row says what is one encounter. */
  readonly isHeld: boolean;
  readonly findings: readonly FindingCode[];
}

/** Thousands of files share a folder, a place and a photographer; each is read and folded once. */
export interface EvidenceRules {
  readonly names: ReturnType<typeof nameReader>;
  readonly override: FieldPatch;
  readonly folded: Map<string, string>;
  /** What a folder or a pattern says, by what was found in the names. */
  readonly ofNames: WeakMap<object, readonly Sourced[]>;
}

export const evidenceRules = (rules: NameRules, override: FieldPatch): EvidenceRules => ({
  names: nameReader(rules),
  override,
  folded: new Map(),
  ofNames: new WeakMap(),
});

/** One for all: what is known of all files is in memory at once. */
const none: readonly never[] = [];

type Said = Omit<Sourced, "folded">;

export function evidenceOf(input: GroupInput, file: number, rules: EvidenceRules): Evidence {
  const { names, override } = rules;
  const { folder, called, hints, name, stated, isEither } = names(input);
  const compared = (said: readonly Said[]) => (said.length === 0 ? none : said.map((one) => toSourced(one, rules)));
  const { metadata } = input;

  const taken = metadata?.localTime?.slice(0, 10) ?? null;
  const days: Sourced[] = [];
  if (taken !== null && metadata)
    days.push(
      ...compared([
        {
          ...{ value: taken, source: sourceOfTime(metadata.timeSource), raw: metadata.timeRaw ?? taken },
          // No camera says it: a program wrote it whenever it saved the file.
          ...(metadata.timeSource === "ModifyDate" && { place: laterChangePlace }),
        },
      ]),
    );
  const ofPattern = saidByPattern(stated?.date ?? null, stated, rules);
  const isWhole = ofPattern.some(({ value }) => value.length >= 10);
  if (isWhole) days.push(...ofPattern);
  if (name.day) days.push(...compared([{ ...name.day, source: "filename" }]));
  const ofFolder = saidByFolder(hints.days, rules);
  const isOfMonth = hints.days !== null && isMonth(hints.days);
  if (!isOfMonth) days.push(...ofFolder);
  // A year or a month is no other date than a day of it.
  for (const said of [...(isWhole ? [] : ofPattern), ...(isOfMonth ? ofFolder : [])])
    if (!days.some((day) => overlap(day.value, said.value))) days.push(said);

  const against = saidByFolder(hints.against, rules);
  if (taken === null && days.length > 0)
    days.push(...against.filter((said) => !days.some((day) => overlap(day.value, said.value))));

  const inFile = compared(statements(metadata?.recordedBy ?? null));
  const inFolder = saidByFolder(hints.recordedBy, rules);

  const findings: FindingCode[] = [];
  if (taken === null && days.length > 0) findings.push("DATE_FROM_NAME");
  if (taken === null && isEither && !days.some(({ value }) => value.length >= 10)) findings.push("DATE_EITHER");
  if (taken === null && hints.days?.orSeason && days[0]?.value === hints.days.value) findings.push("MONTH_OR_SEASON");
  if (taken === null && otherNamedDay(days)) findings.push("NAMED_DATES_DIFFER");
  const named = stated?.date?.value ? rangeOf(stated.date.value) : hints.days;
  // A season that is called by one year may begin in the one before.
  const isOfYear = named !== null && hints.days?.value.length === 4 && stated?.date?.value === undefined;
  if (taken !== null && named && !isOfYear && isFarFrom(taken, named)) findings.push("FOLDER_DATE_DIFFERS");

  return {
    file,
    folder,
    called,
    // A list that grew one by one has room for more.
    days: [...days],
    localities: together([
      compared(overridden(override.locality)),
      saidByPattern(stated?.locality ?? null, stated, rules),
      saidByFolder(hints.locality, rules),
      compared(statements(metadata?.locality ?? null)),
    ]),
    photographers: together([
      compared(overridden(override.recordedBy)),
      saidByPattern(stated?.recordedBy ?? null, stated, rules),
      // A folder that names an encounter and its people knows better than single files, which may name a camera's owner.
      ...(hints.encounterNumber === null ? [inFile, inFolder] : [inFolder, inFile]),
      compared(name.recordedBy ? [{ value: name.recordedBy, source: "filename", raw: name.recordedBy }] : []),
    ]),
    written: none,
    encounterNumber: stated?.encounterNumber ?? hints.encounterNumber ?? name.encounterNumber,
    animals: stated?.isIndividualDated ? (stated.individual?.value ?? null) : hints.animals,
    individuals: saidByPattern(stated?.individual ?? null, stated, rules),
    pattern: stated?.pattern ?? null,
    reference: null,
    row: null,
    matchedBy: null,
    isHeld: false,
    findings: findings.length === 0 ? none : findings,
  };
}

/** Written out: an object that is put together of others takes twice as much. Files of one day share its text. */
function toSourced({ value, source, raw, place }: Said, rules: EvidenceRules): Sourced {
  const folded = foldOnce(value, rules.folded);
  const said = { value: folded === value ? folded : value, source, raw, folded };
  return place === undefined ? said : { ...said, place };
}

const saidByFolder = (hint: Hint | null, rules: EvidenceRules): readonly Sourced[] =>
  hint === null ? none : saidOnce(hint, { value: hint.value, source: "folder", raw: hint.raw }, rules);

const saidByPattern = (
  hint: { readonly value: string | null; readonly raw: string } | null,
  stated: Stated | null,
  rules: EvidenceRules,
): readonly Sourced[] =>
  hint === null || hint.value === null || stated === null
    ? none
    : saidOnce(hint, { value: hint.value, source: "pattern", raw: hint.raw, place: stated.pattern }, rules);

/** The same list for all files of which the names say it. */
function saidOnce(hint: object, said: Said, rules: EvidenceRules): readonly Sourced[] {
  const known = rules.ofNames.get(hint) ?? [toSourced(said, rules)];
  rules.ofNames.set(hint, known);
  return known;
}

/** One list that says all of it is that of all files of its folder. */
function together(lists: readonly (readonly Sourced[])[]): readonly Sourced[] {
  const [first = none, ...others] = lists.filter((list) => list.length > 0);
  return others.length === 0 ? first : [...first, ...others.flat()];
}

function foldOnce(value: string, folded: Map<string, string>): string {
  const known = folded.get(value) ?? foldText(value);
  folded.set(value, known);
  return known;
}

const overridden = (value: string | undefined): readonly Said[] =>
  value === undefined ? none : [{ value, source: "override", raw: value }];

const statements = (text: NonNullable<GroupInput["metadata"]>["locality"]): readonly Said[] =>
  text === null ? none : [{ value: text.value, source: text.source, raw: text.raw }, ...text.conflicts];

/** Where in a file a date stands that is only that of its last change. */
const laterChangePlace = "date of a later change of the file";

export const sourceOfTime = (source: TimeSource | null): FieldSource => {
  if (source === "iptc:DateCreated") return "iptc";
  if (source === "quicktime:CreationDate") return "exif";
  return source?.includes(":") ? "xmp" : "exif";
};

const dayMs = 24 * 60 * 60 * 1000;

/** A date of the path that cannot be true beside the best of it; of a season that is called by one year may be the one before and after. */
export function otherNamedDay(days: readonly Sourced[]): Sourced | undefined {
  const [best, ...others] = days.filter(isOfNames);
  return best && others.find(({ value }) => areFarApart(best.value, value));
}

function areFarApart(best: string, other: string): boolean {
  const [[first, last], [otherFirst, otherLast]] = [daysOf(best), daysOf(other)];
  const marginMs = other.length === 4 ? 366 * dayMs : dayMs;
  return Date.parse(first) - Date.parse(otherLast) > marginMs || Date.parse(otherFirst) - Date.parse(last) > marginMs;
}

/** More than one day outside: a day beside is a night at sea or a clock in another zone. */
const isFarFrom = (day: string, { first, last }: { readonly first: string; readonly last: string }) =>
  Date.parse(day) < Date.parse(first) - dayMs || Date.parse(day) > Date.parse(last) + dayMs;
