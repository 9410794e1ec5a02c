/** One cell of a sheet, as plain data. */

/** A date or time that the sheet has as such: the wall clock, `2024-07-15T09:42:00`. A time alone has the day before any date. */
export interface Stamp {
  readonly local: string;
}

export type Cell = string | number | Stamp | null;

export const isStamp = (cell: Cell): cell is Stamp => typeof cell === "object" && cell !== null;

/** A stamp of a time of day without a date: the first days that a spreadsheet counts from, in either system. */
const isTimeAlone = ({ local }: Stamp): boolean => local < "1900-01-02" || local.startsWith("1904-01-01T");

export const dayOf = (stamp: Stamp): string | null => (isTimeAlone(stamp) ? null : stamp.local.slice(0, 10));

/** `09:42:00`; null for a day at midnight, which is a day without a time. */
export function timeOf(stamp: Stamp): string | null {
  const time = stamp.local.slice(11, 19);
  return time === "00:00:00" && !isTimeAlone(stamp) ? null : time;
}

/** What a person sees in the cell. */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (isStamp(cell)) return [dayOf(cell), timeOf(cell)].filter((part) => part !== null).join(" ");
  return typeof cell === "number" ? String(cell) : cell.trim();
}

export const isEmptyCell = (cell: Cell | undefined): boolean => cell === undefined || cellText(cell) === "";
