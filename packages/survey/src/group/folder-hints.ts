/** What the names on the way to a file say. Hints only: the photograph's own metadata comes first where it states a thing. */
import { type DayMonthOrder, withoutDecade } from "@landfall/protocol";
import { rangeOf } from "../patterns/dates-at.ts";
import { overlap } from "../sheets/days.ts";
import { isOfCopying, withoutCopying } from "./copying-dates.ts";
import { type DateAt, daysIn, firstDate } from "./days-in-names.ts";
import { type IsPerson, withFullNames } from "./full-names.ts";
import { isMonth, monthIn, type NamedDates, yearIn } from "./months-in-names.ts";
import { encounterNumberIn, isGeographic, isHabit, isInitials, isShortName, partsOf } from "./name-parts.ts";
import { type MonthOrSeason, type NamedSeason, seasonIn } from "./seasons-in-names.ts";

export interface Hint {
  readonly value: string;
  readonly raw: string;
}

export interface FolderHints {
  /** Of the nearest folder that names days; of the nearest that names a month, where none names days; else a year. */
  readonly days: NamedDates | null;
  /** The date of a folder further up that says another one. */
  readonly against: NamedDates | null;
  readonly locality: Hint | null;
  readonly recordedBy: Hint | null;
  readonly encounterNumber: number | null;
  /** The animals that a dated folder names; keeps two groups of one day apart. */
  readonly animals: string | null;
}

export const noHints: FolderHints = {
  days: null,
  against: null,
  locality: null,
  recordedBy: null,
  encounterNumber: null,
  animals: null,
};

export interface FoldersToRead {
  /** How many, from the top, lie at or above the scan's root: they are read for dates and encounters only, the root for people too. */
  readonly above?: number;
  readonly order?: DayMonthOrder | null;
  /** They lie below a dated one. */
  readonly isBelowDate?: boolean;
  /** Whether a name is a photographer's; a folder of the scan that is called so is that one's. */
  readonly isPerson?: IsPerson;
  /** What the photographs below the folder of that depth show, where it may be called a month or a season. */
  readonly seasonAt?: (depth: number) => MonthOrSeason | null;
}

/** @param folders names from the top to the file's own folder; deeper ones win */
export function folderHints(
  folders: readonly string[],
  { above = 0, order = null, isBelowDate = false, isPerson = () => null, seasonAt = () => null }: FoldersToRead = {},
): FolderHints {
  let hints = noHints;
  let sawDate = isBelowDate;
  folders.forEach((name, depth) => {
    const dated = datedIn(name, order, () => seasonAt(depth));
    const isPersons = (at: number) => at >= above - 1 && isPerson(folders[at] ?? "");
    const next = dated
      ? fromDated(name, dated, hints, {
          isPerson,
          parent: isPersons(depth - 1) ? null : parentPlace(folders[depth - 1], depth > above),
        })
      : isPersons(depth)
        ? { ...hints, recordedBy: { value: name, raw: name } }
        : fromUndated(name, hints, { isBelowDate: sawDate, mayBePlace: depth >= above, isPerson });
    sawDate ||= dated !== null;
    hints = next;
  });
  return hints;
}

interface Around {
  readonly isPerson: IsPerson;
  /** The place that the folder above may be. */
  readonly parent: { readonly text: string; readonly isSure: boolean } | null;
}

/** @param dated its days and what else it says */
function fromDated(name: string, dated: Dated, above: FolderHints, { isPerson, parent }: Around): FolderHints {
  const parts = withFullNames(partsOf(dated.rest), isPerson);
  const texts = (kind: "place" | "people" | "initials" | "animals" | "letter") =>
    parts.flatMap((part) => (part.kind === kind ? [part.text] : []));
  const places = texts("place");
  // Initials alone beside a date may as well be a place; beside a place or a number they are a person.
  const others = places.length > 0 || parts.some((part) => part.kind === "number" || part.kind === "animals");
  const [person] = [...texts("people"), ...(others ? texts("initials") : [])];
  const number = parts.find((part) => part.kind === "number")?.number ?? null;
  const [animals] = [...texts("animals"), ...texts("letter")];
  const ownPlace = places.length > 0 ? places.join(" ") : null;
  const place =
    ownPlace ?? (parent && (parent.isSure || parts.some((part) => part.kind !== "nothing")) ? parent.text : null);
  return {
    ...nearest(dated, above),
    locality: place === null ? above.locality : { value: place, raw: ownPlace === null ? place : name },
    recordedBy: person === undefined ? above.recordedBy : { value: person, raw: name },
    encounterNumber: number ?? above.encounterNumber,
    animals: animals ?? dated.mark ?? above.animals,
  };
}

interface Dated {
  readonly days: NamedDates | null;
  /** The days that it may be, where that cannot be told. */
  readonly either?: DateAt["readings"];
  /** Another day that the name says. */
  readonly second?: NamedDates | null;
  readonly rest: string;
  readonly mark?: string | null;
}

/** The date of a name, if it can be told, and what else the name says. The day on which somebody copied it is none. */
function datedIn(name: string, order: DayMonthOrder | null, shown: () => MonthOrSeason | null): Dated | null {
  const found = daysIn(name, order);
  if (!found) {
    const season = seasonIn(name);
    // What says more of dates than a month does, such as `2010-11 to 2010-12`, is no season either.
    if (season && (season.month === null || monthIn(name) !== null))
      return isOfCopying(name, season.days.raw, false) ? { days: null, rest: season.rest } : ofSeason(season, shown());
    const month = monthIn(name);
    return month && isOfCopying(name, month.days.raw, !isMonth(month.days)) ? { ...month, days: null } : month;
  }
  const { first, last, raw } = found;
  const { second, rest } = secondIn(found.rest, order);
  const { mark } = found;
  if (isOfCopying(name, raw, true)) return { days: second, rest };
  if (first === null || last === null)
    return { days: null, either: firstDate(name, order)?.date.readings ?? null, rest, mark };
  return { days: { value: first === last ? first : `${first}/${last}`, first, last, raw }, second, rest, mark };
}

/** A further date is no place, and that of a copy or a scan nothing at all. */
function secondIn(left: string, order: DayMonthOrder | null): { second: NamedDates | null; rest: string } {
  const found = daysIn(left, order);
  if (!found) return { second: null, rest: left };
  const { first, last, raw } = found;
  const rest = withoutCopying(found.rest);
  if (first === null || last === null || isOfCopying(left, raw, true)) return { second: null, rest };
  return { second: { value: first === last ? first : `${first}/${last}`, first, last, raw }, rest };
}

/** What may be a month is one, unless photographs show the season. */
function ofSeason({ days, rest, month }: NamedSeason, shown: MonthOrSeason | null): Dated {
  if (month === null || shown === "season") return { days, rest };
  const ofMonth = { value: month, ...rangeOf(month), raw: days.raw };
  return { days: shown === "month" ? ofMonth : { ...ofMonth, orSeason: days.value }, rest };
}

/** A date comes before another one further up, which says more only where both may be true: days above the month of them. */
function nearest({ days: own, either, second }: Pick<Dated, "days" | "either" | "second">, above: FolderHints) {
  const { days } = above;
  const against = second ?? above.against;
  if (days === null) return { days: own, against };
  const may = own ? [own.value] : Object.values(either ?? {}).filter((day) => day !== null);
  const isOther = may.length > 0 && !may.some((day) => overlap(day, days.orSeason ?? days.value));
  if (isOther) return { days: own, against: days };
  return own === null || (isMonth(own) && isNarrower(days, own)) ? { days, against } : { days: own, against };
}

/** Says more: it leaves fewer days, and does not leave open which. */
const isNarrower = (one: NamedDates, other: NamedDates): boolean =>
  Date.parse(one.last) - Date.parse(one.first) < Date.parse(other.last) - Date.parse(other.first);

/** Folders of smaller pictures are called by how many pixels these are wide. */
const isWidth = (name: string): boolean => /^\s*(?:1920|2048)\s*$/.test(name);

interface Undated {
  readonly isBelowDate: boolean;
  readonly mayBePlace: boolean;
  readonly isPerson: IsPerson;
}

function fromUndated(name: string, above: FolderHints, { isBelowDate, mayBePlace, isPerson }: Undated): FolderHints {
  const number = encounterNumberIn(name);
  if (number !== null) return { ...above, encounterNumber: number };
  const year = yearIn(name);
  if (year !== null)
    return isWidth(name) && above.days !== null ? above : { ...above, ...nearest({ days: year }, above) };
  // `Encounter 1 - Haro Strait`, below its day.
  if (isBelowDate && partsOf(name).some(({ kind }) => kind === "number"))
    return fromDated(name, { days: null, rest: name }, above, { isPerson, parent: null });
  if (isBelowDate && (isInitials(name) || isShortName(name)))
    return { ...above, recordedBy: { value: name, raw: name } };
  const place = withoutDecade(name);
  if (mayBePlace && above.locality === null && isGeographic(place))
    return { ...above, locality: { value: place, raw: name } };
  return above;
}

/** A folder above a dated one may be its place. Sure, where the name says so itself. */
function parentPlace(name: string | undefined, isInScan: boolean) {
  if (name === undefined || !isInScan || /\d/.test(name) || isHabit(name) || isInitials(name) || isShortName(name))
    return null;
  return { text: name, isSure: isGeographic(name) };
}
