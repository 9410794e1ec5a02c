/** A week as a person writes it: `closed; mon-fri 8-17 peak; sat-sun full`, or the name of a usual one. */
import { type Level, type LocalHour, type Week, weekOf } from "./timetable.ts";

const isWeekend = ({ weekday }: LocalHour): boolean => weekday > 4;
const isOfficeHour = (at: LocalHour): boolean => !isWeekend(at) && at.hour >= 8 && at.hour < 17;
const isNight = ({ hour }: LocalHour): boolean => hour >= 22 || hour < 6;

export interface UsualWeek {
  readonly name: string;
  readonly week: Week;
}

export const usualWeeks: readonly UsualWeek[] = [
  { name: "always", week: weekOf(() => "full") },
  { name: "office", week: weekOf((at) => (isOfficeHour(at) ? "peak" : "full")) },
  { name: "nights", week: weekOf((at) => (isNight(at) ? "full" : "closed")) },
  {
    name: "nights-and-weekends",
    week: weekOf((at) => (isNight(at) || isWeekend(at) ? "full" : "closed")),
  },
];

const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const sameHours = (a: readonly Level[], b: readonly Level[]): boolean => a.every((level, hour) => level === b[hour]);
const sameWeek = (a: Week, b: Week): boolean => a.every((day, weekday) => sameHours(day, b[weekday] ?? []));

export const usualWeek = (week: Week): UsualWeek | undefined => usualWeeks.find((usual) => sameWeek(usual.week, week));

/** The level that most hours have. */
function commonLevel(week: Week): Level {
  const hours = week.flat();
  const count = (level: Level) => hours.filter((each) => each === level).length;
  return (["full", "peak", "closed"] as const).reduce((best, level) => (count(level) > count(best) ? level : best));
}

/** Stretches of one level that is not the common one: `8-17 peak`. */
function stretches(day: readonly Level[], common: Level): string[] {
  const told: string[] = [];
  for (let from = 0; from < 24; ) {
    const level = day[from];
    let to = from + 1;
    while (to < 24 && day[to] === level) to += 1;
    if (level !== common) told.push(`${from}-${to} ${level}`);
    from = to;
  }
  return told;
}

/** The name of a usual week, or what is different from its common level; what it gives can be read again. */
export function showWeek(week: Week): string {
  const usual = usualWeek(week);
  if (usual) return usual.name;
  const common = commonLevel(week);
  const parts: string[] = [common];
  for (let from = 0; from < 7; ) {
    const day = week[from] ?? [];
    let to = from + 1;
    while (to < 7 && sameHours(day, week[to] ?? [])) to += 1;
    const days = to - from > 1 ? `${dayNames[from]}-${dayNames[to - 1]}` : dayNames[from];
    for (const stretch of stretches(day, common)) parts.push(`${days} ${stretch}`);
    from = to;
  }
  return parts.join("; ");
}

const part =
  /^(?:(mon|tue|wed|thu|fri|sat|sun)(?:-(mon|tue|wed|thu|fri|sat|sun))?\s+)?(?:(\d{1,2})-(\d{1,2})\s+)?(full|peak|closed)$/;

/** A span that may pass over the end: `fri-mon`, `22-6`. */
const isWithin = (at: number, from: number, to: number): boolean =>
  from < to ? at >= from && at < to : at >= from || at < to;

/** Later parts paint over earlier ones; hours that none names are `full`. `undefined` where a part cannot be read. */
export function readWeek(text: string): Week | undefined {
  const words = text.trim().toLowerCase();
  const usual = usualWeeks.find(({ name }) => name === words);
  if (usual) return usual.week;
  let week = weekOf(() => "full");
  for (const piece of words.split(/[;,]/)) {
    const match = part.exec(piece.trim());
    if (!match) return undefined;
    const [, firstDay, lastDay, fromHour = "0", toHour = "24", level] = match;
    const [from, to] = [Number(fromHour), Number(toHour)];
    if (from > 23 || to > 24 || from === to) return undefined;
    const first = firstDay ? dayNames.indexOf(firstDay as (typeof dayNames)[number]) : 0;
    const last = lastDay ? dayNames.indexOf(lastDay as (typeof dayNames)[number]) : firstDay ? first : 6;
    const before = week;
    week = weekOf(({ weekday, hour }) =>
      isWithin(weekday, first, (last + 1) % 7 === first ? first : last + 1) && isWithin(hour, from, to)
        ? (level as Level)
        : (before[weekday]?.[hour] ?? "full"),
    );
  }
  return week;
}
