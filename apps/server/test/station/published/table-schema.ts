/**
 * Table Schema (https://specs.frictionlessdata.io/table-schema/), read as its validators read it: what is wrong with tables
 * of texts. A table is described by one line for each column: its name, its type, and its constraints, as
 * `deploymentID string required unique`, `latitude number required -90..90`, `sex string in female|male`.
 */
import { parse } from "csv-parse/sync";

type Type = "string" | "number" | "integer" | "boolean" | "datetime" | "any";

interface Column {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly unique: boolean;
  readonly among: readonly string[] | null;
  readonly from: number;
  readonly to: number;
  readonly pattern: RegExp | null;
}

export interface TableSchema {
  readonly columns: readonly Column[];
  readonly primaryKey: string;
  /** Column, and the table whose primary key it points to. */
  readonly foreignKeys: readonly (readonly [column: string, table: string])[];
}

interface Keys {
  readonly primaryKey: string;
  readonly foreignKeys?: TableSchema["foreignKeys"];
  /** By column; of the whole value. */
  readonly patterns?: Readonly<Record<string, string>>;
}

const range = /^(-?[\d.e-]*?)\.\.(-?[\d.e-]*)$/;

/** @param lines one for each column, in order */
export function tableSchema(lines: string, { primaryKey, foreignKeys = [], patterns = {} }: Keys): TableSchema {
  const columns = lines
    .trim()
    .split("\n")
    .map((line): Column => {
      const [name = "", type = "", ...constraints] = line.trim().split(/\s+/);
      const [, from = "", to = ""] = constraints.flatMap((word) => range.exec(word) ?? []);
      const at = constraints.indexOf("in");
      return {
        name,
        type: type as Type,
        required: constraints.includes("required"),
        unique: constraints.includes("unique"),
        among: at < 0 ? null : (constraints[at + 1] ?? "").split("|"),
        from: from === "" ? Number.NEGATIVE_INFINITY : Number(from),
        to: to === "" ? Number.POSITIVE_INFINITY : Number(to),
        pattern: patterns[name] === undefined ? null : new RegExp(`^(?:${patterns[name]})$`, "u"),
      };
    });
  return { columns, primaryKey, foreignKeys };
}

/** `%Y-%m-%dT%H:%M:%S%z`, as the descriptions of the columns have it: of a day and a time that there are. */
function isDatetime(value: string): boolean {
  const [, local = "", , hours, minutes] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z|[+-](\d\d):(\d\d))$/.exec(value) ?? [];
  const at = new Date(`${local}Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 19) !== local) return false;
  return Number(hours ?? 0) < 24 && Number(minutes ?? 0) < 60;
}

const isOfType: Readonly<Record<Type, (value: string) => boolean>> = {
  string: () => true,
  any: () => true,
  number: (value) => /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(value),
  integer: (value) => /^[+-]?\d+$/.test(value),
  boolean: (value) => /^(true|True|TRUE|1|false|False|FALSE|0)$/.test(value),
  datetime: isDatetime,
};

function faultOf(value: string, { type, required, among, from, to, pattern }: Column): string | null {
  if (value === "") return required ? "is missing" : null;
  if (!isOfType[type](value)) return `is no ${type}`;
  if (among && !among.includes(value)) return `is none of ${among.join(", ")}`;
  if (pattern && !pattern.test(value)) return `is not of the form ${pattern.source}`;
  if (type !== "number" && type !== "integer") return null;
  return Number(value) < from || Number(value) > to ? `is not in ${from}..${to}` : null;
}

export type Grid = readonly (readonly string[])[];

/** All records with the first, which names the columns; they may have any number of fields. */
export const gridOf = (csv: string | undefined): string[][] =>
  parse(csv ?? "", { record_delimiter: "\r\n", relax_column_count: true });

const valuesIn = ([names = [], ...rows]: Grid, column: string): string[] =>
  rows.map((row) => row[names.indexOf(column)] ?? "");

const isRepeated = (values: readonly string[]): boolean => {
  const said = values.filter((value) => value !== "");
  return new Set(said).size < said.length;
};

function faultsIn(table: string, grid: Grid, { columns, primaryKey }: TableSchema): string[] {
  const [header = [], ...rows] = grid;
  const names = columns.map(({ name }) => name);
  const faults = header.join() === names.join() ? [] : [`${table} has the columns ${header}`];
  for (const [at, row] of rows.entries())
    if (row.length !== names.length) faults.push(`${table} row ${at + 1} has ${row.length} fields`);
  for (const column of columns) {
    const values = valuesIn(grid, column.name);
    const name = `${table}.${column.name}`;
    for (const value of values) {
      const fault = faultOf(value, column);
      if (fault) faults.push(`${name} ${value} ${fault}`);
    }
    if (column.unique && isRepeated(values)) faults.push(`${name} is not unique`);
  }
  const keys = valuesIn(grid, primaryKey);
  if (keys.includes("") || isRepeated(keys)) faults.push(`${table} has a row without a key of its own`);
  return faults;
}

/** Every fault of these tables, in words; none when they are valid. */
export function tableFaults(
  tables: Readonly<Record<string, Grid>>,
  schemas: Readonly<Record<string, TableSchema>>,
): string[] {
  const faults = Object.entries(schemas).flatMap(([name, schema]) => faultsIn(name, tables[name] ?? [], schema));
  for (const [name, { foreignKeys }] of Object.entries(schemas))
    for (const [column, other] of foreignKeys) {
      const known = new Set(valuesIn(tables[other] ?? [], schemas[other]?.primaryKey ?? ""));
      for (const value of new Set(valuesIn(tables[name] ?? [], column)))
        if (value !== "" && !known.has(value)) faults.push(`${name}.${column} ${value} is not in ${other}`);
    }
  return faults;
}
