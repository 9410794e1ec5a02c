/** What the names of a file and of the folders above it say: by the scan's patterns, else as far as they can be guessed. */
import type { DayMonthOrder, PathPattern } from "@landfall/protocol";
import { endOf } from "../patterns/date-order.ts";
import { type Stated, type StatedIn, type StatedPath, statedIn } from "../patterns/stated.ts";
import type { GroupInput } from "../ports.ts";
import { firstDate } from "./days-in-names.ts";
import { type FileNameHints, fileNameHints, noFileNameHints } from "./file-name-hints.ts";
import { type FolderHints, folderHints } from "./folder-hints.ts";

export interface NamesSaid {
  /** The root's number and the folder below it. */
  readonly folder: string;
  readonly hints: FolderHints;
  readonly name: FileNameHints;
  readonly stated: Stated | null;
  /** A date of these names could be either way round. */
  readonly isEither: boolean;
}

export interface NameRules {
  readonly roots: readonly string[];
  readonly patterns: readonly PathPattern[];
  /** By root; null where it is not known whether day or month comes first. */
  readonly orders: readonly (DayMonthOrder | null)[];
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
    const fileName = path.slice(slash + 1);
    const folder = `${root}/${path.slice(0, Math.max(0, slash))}`;
    const order = rules.orders[root] ?? null;
    const of = known.get(folder) ?? readFolder(rules, root, path, folder);
    known.set(folder, of);
    const match = of.ofFile?.(fileName) ?? null;
    const { names: _, ofFile: __, ...said } = match ? { ...of, ...withStated(rules, root, of.names, match) } : of;
    if (match?.inFile) return { ...said, name: noFileNameHints };
    const name = fileNameHints(fileName, order);
    return { ...said, name, isEither: said.isEither || isEitherIn(fileName, order) };
  };
}

function readFolder(rules: NameRules, root: number, path: string, folder: string): OfFolder {
  const names = path.split("/").slice(0, -1);
  const order = rules.orders[root] ?? null;
  const stated = statedIn(rules.patterns, names, order);
  // Where one speaks of files, the order of all is kept for each file.
  const ofFile = rules.patterns.some(({ file }) => file !== null) ? stated : null;
  const match = ofFile ? null : stated("");
  if (match) return { folder, names, ofFile, ...withStated(rules, root, names, match) };
  const above = endOf(rules.roots[root] ?? "");
  const all = [...above, ...names];
  return {
    folder,
    names,
    ofFile,
    hints: folderHints(all, { above: above.length, order }),
    stated: null,
    isEither: all.some((name) => isEitherIn(name, order)),
  };
}

/** What the pattern says nothing of may stand in the folders below. */
function withStated(
  rules: NameRules,
  root: number,
  names: readonly string[],
  { stated, names: { length: depth } }: StatedPath,
): Pick<NamesSaid, "hints" | "stated" | "isEither"> {
  const order = rules.orders[root] ?? null;
  const below = names.slice(depth);
  return {
    hints: folderHints(below, { above: 0, order, isBelowDate: stated.date !== null }),
    stated,
    isEither: stated.date?.value === null || below.some((name) => isEitherIn(name, order)),
  };
}

const isEitherIn = (name: string, order: DayMonthOrder | null): boolean => {
  const found = firstDate(name, order);
  return found !== null && found.date.first === null;
};
