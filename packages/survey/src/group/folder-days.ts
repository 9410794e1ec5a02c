/** Folders that somebody called one encounter, and encounters, that hold photographs of several days. Pure. */
import type { GroupInput } from "../ports.ts";
import type { Evidence } from "./evidence.ts";

interface Shot {
  readonly day: string;
  /** `T10:11:12`; empty where no time of day is stated. */
  readonly time: string;
}

const daysNamed = 5;
const noon = "T12";
const dayMs = 24 * 60 * 60 * 1000;

/**
 * @param evidence with its nights together
 * @returns for each such folder, as `Evidence.called` has it: `“2024-07-15 Enc 3”: 2024-07-15 (12 images), 2024-07-19 (40 images)`
 */
export function foldersOfDays(
  evidence: readonly Evidence[],
  files: readonly GroupInput[],
): ReadonlyMap<string, string> {
  const folders = Map.groupBy(
    evidence.filter(({ called, reference }) => called !== null && reference === null),
    ({ called }) => called?.folder ?? "",
  );
  const found = new Map<string, string>();
  for (const [folder, members] of folders) {
    const shots = members.flatMap((of) => shotOf(of, files[of.file]));
    const days = inDays(shots);
    const called = members[0]?.called;
    if (!called || days.length < 2 || isOneNight(days) || areNamed(called, days)) continue;
    found.set(folder, `“${called.name}”: ${daysText(days)}`);
  }
  return found;
}

/**
 * @param times local, of the photographs of one encounter
 * @returns `2024-07-15 (12 images), 2024-07-17 (5 images)`; null where they are of one day, or of one night
 */
export function severalDays(times: readonly string[]): string | null {
  const days = inDays(
    times.filter(({ length }) => length >= 10).map((time) => ({ day: time.slice(0, 10), time: time.slice(10) })),
  );
  return days.length < 2 || isOneNight(days) ? null : daysText(days);
}

const inDays = (shots: readonly Shot[]): [day: string, shots: Shot[]][] =>
  [...Map.groupBy(shots, ({ day }) => day)].sort(([a], [b]) => (a < b ? -1 : 1));

function daysText(days: Days): string {
  const named = days
    .slice(0, daysNamed)
    .map(([day, { length }]) => `${day} (${length} image${length === 1 ? "" : "s"})`);
  const more = days.length > daysNamed ? `, and ${days.length - daysNamed} more days` : "";
  return `${named.join(", ")}${more}`;
}

/** By its camera, at a day of its own or of the night that it goes on from; the date of a later change says nothing. */
function shotOf({ days: [day] }: Evidence, file: GroupInput | undefined): Shot[] {
  const { localTime, timeSource } = file?.metadata ?? {};
  if (!day || !localTime || localTime.length < 10 || timeSource === "ModifyDate") return [];
  if (day.source !== "exif" && day.source !== "xmp" && day.source !== "iptc") return [];
  return [{ day: day.value, time: day.value === localTime.slice(0, 10) ? localTime.slice(10) : "" }];
}

type Days = readonly (readonly [day: string, shots: readonly Shot[]])[];

/** From an afternoon to the morning after it, with whatever pause. */
function isOneNight([first, second, ...more]: Days): boolean {
  if (!first || !second || more.length > 0 || Date.parse(second[0]) - Date.parse(first[0]) !== dayMs) return false;
  const isAfternoon = ({ time }: Shot) => time >= noon || time === "";
  return first[1].every(isAfternoon) && second[1].every((shot) => shot.time !== "" && !isAfternoon(shot));
}

/** Its name says that it is of several days: of these. */
const areNamed = ({ first, last }: NonNullable<Evidence["called"]>, days: Days): boolean =>
  first !== null && last !== null && first !== last && days.every(([day]) => first <= day && day <= last);
