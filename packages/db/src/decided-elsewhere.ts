/**
 * What was decided of photographs in encounters that they were in before: that they are not wanted, and what a person typed of them.
 * It is noted with the encounter that has them now, and goes with them, until a person approves that one or reopens it. Pure.
 */
import {
  type EncounterValues,
  type FieldName,
  type FieldSource,
  type FindingDetails,
  type FurtherFieldName,
  foldText,
  furtherFieldWords,
  type ReviewState,
} from "@landfall/protocol";
import { animalsIn, type Fields } from "@landfall/survey";
import { encounterTitle } from "./encounter-title.ts";

/** Said of a group of animals and of its encounter, and true of no other one beside it. */
const once = ["fieldNumber", "individualCount", "groupSizeMin", "groupSizeMax"] as const;
/** All that is no matter of the day, the place or the photographer, and has no rule of its own. */
const following: readonly FurtherFieldName[] = [
  ...(["organismName", "behavior", "eventRemarks", "scientificName", "vernacularName", "parentEventID"] as const),
  ...once,
];

const typed: ReadonlySet<FieldSource | undefined> = new Set<FieldSource>(["set", "override", "manual"]);

/**
 * What a person has typed, or emptied, that goes with photographs into an encounter which has no others.
 * @param isWhole whether it has all photographs of that one
 */
export function typedOf(of: Fields, isWhole: boolean): Fields {
  const names = following.filter(
    (name) => typed.has(of.provenance[name]?.source) && (isWhole || !(once as readonly FieldName[]).includes(name)),
  );
  const provenance = Object.fromEntries(
    names.map((name) => [name, { encounter: encounterTitle(of), ...of.provenance[name] }]),
  );
  return { values: of.values, provenance };
}

/** Of an encounter that photographs of this one were in. */
interface Mark {
  readonly from: string;
  /** SHA-256; none where it is so of all of them, and this one is denied for it. */
  readonly images: readonly string[];
  /** What was typed there, and is not said here. */
  readonly said?: readonly (readonly [FurtherFieldName, string | number])[];
}

export const markCodes = ["DENIED_BEFORE", "SAID_ELSEWHERE"] as const;
type Code = (typeof markCodes)[number];

const marksIn = (details: FindingDetails, code: Code): readonly Mark[] => JSON.parse(details[code] ?? "[]");

const detailsOf = (marks: Readonly<Record<Code, readonly Mark[]>>): FindingDetails =>
  Object.fromEntries(
    markCodes.flatMap((code) => (marks[code].length === 0 ? [] : [[code, JSON.stringify(marks[code])]])),
  );

interface Held extends Fields {
  readonly review: ReviewState;
  readonly details: FindingDetails;
}

/** An encounter that photographs come from. */
export interface Past {
  readonly of: Held;
  /** SHA-256 here → there. */
  readonly images: ReadonlyMap<string, string>;
}

/** What is noted of images, as far as they are still here. */
const among = (marks: readonly Mark[], images: ReadonlyMap<string, string>): Mark[] =>
  marks.flatMap((mark) => {
    if (mark.images.length === 0) return [mark];
    const there = new Set(mark.images);
    const here = [...images].flatMap(([now, was]) => (there.has(was) ? [now] : []));
    return here.length === 0 ? [] : [{ ...mark, images: here }];
  });

/** The encounter's own notes, of those of its images that are not left out. */
export function ownMarks(details: FindingDetails, live: Iterable<string>): FindingDetails {
  const images = new Map([...live].map((sha256) => [sha256, sha256]));
  return detailsOf({
    DENIED_BEFORE: among(marksIn(details, "DENIED_BEFORE"), images),
    SAID_ELSEWHERE: among(marksIn(details, "SAID_ELSEWHERE"), images),
  });
}

/** With what was decided in others. @param images of both that are not left out */
export function withMarksOf(details: FindingDetails, { of, images }: Past, here: Fields): FindingDetails {
  if (images.size === 0) return details;
  const from = encounterTitle(of);
  const there = (code: Code) =>
    of.review === "approved"
      ? []
      : among(
          marksIn(of.details, code).filter((mark) => mark.images.length > 0),
          images,
        );
  const said = following.flatMap((name) => {
    const value = typed.has(of.provenance[name]?.source) ? (of.values[name] ?? null) : null;
    return value === null || isSaid(here.values, name, value) ? [] : [[name, value] as const];
  });
  const live = [...images.keys()];
  return detailsOf({
    DENIED_BEFORE: [
      ...marksIn(details, "DENIED_BEFORE"),
      ...(of.review === "denied" ? [{ from, images: live }] : there("DENIED_BEFORE")),
    ],
    SAID_ELSEWHERE: [
      ...marksIn(details, "SAID_ELSEWHERE"),
      ...there("SAID_ELSEWHERE"),
      ...(said.length > 0 ? [{ from, images: live, said }] : []),
    ],
  });
}

/** Where all were denied, the encounter is denied as well, which is no decision about each of them any more. */
export function asDenied(details: FindingDetails, live: readonly string[]): FindingDetails | null {
  const marks = marksIn(details, "DENIED_BEFORE");
  const denied = new Set(marks.flatMap(({ images }) => images));
  if (live.length === 0 || !live.every((sha256) => denied.has(sha256))) return null;
  const DENIED_BEFORE = [...new Set(marks.map(({ from }) => from))].map((from) => ({ from, images: [] }));
  return detailsOf({ DENIED_BEFORE, SAID_ELSEWHERE: marksIn(details, "SAID_ELSEWHERE") });
}

/** Without any of it: a person has seen it. */
export const withoutMarks = ({ DENIED_BEFORE: _, SAID_ELSEWHERE: __, ...details }: FindingDetails): FindingDetails =>
  details;

/** Animals, behaviours and remarks may stand among others. */
function isSaid(values: EncounterValues, name: FurtherFieldName, value: string | number): boolean {
  const [own, its] = [String(values[name] ?? ""), String(value)];
  if (name === "behavior" || name === "eventRemarks") return foldText(own).includes(foldText(its));
  if (name !== "organismName") return foldText(own) === foldText(its);
  const known = new Set(animalsIn(own).map(foldText));
  return animalsIn(its).every((animal) => known.has(foldText(animal)));
}

const unsaid = ({ values, details }: Pick<Held, "values" | "details">): Mark[] =>
  marksIn(details, "SAID_ELSEWHERE").flatMap((mark) => {
    const said = (mark.said ?? []).filter(([name, value]) => !isSaid(values, name, value));
    return said.length === 0 ? [] : [{ ...mark, said }];
  });

/** Those that hold of the encounter as it is. */
export function marked(of: {
  readonly values: EncounterValues;
  readonly details?: FindingDetails | undefined;
}): Code[] {
  const held = { values: of.values, details: of.details ?? {} };
  return [
    ...(marksIn(held.details, "DENIED_BEFORE").length > 0 ? (["DENIED_BEFORE"] as const) : []),
    ...(unsaid(held).length > 0 ? (["SAID_ELSEWHERE"] as const) : []),
  ];
}

const images = (n: number): string => (n === 1 ? "1 image" : `${n} images`);
const longest = 60;
const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** `2 images in 2024-07-15 · Haro Strait · BW`; undefined of another finding. */
export function markText(of: Pick<Held, "values" | "details">, code: string): string | undefined {
  if (code === "DENIED_BEFORE")
    return marksIn(of.details, code)
      .map((mark) => `${mark.images.length === 0 ? "all of them" : images(mark.images.length)} in ${mark.from}`)
      .join(", ");
  if (code !== "SAID_ELSEWHERE") return undefined;
  return unsaid(of)
    .map(({ from, images: of, said = [] }) => {
      const values = said.map(([name, value]) => `${furtherFieldWords[name]} “${shortened(String(value))}”`);
      return `${images(of.length)} ${of.length === 1 ? "was" : "were"} in ${from} with ${values.join(", ")}`;
    })
    .join("; ");
}
