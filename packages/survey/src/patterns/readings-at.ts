/** What one part of a pattern can be at a place in a name. */
import type { DayMonthOrder, PatternField, PatternPart } from "@landfall/protocol";
import { isHabit } from "../group/name-parts.ts";
import { monthOf } from "../sheets/month-names.ts";
import { statedDatesAt } from "./dates-at.ts";

export interface PartReading {
  /** Null for text that stands for itself, and for `*`. */
  readonly field: PatternField | null;
  /** As it is understood; null for a date that could be either way round. */
  readonly value: string | null;
  readonly end: number;
}

export interface HowToRead {
  readonly order: DayMonthOrder | null;
  /** Places and people have no digits in them: of several ways to take a name apart the likely one. */
  readonly isStrict: boolean;
  /** The name has a month beside its year, which may then have two digits. */
  readonly isDated: boolean;
}

/** The best first. @param next what follows in the pattern, so that a text ends only where that stands */
export function readingsAt(
  part: PatternPart,
  next: PatternPart | undefined,
  name: string,
  at: number,
  { order, isStrict, isDated }: HowToRead,
): PartReading[] {
  if (part.kind === "text") return textAt(part.text, name, at);
  if (part.kind === "star")
    return endsOf(name, at, next, true).map((end) => ({ field: null, value: name.slice(at, end), end }));
  if (part.field === "date") return statedDatesAt(name, at, order).map((date) => ({ field: "date", ...date }));
  const shape = part.field === "year" && isDated ? anyYear : shapes[part.field];
  if (shape) return shape(name, at).map((found) => ({ field: part.field, ...found }));
  return openAt(part.field, next, name, at, isStrict);
}

function textAt(text: string, name: string, at: number): PartReading[] {
  const end = at + text.length;
  const isThere = name.slice(at, end).toLowerCase() === text.toLowerCase();
  return isThere ? [{ field: null, value: text, end }] : [];
}

function openAt(
  field: PatternField,
  next: PatternPart | undefined,
  name: string,
  at: number,
  isStrict: boolean,
): PartReading[] {
  return endsOf(name, at, next, field !== "photographer").flatMap((end) => {
    const value = trimmed(name.slice(at, end));
    return mayBe(field, value, isStrict) ? [{ field, value, end }] : [];
  });
}

/** Where an open text may end: at the end of the name, and where the next part may begin. A place is long, a person short. */
function endsOf(name: string, at: number, next: PatternPart | undefined, isLong: boolean): number[] {
  if (next === undefined) return [name.length];
  const wanted = next.kind === "text" ? next.text.toLowerCase() : null;
  const ends: number[] = [];
  for (let end = at; end <= name.length; end++)
    if (wanted === null || name.slice(end, end + wanted.length).toLowerCase() === wanted) ends.push(end);
  return isLong ? ends.reverse() : ends;
}

const trimmed = (text: string): string => text.replace(/^[\s_,.\-–—]+|[\s_,\-–—]+$/gu, "");

/** Names that cameras, programs and habits give are no places, people or animals, whatever a pattern says. */
function mayBe(field: PatternField, text: string, isStrict: boolean): boolean {
  if (field === "any") return text !== "";
  if (isStrict && field !== "individual" && /\p{N}/u.test(text)) return false;
  if (!/[\p{L}\p{N}]/u.test(text)) return false;
  if (!/\p{L}/u.test(text)) return field === "individual";
  return !isHabit(text);
}

type Shape = (name: string, at: number) => { readonly value: string; readonly end: number }[];

/** @param toValue null where it is none */
const shaped = (source: string, toValue: (match: RegExpExecArray) => string | null): Shape => {
  const shape = new RegExp(source, "iuy");
  return (name, at) => {
    shape.lastIndex = at;
    const match = shape.exec(name);
    const value = match && toValue(match);
    return match && value !== null ? [{ value, end: at + match[0].length }] : [];
  };
};

const within = (text: string | undefined, most: number): string | null =>
  Number(text) >= 1 && Number(text) <= most ? String(Number(text)).padStart(2, "0") : null;

const firstOf =
  (...each: readonly Shape[]): Shape =>
  (name, at) =>
    each.flatMap((shape) => shape(name, at));

const monthNumber = (name: string | undefined): string | null => {
  const month = monthOf(name ?? "");
  return month === null ? null : String(month).padStart(2, "0");
};

const wholeYear = shaped("(?:19|20)\\d{2}", ([text]) => text);
/** Of two digits those of this century up to the next few, else of the last one, as in sheets. */
const anyYear = firstOf(
  wholeYear,
  shaped("['’]?(\\d{2})", ([, two]) => `${Number(two) < 50 ? "20" : "19"}${two}`),
);

const shapes: Partial<Record<PatternField, Shape>> = {
  year: wholeYear,
  month: firstOf(
    // `07 July`, `07-Jul`
    shaped("(\\d{1,2})[-_. ]*(\\p{L}{3,10})(?!\\p{L})", ([, number, name]) => {
      const month = monthNumber(name);
      return month !== null && Number(number) === Number(month) ? month : null;
    }),
    shaped("\\d{2}", ([text]) => within(text, 12)),
    shaped("\\d", ([text]) => within(text, 12)),
    shaped("\\p{L}{3,10}(?!\\p{L})", ([text]) => monthNumber(text)),
  ),
  day: firstOf(
    shaped("(\\d{2})(?:st|nd|rd|th)?", ([, day]) => within(day, 31)),
    shaped("(\\d)(?:st|nd|rd|th)?", ([, day]) => within(day, 31)),
  ),
  encounter: shaped("(?:enc(?:ounter)?|sighting|e)?[\\s._#-]*0*(\\d{1,3})(?!\\d)", ([, number]) =>
    Number(number) > 0 ? String(Number(number)) : null,
  ),
};
