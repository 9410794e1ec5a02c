/** What the names of a file and of the folders above it say: by the scan's patterns, else as far as they can be guessed. */
import type { DayMonthOrder, PathPattern } from "@landfall/protocol";
import { endOf } from "../patterns/date-order.ts";
import { rangeOf } from "../patterns/dates-at.ts";
import { type Stated, type StatedIn, type StatedPath, statedIn } from "../patterns/stated.ts";
import type { GroupInput } from "../ports.ts";
import { firstDate } from "./days-in-names.ts";
import { type FileNameHints, fileNameHints, noFileNameHints } from "./file-name-hints.ts";
import { type FolderHints, folderHints } from "./folder-hints.ts";
import type { IsPerson } from "./full-names.ts";
import { isMonth } from "./months-in-names.ts";
import { partsOf } from "./name-parts.ts";
import type { SeasonOf } from "./season-folders.ts";

export interface NamesSaid {
  /** The root's number and the folder below it. */
  readonly folder: string;
  readonly hints: FolderHints;
  readonly name: FileNameHints;
  readonly stated: Stated | null;
  /** A date of these names could be either way round. */
  readonly isEither: boolean;
  /** The folder that calls its photographs one encounter: it names its number, or one day. */
  readonly called: CalledOne | null;
}

export interface CalledOne {
  /** The root's number and the folder below it, and its own name. */
  readonly folder: string;
  readonly name: string;
  /** The days that it names. */
  readonly first: string | null;
  readonly last: string | null;
}

export interface NameRules {
  readonly roots: readonly string[];
  readonly patterns: readonly PathPattern[];
  /** By root; null where it is not known whether day or month comes first. */
  readonly orders: readonly (DayMonthOrder | null)[];
  /** Whether a name is that of somebody whom the population knows. */
  readonly isPerson: IsPerson;
  /** What photographs show of a folder that may be called a month or a season. */
  readonly seasonOf: SeasonOf;
}

interface OfFolder extends Omit<NamesSaid, "name"> {
  readonly names: readonly string[];
  /** Of its files, where a pattern speaks of them. */
  readonly ofFile: StatedIn | null;
}

/** Thousands of files share a folder: each is read once. */
export function nameReader(rules: NameRules): (input: Pick<GroupInput, "root" | "path">) => NamesSaid {
  const known = new Map<string, OfFolder>();
  return ({ root, path }) => {
    const slash = path.lastIndexOf("/");
    const fileName = composed(path.slice(slash + 1));
    const folder = `${root}/${path.slice(0, Math.max(0, slash))}`;
    const order = rules.orders[root] ?? null;
    const of = known.get(folder) ?? readFolder(rules, root, path, folder);
    known.set(folder, of);
    const match = of.ofFile?.(fileName) ?? null;
    const { names: _, ofFile: __, ...said } = match ? { ...of, ...withStated(rules, root, of.names, match) } : of;
    // What a file's name says is said of the file.
    if (match?.inFile) return { ...said, name: noFileNameHints, called: null };
    const name = fileNameHints(fileName, order);
    return { ...said, name, isEither: said.isEither || isEitherIn(fileName, order) };
  };
}

/** File systems of some makers keep a letter and its accent apart: `José` is the same name either way. */
const composed = (name: string): string => name.normalize("NFC");

function readFolder(rules: NameRules, root: number, path: string, folder: string): OfFolder {
  const names = path.split("/").slice(0, -1).map(composed);
  const order = rules.orders[root] ?? null;
  const stated = statedIn(rules.patterns, names, order);
  // Where one speaks of files, the order of all is kept for each file.
  const ofFile = rules.patterns.some(({ file }) => file !== null) ? stated : null;
  const match = ofFile ? null : stated("");
  if (match) return { folder, names, ofFile, ...withStated(rules, root, names, match) };
  const above = endOf(composed(rules.roots[root] ?? ""));
  const all = [...above, ...names];
  const hints = folderHints(all, {
    ...{ above: above.length, order, isPerson: rules.isPerson },
    seasonAt: (depth) => rules.seasonOf(root, all.slice(0, depth + 1)),
  });
  return {
    folder,
    names,
    ofFile,
    hints,
    stated: null,
    isEither: all.some((name) => isEitherIn(name, order)),
    called: calledBy(rules, root, names, hints),
  };
}

/** What the pattern says nothing of may stand in the folders below. */
function withStated(
  rules: NameRules,
  root: number,
  names: readonly string[],
  { stated, names: { length: depth } }: StatedPath,
): Pick<NamesSaid, "hints" | "stated" | "isEither" | "called"> {
  const order = rules.orders[root] ?? null;
  const below = names.slice(depth);
  const all = [...endOf(composed(rules.roots[root] ?? "")), ...names];
  const hints = folderHints(below, {
    ...{ above: 0, order, isBelowDate: stated.date !== null, isPerson: rules.isPerson },
    seasonAt: (at) => rules.seasonOf(root, all.slice(0, all.length - below.length + at + 1)),
  });
  const days = stated.date?.value ? { ...rangeOf(stated.date.value), value: stated.date.value, raw: "" } : hints.days;
  const encounterNumber = stated.encounterNumber ?? hints.encounterNumber;
  return {
    hints,
    stated,
    called: calledBy(rules, root, names, { days, encounterNumber }),
    isEither: stated.date?.value === null || below.some((name) => isEitherIn(name, order)),
  };
}

/** The deepest folder that names a day or a number; what lies below it, such as `RAW` or `card 2`, is of it. */
function calledBy(
  { roots, orders }: NameRules,
  root: number,
  names: readonly string[],
  { days, encounterNumber }: Pick<FolderHints, "days" | "encounterNumber">,
): CalledOne | null {
  const isOneDay = days !== null && !isMonth(days) && days.first === days.last;
  if (encounterNumber === null && !isOneDay) return null;
  const isNaming = (name: string) =>
    partsOf(name).some(({ kind }) => kind === "number") || firstDate(name, orders[root] ?? null) !== null;
  const at = names.findLastIndex(isNaming);
  return {
    folder: `${root}/${names.slice(0, at + 1).join("/")}`,
    name: names[at] ?? endOf(composed(roots[root] ?? "")).at(-1) ?? "",
    first: days?.first ?? null,
    last: days?.last ?? null,
  };
}

const isEitherIn = (name: string, order: DayMonthOrder | null): boolean => {
  const found = firstDate(name, order);
  return found !== null && found.date.first === null;
};
