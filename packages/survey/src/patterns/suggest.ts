/** Patterns that the folders of a scan seem to be called by, with how much speaks for each. Pure. */
import { type DayMonthOrder, isPatternError, type PathPattern, parsePathPattern } from "@landfall/protocol";
import { isGeographic, isInitials, isShortName } from "../group/name-parts.ts";
import { rangeOf } from "./dates-at.ts";
import { type Found, stemOf } from "./match-path.ts";
import { fileTemplate, folderTemplates } from "./templates.ts";
import { fitTree, photographsIn, type TreeFolder, type TreeRow } from "./tree.ts";

export interface Suggestion {
  readonly pattern: string;
  /** The share of the images that it fits, times how plausible what it finds is; 0 to 1. */
  readonly confidence: number;
  readonly images: number;
  /** Images that state a day of their own: that of the name (or the one beside it), or another. */
  readonly dates: { readonly agree: number; readonly differ: number };
  readonly matching: readonly string[];
  readonly others: readonly string[];
}

const tried = 24;
const given = 5;
const examplesKept = 3;
const leastConfidence = 0.05;
/** File names looked at to find how they are made. */
const namesSeen = 2_000;

/**
 * @param orders by root
 * @param known patterns that are used for other folders of the group
 * @returns the surest first
 */
export function suggestPatterns(
  tree: readonly TreeFolder[],
  orders: readonly (DayMonthOrder | null)[],
  known: readonly string[] = [],
): Suggestion[] {
  const images = photographsIn(tree);
  if (images === 0) return [];
  const candidates = [...known.slice(0, tried), ...candidatesIn(tree).slice(0, tried)];
  /** Of two that say the same: the one that is used already, then the more exact one. */
  const rank = ({ pattern }: Suggestion) => (known.includes(pattern) ? 0 : starsIn(pattern));
  const judged = [...new Set(candidates)]
    .flatMap((text) => {
      const pattern = parsePathPattern(text);
      return isPatternError(pattern) ? [] : [judge(pattern, tree, orders, images)];
    })
    .filter(({ confidence }) => confidence >= leastConfidence)
    .sort((a, b) => b.worth - a.worth || b.images - a.images || rank(a) - rank(b));
  const kept: Judged[] = [];
  for (const each of judged) if (!kept.some((better) => saysNoMore(each, better))) kept.push(each);
  // What is said of each is how sure it is, so that is the order; of two as sure, the one that says more.
  return kept
    .slice(0, given)
    .sort((a, b) => b.confidence - a.confidence)
    .map(({ worth: _, fields: __, fits: ___, ...suggestion }) => suggestion);
}

const starsIn = (pattern: string): number => pattern.split("*").length;

/** Templates of all folders, and of file names with dates in them, those of most images first. */
function candidatesIn(tree: readonly TreeFolder[]): string[] {
  const counts = new Map<string, number>();
  const add = (text: string, images: number) => counts.set(text, (counts.get(text) ?? 0) + images);
  const ofNames = new Map<string, readonly string[]>();
  let seen = 0;
  for (const { path, names, files } of tree) {
    const templates = ofNames.get(path) ?? folderTemplates(names);
    ofNames.set(path, templates);
    for (const template of templates) add(template, files.length);
    for (const { name } of files.slice(0, Math.max(0, namesSeen - seen))) {
      const template = fileTemplate(stemOf(name));
      if (template !== null) add(names.length === 0 ? template : `**/${template}`, 1);
    }
    seen += files.length;
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
}

interface Judged extends Suggestion {
  /** Confidence, and how much it says. */
  readonly worth: number;
  readonly fields: ReadonlySet<string>;
  readonly fits: ReadonlySet<TreeFolder>;
}

/** Fits nothing that a better one does not fit, and names nothing more. */
const saysNoMore = (one: Judged, better: Judged): boolean =>
  one.images <= better.images &&
  [...one.fields].every((field) => better.fields.has(field)) &&
  [...one.fits].every((folder) => better.fits.has(folder));

function judge(
  pattern: PathPattern,
  tree: readonly TreeFolder[],
  orders: readonly (DayMonthOrder | null)[],
  all: number,
): Judged {
  const rows = fitTree(tree, [pattern], orders);
  const matching = rows.filter(({ match }) => match !== null);
  const images = matching.reduce((sum, row) => sum + row.images, 0);
  const dates = datesIn(matching);
  const fields = new Set(
    [...pattern.folders, pattern.file ?? []].flatMap((segment) =>
      segment === "folders" ? [] : segment.flatMap((part) => (part.kind === "field" ? [part.field] : [])),
    ),
  );
  const confidence = images === 0 ? 0 : (images / all) * plausible(matching, images, dates);
  // Year, month and day are one thing.
  const said = [...fields].filter((field) => !["any", "year", "month", "day", "date"].includes(field)).length;
  const isDated = fields.has("date") || fields.has("year");
  return {
    pattern: pattern.text,
    confidence: Math.round(confidence * 100) / 100,
    worth: confidence * (1 - 0.5 ** (said + Number(isDated))),
    images,
    dates,
    matching: examplesOf(matching),
    others: examplesOf(rows.filter(({ match }) => match === null)),
    fields,
    fits: new Set(matching.map(({ folder }) => folder)),
  };
}

const examplesOf = (rows: readonly TreeRow[]): string[] =>
  rows
    .slice(0, examplesKept)
    .map(({ folder, file }) => [...folder.names, file ?? folder.files[0]?.name ?? ""].join("/"));

const dayMs = 24 * 60 * 60 * 1000;

/** A day beside is a night at sea, or a clock in another zone. */
function datesIn(rows: readonly TreeRow[]): { agree: number; differ: number } {
  let agree = 0;
  let differ = 0;
  for (const { folder, file, match } of rows) {
    const value = match?.stated.date?.value;
    if (!value) continue;
    const { first, last } = rangeOf(value);
    const [from, to] = [Date.parse(first) - dayMs, Date.parse(last) + dayMs];
    for (const { name, taken } of folder.files) {
      if (taken === null || taken.length < 10 || (file !== null && name !== file)) continue;
      const at = Date.parse(taken);
      if (at >= from && at <= to) agree += 1;
      else differ += 1;
    }
  }
  return { agree, differ };
}

/** Without photographs that say their own day a date of a name is likely, one that could be either way round less so. */
const unproven = 0.9;
const either = 0.7;
/** A folder that is called a number and nothing else may be an encounter, or a card. */
const bareNumber = 0.7;

function plausible(rows: readonly TreeRow[], images: number, { agree, differ }: Suggestion["dates"]): number {
  const share = (isSo: (row: TreeRow) => boolean) =>
    rows.reduce((sum, row) => sum + (isSo(row) ? row.images : 0), 0) / images;
  const eithers = share(({ match }) => match?.stated.date?.value === null);
  const proof = agree + differ > 0 ? agree / (agree + differ) : unproven;
  const ofDate = rows.some(({ match }) => match?.stated.date) ? eithers * either + (1 - eithers) * proof : 1;
  const ofPeople = share(({ match }) => looksLikePerson(match?.stated.recordedBy?.value ?? null));
  const ofPlaces = share(({ match }) => looksLikePlace(match?.stated.locality?.value ?? null));
  const bare = share(({ match }) => match?.found.some(isBareNumber) ?? false);
  return ofDate * (0.6 + 0.4 * ofPeople) * (0.6 + 0.4 * ofPlaces) * (1 - bare * (1 - bareNumber));
}

const isBareNumber = ({ field, raw }: Found): boolean => field === "encounter" && /^\d+$/.test(raw);

const looksLikePerson = (text: string | null): boolean =>
  text === null || isInitials(text) || isShortName(text) || /^\p{Lu}\p{Ll}+(?: \p{Lu}[\p{L}'’.-]*)*$/u.test(text);

const looksLikePlace = (text: string | null): boolean =>
  text === null || isGeographic(text) || (/^\p{L}/u.test(text) && !/\d/.test(text) && text.length <= 60);
