/**
 * Path patterns: how a group calls its folders, `{year}/{date}_{locality}/{photographer}`. A pattern begins at the scanned folder;
 * folders below its last part are read as ever. Text stands for itself, whatever its case.
 */
import { z } from "zod";

/** What a part of a name can be said to be. */
export const PatternField = z.enum([
  "year",
  "month",
  "day",
  "date",
  "locality",
  "photographer",
  "encounter",
  "individual",
  "any",
]);
export type PatternField = z.infer<typeof PatternField>;
export const patternFields = PatternField.options;

export type PatternPart =
  | { readonly kind: "field"; readonly field: PatternField }
  | { readonly kind: "text"; readonly text: string }
  /** `*`: anything, or nothing. */
  | { readonly kind: "star" };

/** The name of one folder, in parts; or `**`, any number of folders. */
export type PatternSegment = readonly PatternPart[] | "folders";

export interface PathPattern {
  /** As it was written. */
  readonly text: string;
  readonly folders: readonly PatternSegment[];
  /** Of the file's own name, without what follows its last full stop; null where the pattern speaks of folders only. */
  readonly file: readonly PatternPart[] | null;
}

/** What is wrong, and where: from a letter of the text to the one behind it. */
export interface PatternError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

const meant: Readonly<Record<string, PatternField>> = {
  place: "locality",
  location: "locality",
  site: "locality",
  area: "locality",
  person: "photographer",
  name: "photographer",
  initials: "photographer",
  who: "photographer",
  recordedby: "photographer",
  enc: "encounter",
  number: "encounter",
  sighting: "encounter",
  id: "individual",
  animal: "individual",
  organismname: "individual",
  eventdate: "date",
  yyyy: "year",
  mm: "month",
  dd: "day",
};

class Wrong extends Error {
  readonly error: PatternError;
  constructor(message: string, start: number, end: number) {
    super(message);
    this.error = { message, start, end };
  }
}

const longest = 500;

/** @returns the pattern, or what is wrong with it */
export function parsePathPattern(text: string): PathPattern | PatternError {
  try {
    return parse(text);
  } catch (thrown) {
    if (thrown instanceof Wrong) return thrown.error;
    throw thrown;
  }
}

export const isPatternError = (read: PathPattern | PatternError): read is PatternError => "message" in read;

function parse(text: string): PathPattern {
  if (text.trim() === "")
    throw new Wrong("Write what the folders are called, such as {year}/{date}_{locality}.", 0, text.length);
  if (text.length > longest) throw new Wrong(`A pattern has at most ${longest} letters.`, longest, text.length);
  const back = text.indexOf("\\");
  if (back >= 0) throw new Wrong("Write / between folders, on every system.", back, back + 1);
  const start = /^\s*(?:\.?\/)?/.exec(text)?.[0].length ?? 0;
  const end = text.length - (/\/?\s*$/.exec(text)?.[0].length ?? 0);
  const used = new Map<PatternField, number>();
  const segments: { readonly parts: PatternSegment; readonly isFile: boolean }[] = [];
  let at = start;
  for (const [index, name] of text.slice(start, end).split("/").entries()) {
    const isLast = index === text.slice(start, end).split("/").length - 1;
    const isFile = isLast && name.endsWith(".*");
    if (name === "") throw new Wrong("Between two / a folder is missing: write * for any folder.", at, at + 1);
    segments.push({ parts: name === "**" ? "folders" : partsOf(isFile ? name.slice(0, -2) : name, at, used), isFile });
    at += name.length + 1;
  }
  refuseHalfDates(used, text);
  if ([...used.keys()].every((field) => field === "any"))
    throw new Wrong(`Nothing is named: write at least one of ${listOf(patternFields.slice(0, -1))}.`, start, end);
  const file = segments.find(({ isFile }) => isFile)?.parts ?? null;
  return {
    text: text.trim(),
    folders: segments.filter(({ isFile }) => !isFile).map(({ parts }) => parts),
    file: file === "folders" ? null : file,
  };
}

const listOf = (fields: readonly PatternField[]): string => fields.map((field) => `{${field}}`).join(", ");

function partsOf(name: string, offset: number, used: Map<PatternField, number>): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  let before: { readonly written: string; readonly start: number } | null = null;
  for (const match of name.matchAll(/\{([^{}]*)\}|\*+|[^{}*]+|[{}]/g)) {
    const [written, field] = match;
    const [start, end] = [offset + match.index, offset + match.index + written.length];
    if (written === "{")
      throw new Wrong(`${name.slice(match.index)} has no } at its end.`, start, offset + name.length);
    if (written === "}") throw new Wrong("A } without a { before it. Write a field such as {date}.", start, end);
    if (written.length > 1 && written.startsWith("*"))
      throw new Wrong("** stands for folders, alone between two /. Write * within a name.", start, end);
    const part = partOf(written, field, start, end, used);
    const isOpen = part.kind === "star" || (part.kind === "field" && openFields.includes(part.field));
    if (isOpen && before !== null)
      throw new Wrong(
        `Nothing tells where ${before.written} ends and ${written} begins. Write what stands between them, such as _.`,
        before.start,
        end,
      );
    before = isOpen ? { written, start } : null;
    parts.push(part);
  }
  return parts;
}

/** Fields that any text can be. */
const openFields: readonly PatternField[] = ["locality", "photographer", "individual", "any"];

function partOf(
  written: string,
  name: string | undefined,
  start: number,
  end: number,
  used: Map<PatternField, number>,
): PatternPart {
  if (written === "*") return { kind: "star" };
  if (name === undefined) return { kind: "text", text: written };
  const field = PatternField.safeParse(name.trim().toLowerCase());
  if (!field.success) {
    const near = nearest(name.trim().toLowerCase());
    throw new Wrong(
      `There is no field {${name}}. Write ${near ? `{${near}}` : `one of ${listOf(patternFields)}`}.`,
      start,
      end,
    );
  }
  if (field.data !== "any" && used.has(field.data))
    throw new Wrong(`{${field.data}} stands here a second time. Write {any} where it says the same again.`, start, end);
  used.set(field.data, start);
  return { kind: "field", field: field.data };
}

/** The field that is meant: another word for it, or one slip of the pen away. */
function nearest(name: string): PatternField | null {
  const other = meant[name] ?? meant[name.replace(/s$/, "")];
  if (other) return other;
  if (name.length < 2) return null;
  return (
    patternFields.find((field) => field.startsWith(name) || name.startsWith(field)) ??
    patternFields.find((field) => distance(field, name) <= 2 && field.length > 3) ??
    null
  );
}

/** Letters to change, add or take out. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

function refuseHalfDates(used: ReadonlyMap<PatternField, number>, text: string): void {
  const refuse = (field: PatternField, message: string) => {
    const start = used.get(field) ?? 0;
    throw new Wrong(message, start, text.indexOf("}", start) + 1);
  };
  if (used.has("day") && used.has("date"))
    refuse("day", "{date} is a whole day already. Leave {day} out, or write {any}.");
  if (used.has("day") && !used.has("month"))
    refuse("day", "A {day} needs its {month}. For a whole date in one name write {date}.");
  if (used.has("month") && !used.has("year") && !used.has("date"))
    refuse("month", "A {month} needs its {year}. For a whole date in one name write {date}.");
}

/** A pattern that can be read. */
export const PathPatternText = z
  .string()
  .trim()
  .superRefine((text, context) => {
    const read = parsePathPattern(text);
    if (isPatternError(read)) context.addIssue({ code: "custom", message: read.message });
  });

/** In order: the first that a path fits says what its names mean. */
export const PathPatterns = z.array(PathPatternText).max(20);
export type PathPatterns = z.infer<typeof PathPatterns>;
