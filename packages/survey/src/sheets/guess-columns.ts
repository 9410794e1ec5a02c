/** Which column of a sheet is what: by its header, and by what stands in it. */
import { createHash } from "node:crypto";
import { foldText, type SheetField } from "@landfall/protocol";
import { type Cell, cellText, dayOf, isEmptyCell, isStamp } from "./cells.ts";
import { columnNames, columnWords } from "./column-words.ts";
import { readCoordinate, readPosition } from "./coordinates.ts";
import { readGroupSize } from "./group-size.ts";
import { areLatinNames } from "./latin-names.ts";
import { saysNothing } from "./no-value.ts";
import { readClock, readClocks } from "./sheet-clock.ts";
import { readSheetDate } from "./sheet-date.ts";
import type { TableRow } from "./table.ts";
import { offsetOfTitle } from "./utc-offset.ts";

export interface GuessedColumn {
  readonly header: string;
  readonly field: SheetField | null;
  /** From 0 to 1; 0 where there is no guess. */
  readonly confidence: number;
  /** Its title says plainly what it is, and none of its cells is that: one of them. */
  readonly unfit?: string;
}

const fieldOfName = new Map(
  (Object.entries(columnNames) as [SheetField, string][]).flatMap(([field, names]) =>
    names.split("|").map((name) => [name, field] as const),
  ),
);

/** `Group size (best)` → `group size best`: case, accents and punctuation aside. */
export const plainHeader = (header: string): string =>
  foldText(header)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replace(/#/g, " no ")
    .replace(/([a-z])\.(?=[a-z])/g, "$1 ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const sure = 0.9;
const likely = 0.6;

/** Days that are none of a sighting. */
const otherDates =
  /\b(?:birth|born|death|died|entered|entry|updated|modified|created|revised|submitted|submission|exported|printed|scanned|(?:first|last) (?:seen|sighted|sighting))\b/;

/** Of the header alone. */
export function guessHeader(header: string): { readonly field: SheetField; readonly confidence: number } | null {
  const plain = plainHeader(header);
  const field = fieldOfName.get(plain);
  if (field) return { field, confidence: sure };
  // A unit or a hint in brackets says nothing of what the column is.
  const bare = plainHeader(header.replace(/[([].*?[)\]]/g, " "));
  const named = bare === plain ? undefined : fieldOfName.get(bare);
  if (named) return { field: named, confidence: 0.8 };
  // `Nº avistamiento`, `Sichtung Nr.`
  const unnumbered = plain.replace(/\b(?:n|no|nr|num|numero|number)\b/g, "").trim();
  if (fieldOfName.get(unnumbered) === "encounterNumber") return { field: "encounterNumber", confidence: 0.8 };
  if (otherDates.test(plain)) return null;
  const word = columnWords.find(([, pattern]) => pattern.test(plain));
  return word ? { field: word[0], confidence: likely } : null;
}

const samplesRead = 50;

const mayBeCounted = /^(?:id|no|number|nr|row|record|record id)$/;

/** 1, 2, 3, or 57, 58, 59. */
function areCountedThrough(rows: readonly TableRow[], column: number): boolean {
  const numbers = filledIn(rows, column).map((cell) =>
    /^\d+$/.test(cellText(cell)) ? Number(cellText(cell)) : Number.NaN,
  );
  return numbers.length > 1 && numbers.every((number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1);
}

/** `min` behind a latitude is its minutes, and no least number of animals. */
function isPartOfCoordinate(header: readonly string[], column: number): boolean {
  if (!/^(?:min|mins|minutes?|sec|secs|seconds?)$/.test(plainHeader(header[column] ?? ""))) return false;
  const before = guessHeader(header[column - 1] ?? "")?.field;
  return before === "decimalLatitude" || before === "decimalLongitude" || isPartOfCoordinate(header, column - 1);
}

/** The Dutch word for a longitude is that for a length, too. */
const isLengthOfAnimal = (header: readonly string[], column: number): boolean =>
  plainHeader(header[column] ?? "") === "lengte" &&
  !header.some((text) => guessHeader(text)?.field === "decimalLatitude");

/** `Start` is the day's column where its cells are days with their times, as long as no other one is. */
function guessAt(header: string, rows: readonly TableRow[], column: number) {
  const guess = guessHeader(header);
  if (guess === null) return null;
  // `ID` or `Number` of rows that are counted through is no animal and no group size.
  if (mayBeCounted.test(plainHeader(header)) && areCountedThrough(rows, column))
    return { field: "encounterNumber" as const, confidence: likely };
  if (guess.field === "vernacularName" && areLatinNames(filledIn(rows, column).map((cell) => cellText(cell).trim())))
    return { ...guess, field: "scientificName" as const };
  // Of two columns with the same in local time and in UTC, the local one.
  const inUtc = offsetOfTitle(header) === "Z" ? 0.8 : 1;
  const isStamps = guess.field === "startTime" && (fitOf("eventDate", rows, column) ?? 0) > 0.5;
  return isStamps
    ? { field: "eventDate" as const, confidence: likely * inUtc }
    : { ...guess, confidence: guess.confidence * inUtc };
}

/** Each field once: of several columns that could be it, the surest, and of these the first. */
export function guessColumns(header: readonly string[], rows: readonly TableRow[]): GuessedColumn[] {
  const guesses = header.map((text, column) => {
    const isNone = isPartOfCoordinate(header, column) || isLengthOfAnimal(header, column);
    const guess = isNone ? null : guessAt(text, rows.slice(0, samplesRead * 4), column);
    if (!guess) return { header: text, field: null, confidence: 0 };
    const fit = fitOf(guess.field, rows.slice(0, samplesRead * 4), column);
    return {
      header: text,
      ...guess,
      confidence: fit === null ? guess.confidence / 2 : guess.confidence * (0.4 + 0.6 * fit),
    };
  });
  const best = new Map<SheetField, number>();
  guesses.forEach(({ field, confidence }, column) => {
    const other = field ? best.get(field) : undefined;
    if (field && (other === undefined || confidence > (guesses[other]?.confidence ?? 0))) best.set(field, column);
  });
  // Where no header says so, a column of nothing but a workbook's dates is the day's.
  const dated = best.has("eventDate")
    ? -1
    : guesses.findIndex(({ field }, column) => field === null && isOfDays(rows.slice(0, samplesRead * 4), column));
  return guesses.map((guess, column) => {
    if (column === dated) return { header: guess.header, field: "eventDate", confidence: unnamedDate };
    const isTaken = guess.field !== null && best.get(guess.field) !== column;
    // What does not fit at all is no guess: a column `Time` of remarks.
    const unfit = isTaken ? null : unfitOf(guess, rows, column);
    return isTaken || guess.confidence < leastConfidence
      ? { header: guess.header, field: null, confidence: 0, ...(unfit !== null && { unfit }) }
      : { ...guess, confidence: Math.round(guess.confidence * 100) / 100 };
  });
}
const leastConfidence = 0.4;

function unfitOf({ header, field }: GuessedColumn, rows: readonly TableRow[], column: number): string | null {
  const isPlain = (guessHeader(header)?.confidence ?? 0) >= 0.8;
  if (field === null || !isPlain || fitOf(field, rows.slice(0, samplesRead * 4), column) !== 0) return null;
  const [first = null] = filledIn(rows, column);
  return cellText(first);
}

const filledIn = (rows: readonly TableRow[], column: number): Cell[] =>
  rows.flatMap(({ cells }) => {
    const cell = cells[column] ?? null;
    return isEmptyCell(cell) || saysNothing(cell) ? [] : [cell];
  });

const unnamedDate = 0.5;

const isOfDays = (rows: readonly TableRow[], column: number): boolean => {
  const filled = rows.flatMap(({ cells }) => (isEmptyCell(cells[column]) ? [] : [cells[column] ?? null]));
  return filled.length > 0 && filled.every((cell) => isStamp(cell) && dayOf(cell) !== null);
};

const unread = { order: null, epoch1904: false };
const checks: Partial<Record<SheetField, (cell: Cell) => boolean>> = {
  eventDate: (cell) => ["date", "either"].includes(readSheetDate(cell, unread).kind),
  startTime: (cell) => isStamp(cell) || (readClock(cell, unread) ?? readClocks(cell, unread)) !== null,
  endTime: (cell) => isStamp(cell) || readClock(cell, unread) !== null,
  decimalLatitude: (cell) => ["degrees", "either"].includes(readCoordinate(cellText(cell), "latitude").kind),
  decimalLongitude: (cell) => ["degrees", "either"].includes(readCoordinate(cellText(cell), "longitude").kind),
  position: (cell) => readPosition(cellText(cell)).latitude.kind === "degrees",
  individualCount: (cell) => readGroupSize(cellText(cell)) !== null,
  groupSizeMin: (cell) => readGroupSize(cellText(cell)) !== null,
  groupSizeMax: (cell) => readGroupSize(cellText(cell)) !== null,
};

/** The part of the filled cells that can be what the field asks for; null where the column is empty. */
function fitOf(field: SheetField, rows: readonly TableRow[], column: number): number | null {
  const filled = filledIn(rows, column).slice(0, samplesRead);
  if (filled.length === 0) return null;
  const check = checks[field];
  return check ? filled.filter(check).length / filled.length : 1;
}

/** Equal for sheets whose columns have the same names in the same order. */
export const headerFingerprint = (header: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify(header.map(plainHeader)))
    .digest("hex")
    .slice(0, 32);
