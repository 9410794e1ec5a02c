/** Days, partial dates and intervals, as the days that they may be. */

/** The first and the last day of `2024-07-15`, `1998-07`, `1998` or an interval of two of them. */
export function daysOf(eventDate: string): readonly [first: string, last: string] {
  const [start = "", end = start] = eventDate.split("/");
  return [`${start}-01-01`.slice(0, 10), lastOf(end)];
}

function lastOf(part: string): string {
  if (part.length === 10) return part;
  const [year = 0, month = 12] = part.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

export const overlap = (a: string, b: string): boolean => {
  const [[firstA, lastA], [firstB, lastB]] = [daysOf(a), daysOf(b)];
  return firstA <= lastB && firstB <= lastA;
};

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
