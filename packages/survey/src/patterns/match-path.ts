/** One path pattern against one path: name by name, from the scan's root down. Pure. */
import type { DayMonthOrder, PathPattern, PathPiece, PatternField, PatternPart } from "@landfall/protocol";
import { type HowToRead, type PartReading, readingsAt } from "./readings-at.ts";

/** One part of a pattern in one name. */
export interface Found {
  readonly field: PatternField;
  readonly value: string | null;
  /** The name that it stands in, as the file system has it. */
  readonly raw: string;
  /** What is read, as written. */
  readonly text: string;
}

/** The folders of a path that a pattern fits. One is found once for all files of a folder. */
export interface FolderMatch {
  /** By folder, from the top; as many as the pattern speaks of. Those below are read as ever. */
  readonly names: readonly NameMatch[];
  readonly found: readonly Found[];
}

export interface PathMatch extends FolderMatch {
  /** Of the file's own name; null where the pattern speaks of folders only. */
  readonly inFile: readonly ReadPart[] | null;
}

/** @param folders names below the root */
export function matchFolders(
  { folders: segments }: PathPattern,
  folders: readonly string[],
  order: DayMonthOrder | null,
): FolderMatch | null {
  const names = matchSegments(segments, folders, order);
  return names && { names, found: names.flatMap((name, at) => foundIn(name, folders[at] ?? "")) };
}

/** @param fileName what follows its last full stop does not count */
export function matchFile(
  { file }: PathPattern,
  inFolders: FolderMatch,
  fileName: string,
  order: DayMonthOrder | null,
): PathMatch | null {
  if (file === null) return { ...inFolders, inFile: null };
  const inFile = matchName(file, stemOf(fileName), order);
  return inFile && { ...inFolders, found: [...inFolders.found, ...foundIn(inFile, fileName)], inFile };
}

export const stemOf = (fileName: string): string => fileName.replace(/\.[^.]*$/, "");

/** A name in parts; null for one that a `**` stands for. */
type NameMatch = readonly ReadPart[] | null;
export interface ReadPart extends PartReading {
  readonly text: string;
}

function matchSegments(
  segments: PathPattern["folders"],
  folders: readonly string[],
  order: DayMonthOrder | null,
): NameMatch[] | null {
  const failed = new Set<number>();
  const walk = (segment: number, folder: number): NameMatch[] | null => {
    const wanted = segments[segment];
    if (wanted === undefined) return [];
    const key = segment * (folders.length + 1) + folder;
    if (failed.has(key)) return null;
    const isSome = wanted === "folders";
    const here = isSome ? walk(segment + 1, folder) : null;
    if (here) return here;
    const name = folders[folder];
    const match = name === undefined ? null : isSome ? null : matchName(wanted, name, order);
    const below = name !== undefined && (isSome || match) ? walk(isSome ? segment : segment + 1, folder + 1) : null;
    if (below) return [match, ...below];
    failed.add(key);
    return null;
  };
  return walk(0, 0);
}

/** The parts of a name, in their order; null where it does not fit. */
export function matchName(parts: readonly PatternPart[], name: string, order: DayMonthOrder | null): ReadPart[] | null {
  const text = name.normalize("NFC");
  const isDated = parts.some((part) => part.kind === "field" && part.field === "month");
  const read = (isStrict: boolean) => matchText(parts, text, { order, isStrict, isDated });
  return read(true) ?? read(false);
}

function matchText(parts: readonly PatternPart[], text: string, how: HowToRead): ReadPart[] | null {
  const failed = new Set<number>();
  const walk = (index: number, at: number): ReadPart[] | null => {
    const part = parts[index];
    if (part === undefined) return text.slice(at).trim() === "" ? tail(text, at) : null;
    const key = index * (text.length + 1) + at;
    if (failed.has(key)) return null;
    for (const read of readingsAt(part, parts[index + 1], text, at, how)) {
      const rest = walk(index + 1, read.end);
      if (rest) return [{ ...read, text: text.slice(at, read.end) }, ...rest];
    }
    failed.add(key);
    return null;
  };
  return walk(0, 0);
}

/** Blanks at the end of a name. */
const tail = (text: string, at: number): ReadPart[] =>
  at === text.length ? [] : [{ field: null, value: null, end: text.length, text: text.slice(at) }];

const foundIn = (parts: NameMatch, raw: string): Found[] =>
  (parts ?? []).flatMap(({ field, value, text }) => (field === null ? [] : [{ field, value, raw, text }]));

/** The path in pieces: its folders, and its file where the pattern names it. */
export function piecesOf(
  { names, inFile }: PathMatch,
  folders: readonly string[],
  fileName: string | null,
): PathPiece[] {
  const pieces: PathPiece[] = [];
  const add = (text: string, field: PatternField | null) => {
    const last = pieces.at(-1);
    if (field === null && last?.field === null) pieces[pieces.length - 1] = { text: last.text + text, field };
    else if (text !== "") pieces.push({ text, field });
  };
  const addName = (name: string, parts: NameMatch | undefined) => {
    if (!parts) return add(name, null);
    for (const { text, field } of parts) add(text, field);
    add(name.normalize("NFC").slice(parts.at(-1)?.end ?? 0), null);
  };
  for (const [at, name] of folders.entries()) {
    if (at > 0) add("/", null);
    addName(name, names[at]);
  }
  if (fileName !== null) {
    if (folders.length > 0) add("/", null);
    addName(fileName, inFile);
  }
  return pieces;
}
