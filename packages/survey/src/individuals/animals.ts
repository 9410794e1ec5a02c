/** The individuals of an encounter: read from the names of its files and folders, and out of what a sheet or a person says. Pure. */
import { type FieldSource, foldText, nameSeparator, type Provenance } from "@landfall/protocol";
import type { Fields } from "../group/apply-set.ts";
import type { Sourced } from "../group/evidence.ts";
import type { GroupInput, ImageMetadata } from "../ports.ts";
import type { FoundIdentifiers, Identifiers } from "./identifiers.ts";

export interface FoundIn extends FoundIdentifiers {
  readonly source: Extract<FieldSource, "filename" | "folder" | "xmp" | "iptc">;
  /** The name that it stands in. */
  readonly raw: string;
}

/** What a file is called and tagged with. */
export interface Named {
  /** Below its root. */
  readonly path: string;
  readonly keywords?: ImageMetadata["keywords"];
}

/** The file's keywords come first, then its name, then its folders from the inner to the outer one, below its root. */
export function individualsIn({ path, keywords }: Named, { find }: Identifiers): FoundIn[] {
  const [name = "", ...folders] = path.split("/").reverse();
  const stem = name.replace(/\.[^.]*$/, "");
  return [
    ...(keywords ?? []).map(({ value, source }) => ({ ...find(value), source, raw: value })),
    { ...find(stem), source: "filename" as const, raw: name },
    ...folders.map((folder) => ({ ...find(folder), source: "folder" as const, raw: folder })),
  ].filter(({ individuals, near }) => individuals.length + near.length > 0);
}

export const keywordsOf = (metadata: ImageMetadata | null): Pick<Named, "keywords"> =>
  metadata?.keywords ? { keywords: metadata.keywords } : {};

/** The animals that a pattern of the scan names, unless a sheet says them; identifiers among them as the population writes them. */
export function withIndividualsNamed(fields: Fields, named: readonly Sourced[], { list }: Identifiers): Fields {
  const [first] = named;
  if (!first || (fields.values.organismName ?? null) !== null) return fields;
  const names = new Map(
    named.flatMap(({ value }) => list(value).split(nameSeparator)).map((name) => [foldText(name), name] as const),
  );
  const { value } = fitting([...names.values()].sort());
  const raw = [...new Set(named.map((each) => each.raw))].slice(0, mostTexts).join("; ");
  const { source, place } = first;
  return {
    values: { ...fields.values, organismName: value },
    provenance: {
      ...fields.provenance,
      organismName: { source, raw, ...(place !== undefined && { place }), conflicts: [] },
    },
  };
}

const mostTexts = 3;
/** Letters of `organismName`. */
const longestList = 4000;

/** As many as the field may hold; only the photographs of a whole catalogue are more. */
function fitting(names: readonly string[]): { readonly value: string; readonly left: number } {
  let value = names[0] ?? "";
  for (const [at, name] of names.entries()) {
    if (at === 0) continue;
    const longer = value + nameSeparator + name;
    if (longer.length > longestList) return { value, left: names.length - at };
    value = longer;
  }
  return { value, left: 0 };
}

/** The encounter's animals, unless something else says them already; then those of names stand beside it. */
export function withIndividualsFound(
  fields: Fields,
  files: readonly Pick<GroupInput, "path" | "metadata">[],
  identifiers: Identifiers,
): Fields {
  const found = files
    .flatMap(({ path, metadata }) => individualsIn({ path, ...keywordsOf(metadata) }, identifiers))
    .filter((each) => each.individuals.length > 0);
  const [first] = found;
  if (!first || (fields.values.organismName ?? null) !== null) return fields;
  const names = new Map(found.flatMap((each) => each.individuals.map((name) => [foldText(name), name] as const)));
  const { value, left } = fitting([...names.values()].sort());
  const texts = [...new Set(found.map((each) => each.raw))].slice(0, mostTexts).join("; ");
  const raw = left > 0 ? `${texts}; ${left} more individuals do not fit` : texts;
  const provenance: Provenance = { source: first.source, raw, conflicts: [] };
  return {
    values: { ...fields.values, organismName: value },
    provenance: { ...fields.provenance, organismName: provenance },
  };
}

const written: readonly string[] = ["sheet", "manual", "set", "override"];

/** The identifiers in a list that a sheet or a person wrote. @returns the same fields where nothing changes */
export function withIndividualsWritten(fields: Fields, { list }: Identifiers): Fields {
  const said = fields.provenance.organismName;
  const { organismName } = fields.values;
  if (!organismName || said === undefined || !written.includes(said.source)) return fields;
  const verbatim = said.verbatim ?? organismName;
  const listed = list(verbatim);
  // A list that becomes longer than the field, with its marks between the names, stays as it was written.
  const value = listed.length > longestList ? verbatim : listed;
  if (value === organismName) return fields;
  const { verbatim: _, ...rest } = said;
  return {
    values: { ...fields.values, organismName: value },
    provenance: { ...fields.provenance, organismName: value === verbatim ? rest : { ...rest, verbatim } },
  };
}

const nearNamed = 3;

/**
 * Names of its files, or of its animals, that are nearly identifiers.
 * @returns `“T2B” in T2B_1.JPG may be T002B`; null where there are none
 */
export function nearText(fields: Fields, files: readonly GroupInput[], identifiers: Identifiers): string | null {
  const texts = new Map<string, string>();
  const note = (text: string, individual: string, raw: string) => {
    if (!texts.has(text)) texts.set(text, `“${text}”${raw === text ? "" : ` in ${raw}`} may be ${individual}`);
  };
  for (const { path, metadata } of files)
    for (const { near, raw } of individualsIn({ path, ...keywordsOf(metadata) }, identifiers))
      for (const { text, individual } of near) note(text, individual, raw);
  for (const { text, individual } of identifiers.find(fields.values.organismName ?? "").near)
    note(text, individual, text);
  if (texts.size === 0) return null;
  const more = texts.size > nearNamed ? `; and ${texts.size - nearNamed} more` : "";
  return `${[...texts.values()].slice(0, nearNamed).join("; ")}${more}`;
}
