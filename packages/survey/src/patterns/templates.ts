/** What the names of one folder look like, as a pattern that may fit others too. Pure. */
import type { PatternField } from "@landfall/protocol";
import { isGeographic, isHabit, partsOf } from "../group/name-parts.ts";
import { statedDatesAt } from "./dates-at.ts";
import { matchName } from "./match-path.ts";

/** A name in pieces: fields, and text as it stands. */
type Piece = { readonly field: PatternField } | { readonly text: string };
type Name = readonly Piece[];

const field = (name: PatternField): Piece => ({ field: name });
const isField = (piece: Piece, ...names: readonly PatternField[]): boolean =>
  "field" in piece && names.includes(piece.field);
const star: Name = [{ text: "*" }];
const isStar = (name: Name): boolean =>
  name.length === 1 && name[0] !== undefined && "text" in name[0] && name[0].text === "*";

/**
 * @param names of the folders, from the root down
 * @returns patterns, the more exact first; none where nothing is named
 */
export function folderTemplates(names: readonly string[]): string[] {
  const read = namesOf(names);
  const isSaying = (name: Name) => name.some((piece) => "field" in piece);
  const depth = read.findLastIndex(isSaying) + 1;
  if (depth === 0) return [];
  // Any folder may be a place; alone it is one where it says so itself.
  const isOnlyPlace = read.flat().every((piece) => "text" in piece || isField(piece, "locality"));
  if (isOnlyPlace && !isGeographic(names[depth - 1] ?? "")) return [];
  const kept = read.slice(0, depth);
  const exact = kept.map(written).join("/");
  // A folder of another name may stand in the same place elsewhere.
  const open = kept.map((name) => (isSaying(name) ? written(name) : "*")).join("/");
  // On another drive the same folders may lie deeper, or higher.
  const first = kept.findIndex(isSaying);
  const anywhere = first > 0 ? [`**/${kept.slice(first).map(written).join("/")}`] : [`**/${open}`];
  return [...new Set([exact, open, ...anywhere])];
}

function namesOf(names: readonly string[]): Name[] {
  const read: Name[] = [];
  const seen = (...fields: readonly PatternField[]) => read.flat().some((piece) => isField(piece, ...fields));
  for (const name of names) read.push(nameOf(name, seen));
  return withOnePlace(read, names);
}

function nameOf(name: string, seen: (...fields: readonly PatternField[]) => boolean): Name {
  const isDated = seen("date", "day");
  if (!seen("year") && !isDated && fits("year", name)) return [field("year")];
  if (seen("year") && !seen("month") && !isDated && fits("month", name)) return [field("month")];
  const day = seen("month") && !isDated ? /^(\d{1,2})(?!\d)/.exec(name)?.[0] : undefined;
  if (day !== undefined && fits("day", day)) return once([field("day"), ...textPieces(name.slice(day.length), true)]);
  const date = dateIn(name);
  if (date && isDated) return star;
  if (date)
    return once([
      ...textPieces(name.slice(0, date.start), true),
      field("date"),
      ...textPieces(name.slice(date.end), true),
    ]);
  // Below a day: its first, second … encounter, or its cards, which a person knows.
  if (isDated && !seen("encounter") && /^0*[1-9]\d?$/.test(name)) return [field("encounter")];
  if (/[{}*]/.test(name)) return star;
  if (isHabit(name)) return [{ text: name }];
  return once(textPieces(name, isDated));
}

const fits = (name: PatternField, text: string): boolean =>
  matchName([{ kind: "field", field: name }], text, null) !== null;

function dateIn(name: string): { readonly start: number; readonly end: number } | null {
  for (let start = 0; start < name.length; start++) {
    if (start > 0 && /[\p{L}\p{N}]/u.test(name[start - 1] ?? "") && /[\p{L}\p{N}]/u.test(name[start] ?? "")) continue;
    const [date] = statedDatesAt(name, start, null);
    // A year alone within a name may be anything.
    if (date && (date.value === null || date.value.length >= 7)) return { start, end: date.end };
  }
  return null;
}

const dividers = /(_+|\s+[-–—]+\s+|\s*[;,]\s+|^[\s.\-–—]+|[\s.\-–—]+$)/u;

/** @param isNear of a dated name, or below one: what looks like initials is a person */
function textPieces(text: string, isNear: boolean): Piece[] {
  return text.split(dividers).flatMap((part, index): Piece[] => {
    if (part === "") return [];
    if (index % 2 === 1) return [{ text: part }];
    const parts = partsOf(part);
    const number = parts.find(({ kind }) => kind === "number");
    const numbered = /^(.*\S)([\s,-]+)(\S+)$/su.exec(part);
    if (number && parts.length === 2 && numbered && fits("encounter", numbered[3] ?? ""))
      return [...textPieces(numbered[1] ?? "", isNear), { text: numbered[2] ?? "" }, field("encounter")];
    const [only] = parts;
    if (parts.length !== 1 || !only) return [{ text: "*" }];
    if (only.kind === "number") return [field("encounter")];
    if (only.kind === "animals") return [field("individual")];
    if (only.kind === "people" || (only.kind === "initials" && isNear)) return [field("photographer")];
    return [only.kind === "place" && /\p{L}/u.test(part) && !/\d{3}/.test(part) ? field("locality") : { text: "*" }];
  });
}

/** Each field stands once in a name; `Haro_Strait` is one place, and what comes back is anything. */
function once(pieces: readonly Piece[]): Name {
  const kept: Piece[] = [];
  for (const piece of pieces) {
    const isAgain = "field" in piece && kept.some((each) => isField(each, piece.field));
    if (isAgain && isField(piece, "locality") && isField(kept.at(-2) ?? { text: "" }, "locality")) kept.pop();
    else kept.push(isAgain ? { text: "*" } : piece);
  }
  return kept;
}

/** Of several folders that may be the place the likeliest: the dated one, the one above it, one that says so itself. */
function withOnePlace(read: readonly Name[], names: readonly string[]): Name[] {
  const dated = read.findIndex((name) => name.some((piece) => isField(piece, "date", "day")));
  const places = read.flatMap((name, at) => (name.some((piece) => isField(piece, "locality")) ? [at] : []));
  const rank = (at: number) =>
    at === dated ? 3 : isGeographic(names[at] ?? "") ? 2 : at === dated - 1 || dated < 0 ? 1 : 0;
  const best = places.toSorted((a, b) => rank(b) - rank(a) || b - a)[0];
  const used = new Set<PatternField>();
  return read.map((name, at) => {
    if (places.includes(at) && (at !== best || rank(at) === 0)) return star;
    const fields = name.flatMap((piece) => ("field" in piece ? [piece.field] : []));
    if (fields.some((each) => used.has(each))) return star;
    for (const each of fields) used.add(each);
    return name;
  });
}

/** @param stem of a file's name, with a date in it; null where it says nothing beside it */
export function fileTemplate(stem: string): string | null {
  if (/[{}*]/.test(stem)) return null;
  const pieces = nameOf(stem, () => false);
  const last = pieces.findLastIndex((piece) => "field" in piece);
  // Counters, sides and the like follow.
  const odd = pieces.findIndex((piece) => "text" in piece && piece.text === "*");
  const kept = odd < 0 ? pieces.slice(0, last + 1) : pieces.slice(0, odd);
  const fields = kept.filter((piece) => "field" in piece);
  if (fields.length < 2 || !fields.some((piece) => isField(piece, "date"))) return null;
  return `${written(kept)}${kept.length < pieces.length && odd < 0 ? "*" : odd < 0 ? "" : "*"}.*`;
}

const written = (name: Name): string =>
  isStar(name) ? "*" : name.map((piece) => ("field" in piece ? `{${piece.field}}` : piece.text)).join("");
