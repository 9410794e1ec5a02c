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
  readonly files: readonly TreeFile[];
}

export interface TreeFile {
  readonly name: string;
  readonly taken: string | null;
  /** Of its bytes, where they are known: a photograph that lies under several paths is one. */
  readonly sha256: string | null;
}

type PathIn = PathTaken & { readonly sha256?: string | null };

/** In the order of the scan. */
export function treeOf(paths: readonly PathIn[]): TreeFolder[] {
  const folders = new Map<string, TreeFolder & { files: TreeFile[] }>();
  for (const { root, path, taken, sha256 = null } of paths) {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(0, slash));
    const key = `${root}/${folder}`;
    let known = folders.get(key);
    if (!known) {
      known = { root, path: folder, names: folder === "" ? [] : folder.split("/"), files: [] };
      folders.set(key, known);
    }
    known.files.push({ name: path.slice(slash + 1), taken, sha256 });
  }
  return [...folders.values()];
}

/** What patterns make of one folder, or of one file where they speak of files. */
export interface TreeRow {
  readonly folder: TreeFolder;
  /** Null: all of them alike. */
  readonly file: string | null;
  /** Photographs that are counted here and in no other row. */
  readonly images: number;
  readonly match: StatedPath | null;
}

interface Uncounted extends Omit<TreeRow, "images"> {
  /** The files that it speaks of. */
  readonly of: readonly TreeFile[];
}

/** How many photographs there are. */
export function photographsIn(tree: readonly TreeFolder[]): number {
  const isNew = firstSeen();
  return tree.reduce((sum, { files }) => sum + files.filter(isNew).length, 0);
}

function firstSeen(): (file: TreeFile) => boolean {
  const seen = new Set<string>();
  return ({ sha256 }) => {
    const isNew = sha256 === null || !seen.has(sha256);
    if (sha256 !== null) seen.add(sha256);
    return isNew;
  };
}

/**
 * A photograph under several paths is counted once: where a pattern fits, as grouping takes the name that says most, else where it lies
 * first. A row of nothing but copies is none.
 */
function eachCountedOnce(rows: readonly Uncounted[]): TreeRow[] {
  const isNew = firstSeen();
  const counts = new Map<Uncounted, number>();
  for (const isFitting of [true, false])
    for (const row of rows) if ((row.match !== null) === isFitting) counts.set(row, row.of.filter(isNew).length);
  return rows.flatMap((row) => {
    const { of: _, ...rest } = row;
    const images = counts.get(row) ?? 0;
    return images === 0 ? [] : [{ ...rest, images }];
  });
}

/** @param orders by root */
export function fitTree(
  tree: readonly TreeFolder[],
  patterns: readonly PathPattern[],
  orders: readonly (DayMonthOrder | null)[],
): TreeRow[] {
  const isByFile = patterns.some(({ file }) => file !== null);
  const rows = tree.flatMap((folder): Uncounted[] => {
    const stated = statedIn(patterns, folder.names, orders[folder.root] ?? null);
    const { files } = folder;
    if (!isByFile) return [{ folder, file: null, match: stated(""), of: files }];
    const byFile = files.map((file) => ({ folder, file: file.name, match: stated(file.name), of: [file] }));
    // What no pattern of files touches is one folder still.
    const [first] = byFile;
    const isAlike = byFile.every(({ match }) => !match?.inFile && match?.index === first?.match?.index);
    return first && isAlike ? [{ ...first, file: null, of: files }] : byFile;
  });
  return eachCountedOnce(rows);
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
