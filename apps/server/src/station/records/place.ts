/**
 * How exactly others are told where photographs were taken. A place is given away by its coordinates, by its name, and by
 * whatever a person wrote: paths (`2024-07-15_Haro Strait/…`), file names, remarks. So where coordinates are not told as they
 * are, none of these is either, and what was changed or left out is said.
 */
import { foldText, type LocationPrecision } from "@landfall/protocol";

const degrees = { "0.01": 0.01, "0.1": 0.1 } as const;
const metresOfDegree = 111_320;

export interface Position {
  readonly decimalLatitude: number | null;
  readonly decimalLongitude: number | null;
  readonly coordinateUncertaintyInMeters: number | null;
}

export interface ToldPosition extends Position {
  /** Of the rounding, in degrees. */
  readonly coordinatePrecision: number | null;
}

const nowhere: ToldPosition = {
  decimalLatitude: null,
  decimalLongitude: null,
  coordinateUncertaintyInMeters: null,
  coordinatePrecision: null,
};

const rounded = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(2)) + 0;

/** Rounded to the middle of a cell, whose half diagonal the uncertainty then includes. */
export function tellPosition(precision: LocationPrecision, position: Position): ToldPosition {
  const { decimalLatitude, decimalLongitude, coordinateUncertaintyInMeters } = position;
  if (decimalLatitude === null || decimalLongitude === null || precision === "none") return nowhere;
  if (precision === "exact") return { ...position, coordinatePrecision: null };
  const step = degrees[precision];
  return {
    decimalLatitude: rounded(decimalLatitude, step),
    decimalLongitude: rounded(decimalLongitude, step),
    coordinateUncertaintyInMeters: Math.ceil(
      (coordinateUncertaintyInMeters ?? 0) + step * metresOfDegree * Math.SQRT1_2,
    ),
    coordinatePrecision: step,
  };
}

export const hidesPlaces = (precision: LocationPrecision): boolean => precision !== "exact";

/** Texts as they are compared: without case and accents. */
export const plain = (text: string): string =>
  foldText(text)
    .normalize("NFD")
    .replace(/\p{M}+/gu, "");

/** Short Latin words are in every text, so that they count only by themselves; elsewhere two signs are a word. */
function hasWord(said: string, word: string): boolean {
  if (word.length >= 4) return said.includes(word);
  if (word.length < 2 || !said.includes(word)) return false;
  return !/^\p{Script=Latin}/u.test(word) || said.split(/[^\p{L}]+/u).includes(word);
}

/** Where words are not written apart, two signs of a name are as good as one of its words. */
const pairsOf = (word: string): string[] =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)
    ? Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2))
    : [];

/**
 * Whether a text gives the place away: it has the name of it or a word of that name in it, or the whole name of another place.
 * @param places `plain` names of places of the population
 */
export function namesPlace(text: string, locality: string | null, places: readonly string[]): boolean {
  const said = plain(text);
  const own = plain(locality ?? "");
  const words = own.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= 4 || !/^\p{Script=Latin}/u.test(word));
  return [own, ...words, ...words.flatMap(pairsOf), ...places].some((word) => hasWord(said, word));
}

/** A name that says nothing but what the file is: its SHA-256, and the end of its name where that is one of a format. */
export function plainName(sha256: string, fileName: string): string {
  const end = /\.([a-z0-9]{1,5})$/i.exec(fileName)?.[1]?.toLowerCase();
  return end ? `${sha256}.${end}` : sha256;
}
