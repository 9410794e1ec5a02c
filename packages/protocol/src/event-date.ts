/**
 * `dwc:eventDate` as we keep it: a local calendar day `2024-07-15`, a partial date `1998` or `1998-07`,
 * or an interval of two of them `1998-07/1998-08`.
 */
import { z } from "zod";

const part = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

function isCalendarPart(text: string): boolean {
  const match = part.exec(text);
  if (!match) return false;
  const [, year, month, day] = match;
  if (Number(year) < 1826) return false; // no photograph is older
  if (month === undefined) return true;
  if (Number(month) < 1 || Number(month) > 12) return false;
  if (day === undefined) return true;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

export function isEventDate(text: string): boolean {
  const [start = "", end, ...rest] = text.split("/");
  if (rest.length > 0 || !isCalendarPart(start)) return false;
  return end === undefined || (isCalendarPart(end) && start <= end);
}

/** Whole local day, the only kind that may match another encounter by key. */
export const isWholeDay = (text: string): boolean => isEventDate(text) && text.length === 10 && !text.includes("/");

/** Whether two event dates have a day in common: `1998-07` and `1998-07-15` have. */
export function mayBeSameDay(a: string, b: string): boolean {
  const isBeforeEndOf = (one: string, other: string) => {
    const [start = ""] = one.split("/");
    const end = other.split("/").at(-1) ?? "";
    return start.slice(0, end.length) <= end;
  };
  return isBeforeEndOf(a, b) && isBeforeEndOf(b, a);
}

export const EventDate = z
  .string()
  .refine(isEventDate, "a date such as 2024-07-15, 1998-07, 1998, or an interval of two");
