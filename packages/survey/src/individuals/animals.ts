/** The individuals of an encounter: read from the names of its files and folders, and out of what a sheet or a person says. Pure. */
import { type FieldSource, foldText, nameSeparator, type Provenance } from "@landfall/protocol";
import type { Fields } from "../group/apply-set.ts";
import type { FoundIdentifiers, Identifiers } from "./identifiers.ts";

export interface FoundIn extends FoundIdentifiers {
  readonly source: Extract<FieldSource, "filename" | "folder">;
  /** The name that it stands in. */
  readonly raw: string;
}

/** @param path below its root; the file's name comes first, then its folders from the inner to the outer one */
export function individualsIn(path: string, { find }: Identifiers): FoundIn[] {
  const [name = "", ...folders] = path.split("/").reverse();
  const stem = name.replace(/\.[^.]*$/, "");
  return [
    { ...find(stem), source: "filename" as const, raw: name },
    ...folders.map((folder) => ({ ...find(folder), source: "folder" as const, raw: folder })),
  ].filter(({ individuals, near }) => individuals.length + near.length > 0);
}

const mostTexts = 3;

/** The encounter's animals, unless something else says them already; then those of names stand beside it. */
export function withIndividualsFound(fields: Fields, paths: readonly string[], identifiers: Identifiers): Fields {
  const found = paths.flatMap((path) => individualsIn(path, identifiers)).filter((each) => each.individuals.length > 0);
  const [first] = found;
  if (!first || (fields.values.organismName ?? null) !== null) return fields;
  const names = new Map(found.flatMap((each) => each.individuals.map((name) => [foldText(name), name] as const)));
  const value = [...names.values()].sort().join(nameSeparator);
  const raw = [...new Set(found.map((each) => each.raw))].slice(0, mostTexts).join("; ");
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
  const value = list(verbatim);
  if (value === organismName) return fields;
  const { verbatim: _, ...rest } = said;
  return {
    values: { ...fields.values, organismName: value },
    provenance: { ...fields.provenance, organismName: value === verbatim ? rest : { ...rest, verbatim } },
  };
}
