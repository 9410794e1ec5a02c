/** What is wrong with a Darwin Core Archive: its two XML files, the terms of its columns, and the rows. */
import { emlModels, metaModels } from "./dwca-models.ts";
import { rowTypes, valueRules } from "./dwca-terms.ts";
import { type Element, elementFaults, xml } from "./elements.ts";
import { gridOf } from "./table-schema.ts";

interface ArchiveFile {
  readonly name: string;
  readonly rowType: string;
  readonly terms: readonly string[];
  /** Each row by term, and its own or its event's id as `id`. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly faults: readonly string[];
}

const childrenOf = (element: Element, name: string): Element[] => element.children.filter((each) => each.name === name);

function readFile(element: Element, files: ReadonlyMap<string, string>): ArchiveFile {
  const name = element.children[0]?.children[0]?.text ?? "";
  const [header = [], ...rows] = gridOf(files.get(name));
  const faults = header.length > 0 ? [] : [`${name} is not there`];
  for (const [at, row] of rows.entries())
    if (row.length !== header.length) faults.push(`${name} row ${at + 1} has ${row.length} fields`);
  const fields = childrenOf(element, "field").map(({ attributes: { index, term = "", default: value = "" } }) => ({
    index: index === undefined ? null : Number(index),
    term,
    value,
  }));
  const id = Number((childrenOf(element, "id")[0] ?? childrenOf(element, "coreid")[0])?.attributes.index ?? -1);
  const used = new Set([id, ...fields.flatMap(({ index }) => index ?? [])]);
  for (const [at, column] of header.entries()) if (!used.has(at)) faults.push(`${name}.${column} is not described`);
  for (const { index } of fields)
    if (index !== null && index >= header.length) faults.push(`${name} has no column ${index}`);
  return {
    name,
    rowType: element.attributes.rowType ?? "",
    terms: fields.map(({ term }) => term),
    rows: rows.map((row) => ({
      id: row[id] ?? "",
      ...Object.fromEntries(
        fields.map(({ index, term, value }) => [term, (index === null ? "" : row[index]) || value]),
      ),
    })),
    faults,
  };
}

function faultsIn({ name, rowType, terms, rows, faults }: ArchiveFile): string[] {
  const type = rowTypes[rowType];
  if (!type) return [`${name} has rows of no known type, ${rowType}`];
  const found = [...faults];
  if (new Set(terms).size < terms.length) found.push(`${name} has two columns of one term`);
  for (const term of terms) if (!type.terms.has(term)) found.push(`${name} may not have ${term}`);
  for (const row of rows) {
    for (const either of type.required)
      if (either.every((term) => !row[term])) found.push(`${name} ${row.id} has no ${either.join(" or ")}`);
    for (const term of terms) {
      const value = row[term] ?? "";
      if (value !== "" && valueRules[term]?.(value) === false) found.push(`${name} ${term} may not be ${value}`);
    }
  }
  for (const term of type.unique)
    if (new Set(rows.map((row) => row[term])).size < rows.length) found.push(`${name} ${term} is not unique`);
  return found;
}

/** @param files by name, as the archive has them. Every fault in words; none when it is valid. */
export function archiveFaults(files: ReadonlyMap<string, string>): string[] {
  const meta = xml(files.get("meta.xml"));
  const faults = [...elementFaults(meta, metaModels), ...elementFaults(xml(files.get("eml.xml")), emlModels)];
  const [core, ...extensions] = meta.children.map((element) => readFile(element, files));
  if (!core) return faults;
  const ids = new Set(core.rows.map(({ id }) => id));
  if (ids.size < core.rows.length || ids.has("")) faults.push(`${core.name} has a row without an id of its own`);
  for (const { name, rows } of extensions)
    for (const { id = "" } of rows) if (!ids.has(id)) faults.push(`${name} ${id} is not in ${core.name}`);
  return [...faults, ...[core, ...extensions].flatMap(faultsIn)];
}
