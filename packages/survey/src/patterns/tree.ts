/** The folders of a scan with the photographs in them, and which of them patterns fit. Pure. */
import type { DayMonthOrder, PathPattern, PathPiece, PatternValue } from "@landfall/protocol";
import type { PathTaken } from "../ports.ts";
import { becauseOf } from "./because.ts";
import { piecesOf } from "./match-path.ts";
import { type StatedPath, statedIn, valuesOf } from "./stated.ts";

/** A folder that photographs lie in. */
export interface TreeFolder {
  readonly root: number;
  /** Below its root; empty for the root itself. */
  readonly path: string;
  readonly names: readonly string[];
  readonly files: readonly { readonly name: string; readonly taken: string | null }[];
}

/** In the order of the scan. */
export function treeOf(paths: readonly PathTaken[]): TreeFolder[] {
  const folders = new Map<string, TreeFolder & { files: { name: string; taken: string | null }[] }>();
  for (const { root, path, taken } of paths) {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(0, slash));
    const key = `${root}/${folder}`;
    let known = folders.get(key);
    if (!known) {
      known = { root, path: folder, names: folder === "" ? [] : folder.split("/"), files: [] };
      folders.set(key, known);
    }
    known.files.push({ name: path.slice(slash + 1), taken });
  }
  return [...folders.values()];
}

/** What patterns make of one folder, or of one file where they speak of files. */
export interface TreeRow {
  readonly folder: TreeFolder;
  /** Null: all of them alike. */
  readonly file: string | null;
  readonly images: number;
  readonly match: StatedPath | null;
}

/** @param orders by root */
export function fitTree(
  tree: readonly TreeFolder[],
  patterns: readonly PathPattern[],
  orders: readonly (DayMonthOrder | null)[],
): TreeRow[] {
  const isByFile = patterns.some(({ file }) => file !== null);
  return tree.flatMap((folder): TreeRow[] => {
    const stated = statedIn(patterns, folder.names, orders[folder.root] ?? null);
    const { length: images } = folder.files;
    if (!isByFile) return [{ folder, file: null, images, match: stated("") }];
    const rows = folder.files.map(({ name }) => ({ folder, file: name, images: 1, match: stated(name) }));
    // What no pattern of files touches is one folder still.
    const [first] = rows;
    const isAlike = rows.every(({ match }) => !match?.inFile && match?.index === first?.match?.index);
    return first && isAlike ? [{ ...first, file: null, images }] : rows;
  });
}

/** A row as it is shown. */
export interface ShownRow {
  readonly root: number;
  readonly path: string;
  readonly images: number;
  readonly pattern: number | null;
  readonly pieces: readonly PathPiece[];
  readonly values: readonly PatternValue[];
  readonly because: string | null;
}

export function showRow(
  { folder, file, images, match }: TreeRow,
  patterns: readonly PathPattern[],
  orders: readonly (DayMonthOrder | null)[],
): ShownRow {
  const path = [...folder.names, ...(file === null ? [] : [file])].join("/");
  const of = { root: folder.root, path, images };
  if (match)
    return {
      ...of,
      pattern: match.index,
      pieces: piecesOf(match, folder.names, file),
      values: valuesOf(match),
      because: null,
    };
  const [first] = patterns;
  const name = file ?? folder.files[0]?.name ?? "";
  const because = first ? becauseOf(first, folder.names, name, orders[folder.root] ?? null) : null;
  return { ...of, pattern: null, pieces: [{ text: path, field: null }], values: [], because };
}
