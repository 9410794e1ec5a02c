/** What a path says of its encounter, as the scan's patterns have it. The first pattern that fits says it. Pure. */
import type { DayMonthOrder, PathPattern, PatternField, PatternValue } from "@landfall/protocol";
import type { Hint } from "../group/folder-hints.ts";
import { isCalendarDay } from "../metadata/dates.ts";
import { type Found, matchFile, matchFolders, type PathMatch } from "./match-path.ts";

export interface Stated {
  /** The pattern, as written. */
  readonly pattern: string;
  /** `value` is null where day and month could be either way round. */
  readonly date: { readonly value: string | null; readonly raw: string } | null;
  readonly locality: Hint | null;
  readonly recordedBy: Hint | null;
  readonly individual: Hint | null;
  readonly encounterNumber: number | null;
  /** The animals are named beside the date: two groups of one day are two encounters. */
  readonly isIndividualDated: boolean;
}

export interface StatedPath extends PathMatch {
  /** Which of the patterns. */
  readonly index: number;
  readonly stated: Stated;
}

/** What patterns make of the files of one folder, by their names. */
export type StatedIn = (fileName: string) => StatedPath | null;

/**
 * @returns for a file's name null where none fits, or where what fits is no day that there is, such as the 31st of June
 */
export function statedIn(
  patterns: readonly PathPattern[],
  folders: readonly string[],
  order: DayMonthOrder | null,
): StatedIn {
  const fitting = patterns.flatMap((pattern, index) => {
    const inFolders = matchFolders(pattern, folders, order);
    return inFolders ? [{ pattern, index, inFolders }] : [];
  });
  return (fileName) => {
    for (const { pattern, index, inFolders } of fitting) {
      const match = matchFile(pattern, inFolders, fileName, order);
      const stated = match && toStated(pattern, match.found);
      if (match && stated) return { ...match, index, stated };
    }
    return null;
  };
}

function toStated({ text }: PathPattern, found: readonly Found[]): Stated | null {
  const of = (field: PatternField) => found.find((each) => each.field === field);
  const hint = (field: PatternField): Hint | null => {
    const each = of(field);
    return each && each.value !== null ? { value: each.value, raw: each.raw } : null;
  };
  const date = dateOf(of);
  if (date?.value !== undefined && date.value !== null && /^.{10}$/.test(date.value) && !isCalendarDay(date.value))
    return null;
  const number = hint("encounter");
  return {
    pattern: text,
    date,
    locality: hint("locality"),
    recordedBy: hint("photographer"),
    individual: hint("individual"),
    encounterNumber: number === null ? null : Number(number.value),
    isIndividualDated: of("individual") !== undefined && of("individual")?.raw === of("date")?.raw,
  };
}

/** A whole date, else what year, month and day come to. */
function dateOf(of: (field: PatternField) => Found | undefined): Stated["date"] {
  const whole = of("date");
  if (whole) return { value: whole.value, raw: whole.raw };
  const parts = [of("year"), of("month"), of("day")].filter((part) => part !== undefined);
  if (parts.length === 0) return null;
  return {
    value: parts.map(({ value }) => value ?? "").join("-"),
    raw: [...new Set(parts.map(({ raw }) => raw))].join("/"),
  };
}

/** For a person to see: the fields that count, as they are understood. */
export function valuesOf({ stated, found }: StatedPath): PatternValue[] {
  const isSaid = (field: PatternField) => found.some((each) => each.field === field);
  const values: PatternValue[] = stated.date ? [{ field: "date", value: stated.date.value }] : [];
  const others = [
    ["locality", stated.locality?.value],
    ["photographer", stated.recordedBy?.value],
    ["encounter", stated.encounterNumber === null ? undefined : String(stated.encounterNumber)],
    ["individual", stated.individual?.value],
  ] as const;
  for (const [field, value] of others) if (isSaid(field) && value !== undefined) values.push({ field, value });
  return values;
}
