/** Why a path does not fit a pattern: the first name that stands in the way. Pure. */
import type { DayMonthOrder, PathPattern, PatternSegment } from "@landfall/protocol";
import { matchName, stemOf } from "./match-path.ts";

const written = (segment: PatternSegment): string =>
  segment === "folders"
    ? "**"
    : segment
        .map((part) => (part.kind === "field" ? `{${part.field}}` : part.kind === "star" ? "*" : part.text))
        .join("");

/** A sentence. Only for what does not fit. */
export function becauseOf(
  { folders, file }: PathPattern,
  names: readonly string[],
  fileName: string,
  order: DayMonthOrder | null,
): string {
  if (folders.includes("folders")) return `No folder on the way fits ${folders.map(written).join("/")}.`;
  for (const [at, segment] of folders.entries()) {
    const name = names[at];
    if (name === undefined) return `It has no folder for ${written(segment)}.`;
    if (segment !== "folders" && !matchName(segment, name, order)) return `“${name}” does not fit ${written(segment)}.`;
  }
  const stem = stemOf(fileName);
  if (file && !matchName(file, stem, order)) return `“${stem}” does not fit ${written(file)}.`;
  return "There is no such day in the calendar.";
}
