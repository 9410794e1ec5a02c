/** What a file's own name says, for groups that write everything into it: `20240715_E3_Skana_MK_0127_T002B_L.jpg`. */
import type { DayMonthOrder } from "@landfall/protocol";
import { daysIn } from "./days-in-names.ts";
import { encounterNumberIn, isInitials } from "./name-parts.ts";

export interface FileNameHints {
  readonly day: { readonly value: string; readonly raw: string } | null;
  readonly encounterNumber: number | null;
  readonly recordedBy: string | null;
}

export const noFileNameHints: FileNameHints = { day: null, encounterNumber: null, recordedBy: null };

export function fileNameHints(fileName: string, order: DayMonthOrder | null = null): FileNameHints {
  const stem = fileName.replace(/\.[^.]*$/, "");
  const days = daysIn(stem, order);
  const day = days?.first ? { value: days.first, raw: days.raw } : null;
  const tokens = stem.split(/[_\s]+/);
  const number = tokens.map(encounterNumberIn).find((found) => found !== null) ?? null;
  // Only such names as carry a date and an encounter are rich enough for two capitals to be a person.
  const people = tokens.filter(isInitials);
  const isRich = day !== null && number !== null && people.length === 1;
  return { day, encounterNumber: day === null ? null : number, recordedBy: isRich ? (people[0] ?? null) : null };
}
