/** What a person should know before several encounters become one. */
import type { EncounterValues, FurtherFieldName } from "../encounter.ts";
import { furtherFieldWords } from "../field-words.ts";
import { foldText } from "../match-key.ts";
import { localMomentText } from "./clock-words.ts";

/** Of the whole group, or of what it was: one encounter has one of each. */
const oneOfEach = [
  "vernacularName",
  "scientificName",
  "fieldNumber",
  "individualCount",
  "groupSizeMin",
  "groupSizeMax",
] as const satisfies readonly FurtherFieldName[];

type Told = Pick<EncounterValues, "eventDate" | "locality" | "recordedBy"> &
  Partial<Pick<EncounterValues, (typeof oneOfEach)[number]>>;

const dayMs = 24 * 60 * 60 * 1000;
const isDay = (date: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(date);
const dateText = (date: string): string =>
  date
    .split("/")
    .map((part) => (isDay(part) ? localMomentText(part) : part))
    .join(" to ");

/** Those that are told apart, each once; what is not known says nothing. */
function differing(encounters: readonly Told[], of: keyof Told): string[] {
  const texts = encounters.flatMap((each) => (each[of] === undefined || each[of] === null ? [] : String(each[of])));
  return [...new Map(texts.map((text) => [foldText(text), text])).values()];
}

/** What the first does not say is taken of the others. */
const isOfGroup = (of: (typeof oneOfEach)[number]): boolean =>
  of === "individualCount" || of === "groupSizeMin" || of === "groupSizeMax";

const listed = (texts: readonly string[]): string => `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;

function daysLine(encounters: readonly Told[], { eventDate }: Told): string[] {
  const dates = differing(encounters, "eventDate").sort();
  if (dates.length < 2) return [];
  const ends = dates.flatMap((date) => date.split("/")).sort();
  const [first = "", last = ""] = [ends[0], ends.at(-1)];
  const days = isDay(first) && isDay(last) ? (Date.parse(last) - Date.parse(first)) / dayMs + 1 : undefined;
  const one = days === undefined ? "one encounter of several dates" : `one encounter of ${days} days`;
  const kept = eventDate === null ? "" : `, dated ${dateText(eventDate)}`;
  return [`They are from ${listed(dates.map(dateText))}: it will be ${one}${kept}.`];
}

/**
 * @param kept whose date, place and photographer it will have
 * @returns a sentence for each of day, place, photographer, species, number and group size in which they differ
 */
export function mergeWarnings(encounters: readonly Told[], kept: Told): string[] {
  const line = (of: "locality" | "recordedBy", word: string, none: string): string[] => {
    const texts = differing(encounters, of);
    if (texts.length < 2) return [];
    const will = kept[of] === null ? `without ${none}` : `${word} ${kept[of]}`;
    return [`They are ${word} ${listed(texts)}: it will be ${will}.`];
  };
  return [
    ...daysLine(encounters, kept),
    ...line("locality", "at", "a place"),
    ...line("recordedBy", "by", "a photographer"),
    ...oneOfEach.flatMap((of) => {
      const texts = differing(encounters, of);
      if (texts.length < 2) return [];
      const will = kept[of] ?? (isOfGroup(of) ? texts[0] : null) ?? null;
      return [`${furtherFieldWords[of]}: ${listed(texts)}; it will be ${will ?? "empty"}.`];
    }),
  ];
}
