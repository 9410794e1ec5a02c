/** Photographs that go on over midnight belong to the encounter of the day on which it began. Pure. */
import type { GroupInput } from "../ports.ts";
import type { Evidence } from "./evidence.ts";

interface Shot {
  readonly of: Evidence;
  /** Local time with a time of day. */
  readonly at: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const ms = (local: string): number => Date.parse(`${local.slice(0, 19)}Z`);

/** A folder that people called one encounter of that day holds it over a pause at night as by day. */
const nightMs = 12 * 60 * 60 * 1000;

const isCalledOne = ({ called, encounterNumber }: Evidence, day: string): boolean =>
  encounterNumber !== null && called !== null && called.first === day && called.last === day;

/** @returns the evidence; what no row of a sheet places, and was taken within the gap of one before midnight, in the same folder by the same person, has that one's day first */
export function withNights(evidence: readonly Evidence[], files: readonly GroupInput[], gapMs: number): Evidence[] {
  const moved = new Map<number, Evidence>();
  const shots = evidence.flatMap((of): Shot[] => {
    const at = files[of.file]?.metadata?.localTime ?? "";
    return of.row === null && at.length > 10 && of.days[0]?.value === at.slice(0, 10) ? [{ of, at }] : [];
  });
  for (const together of Map.groupBy(shots, ({ of }) =>
    JSON.stringify([of.folder, of.photographers[0]?.folded]),
  ).values()) {
    if (together.every(({ at }) => at.slice(0, 10) === together[0]?.at.slice(0, 10))) continue;
    const ordered = together.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    let before: Shot | undefined;
    for (const { of, at } of ordered) {
      const evening = before?.of.days[0];
      const [day] = of.days;
      const goesOn =
        before !== undefined &&
        evening !== undefined &&
        ms(at) - ms(before.at) <= (isCalledOne(of, evening.value) ? nightMs : gapMs) &&
        day !== undefined &&
        ms(`${day.value}T00:00:00`) - ms(`${evening.value}T00:00:00`) === dayMs;
      const placed = goesOn
        ? { ...of, days: [{ ...day, value: evening.value, folded: evening.folded }, ...of.days] }
        : of;
      if (goesOn) moved.set(of.file, { ...placed, findings: [...of.findings, "OVER_MIDNIGHT"] });
      before = { of: placed, at };
    }
  }
  return evidence.map((of) => moved.get(of.file) ?? of);
}
