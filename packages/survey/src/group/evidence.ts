/** What is known of one file's encounter, and from where. */
import { type FieldPatch, type FieldSource, type FindingCode, foldText } from "@landfall/protocol";
import type { GroupInput, TimeSource } from "../ports.ts";
import { fileNameHints } from "./file-name-hints.ts";
import { type FolderHints, folderHints } from "./folder-hints.ts";

export interface Sourced {
  readonly value: string;
  readonly source: FieldSource;
  readonly raw: string;
  /** As it was written, where the value is what that stands for. */
  readonly verbatim?: string;
  /** Where in its sheet it stands. */
  readonly place?: string;
  /** The value as it is compared. */
  readonly folded: string;
}

export interface Evidence {
  /** Index into the files. */
  readonly file: number;
  readonly folder: string;
  /** Best first; the others are what other sources say. */
  readonly days: readonly Sourced[];
  readonly localities: readonly Sourced[];
  readonly photographers: readonly Sourced[];
  /** Photographers as they are written, best first down to the one that counts. */
  readonly written: readonly string[];
  readonly encounterNumber: number | null;
  readonly animals: string | null;
  /** The row of the sheets that it is of; its place in the list of sightings. */
  readonly row: number | null;
  /** Its row says what is one encounter. */
  readonly isHeld: boolean;
  readonly findings: readonly FindingCode[];
}

/** Thousands of files share a folder, a place and a photographer; each is read and folded once. */
export interface Memo {
  readonly folders: Map<string, FolderHints>;
  readonly folded: Map<string, string>;
}

export const newMemo = (): Memo => ({ folders: new Map(), folded: new Map() });

type Said = Omit<Sourced, "folded">;

export function evidenceOf(
  input: GroupInput,
  file: number,
  roots: readonly string[],
  override: FieldPatch,
  memo: Memo,
): Evidence {
  const slash = input.path.lastIndexOf("/");
  const folder = `${input.root}/${input.path.slice(0, Math.max(0, slash))}`;
  const hints = memo.folders.get(folder) ?? hintsOf(input, roots);
  memo.folders.set(folder, hints);
  const compared = (said: readonly Said[]) => said.map((one) => ({ ...one, folded: foldOnce(one.value, memo) }));
  const name = fileNameHints(input.path.slice(slash + 1));
  const { metadata } = input;

  const taken = metadata?.localTime?.slice(0, 10) ?? null;
  const days: Said[] = [];
  if (taken !== null && metadata)
    days.push({ value: taken, source: sourceOfTime(metadata.timeSource), raw: metadata.timeRaw ?? taken });
  if (name.day) days.push({ ...name.day, source: "filename" });
  if (hints.days) days.push({ value: dayOrRange(hints.days), source: "folder", raw: hints.days.raw });

  const inFile = statements(metadata?.recordedBy ?? null);
  const inFolder: Said[] = hints.recordedBy ? [{ ...hints.recordedBy, source: "folder" }] : [];

  const findings: FindingCode[] = [];
  if (taken === null && days.length > 0) findings.push("DATE_FROM_NAME");
  if (taken !== null && hints.days && isFarFrom(taken, hints.days)) findings.push("FOLDER_DATE_DIFFERS");

  return {
    file,
    folder,
    days: compared(days),
    localities: compared([
      ...overridden(override.locality),
      ...(hints.locality ? [{ ...hints.locality, source: "folder" as const }] : []),
      ...statements(metadata?.locality ?? null),
    ]),
    photographers: compared([
      ...overridden(override.recordedBy),
      // A folder that names an encounter and its people knows better than single files, which may name a camera's owner.
      ...(hints.encounterNumber === null ? [...inFile, ...inFolder] : [...inFolder, ...inFile]),
      ...(name.recordedBy ? [{ value: name.recordedBy, source: "filename" as const, raw: name.recordedBy }] : []),
    ]),
    written: [],
    encounterNumber: hints.encounterNumber ?? name.encounterNumber,
    animals: hints.animals,
    row: null,
    isHeld: false,
    findings,
  };
}

function hintsOf(input: GroupInput, roots: readonly string[]): FolderHints {
  // Of the root's own path only its end: what lies higher is the machine's order, not the season's.
  const above = (roots[input.root] ?? "")
    .split(/[/\\]+/)
    .filter((name) => name !== "")
    .slice(-2);
  return folderHints([...above, ...input.path.split("/").slice(0, -1)], above.length);
}

function foldOnce(value: string, { folded }: Memo): string {
  const known = folded.get(value) ?? foldText(value);
  folded.set(value, known);
  return known;
}

const overridden = (value: string | undefined): Said[] =>
  value === undefined ? [] : [{ value, source: "override", raw: value }];

const statements = (text: NonNullable<GroupInput["metadata"]>["locality"]): Said[] =>
  text === null ? [] : [{ value: text.value, source: text.source, raw: text.raw }, ...text.conflicts];

export const sourceOfTime = (source: TimeSource | null): FieldSource => {
  if (source === "iptc:DateCreated") return "iptc";
  if (source === "quicktime:CreationDate") return "exif";
  return source?.includes(":") ? "xmp" : "exif";
};

const dayOrRange = ({ first, last }: { readonly first: string; readonly last: string }) =>
  first === last ? first : `${first}/${last}`;

const dayMs = 24 * 60 * 60 * 1000;

/** More than one day outside: a day beside is a night at sea or a clock in another zone. */
const isFarFrom = (day: string, { first, last }: { readonly first: string; readonly last: string }) =>
  Date.parse(day) < Date.parse(first) - dayMs || Date.parse(day) > Date.parse(last) + dayMs;
