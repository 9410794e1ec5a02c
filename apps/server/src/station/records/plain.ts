/** The tables as CSV for spreadsheets, and as one JSON object. */
import { csvLine } from "../csv.ts";
import type { Dataset } from "./rows.ts";
import { type Row, type Table, valuesOf } from "./tables.ts";
import type { ZipEntry } from "./zip.ts";

export function* csvEntries(tables: readonly Table[]): Generator<ZipEntry, void> {
  for (const table of tables) yield { name: `${table.name}.csv`, parts: csv(table, csvLine) };
}

/**
 * @param rows null where there is nothing to say for a while
 * @param line one record; which one, is a question of who reads it
 */
export function* csv(
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: () => Iterable<Row | null> },
  line: typeof csvLine,
): Generator<string, void> {
  yield line(columns);
  for (const row of rows()) yield row === null ? "" : line(valuesOf(columns, row));
}

const jsonNames: Readonly<Record<Table["name"], string>> = {
  encounters: "encounters",
  images: "images",
  "not-exported": "notExported",
};

/** One row a line. */
export function* jsonText(dataset: Dataset, tables: readonly Table[], madeAt: string): Generator<string, void> {
  const { datasetID, datasetName, precision } = dataset;
  yield JSON.stringify({ datasetID, datasetName, locationPrecision: precision, created: madeAt }).slice(0, -1);
  for (const { name, rows } of tables) {
    yield `,\n"${jsonNames[name]}":[`;
    let separator = "\n";
    for (const row of rows()) {
      yield separator + JSON.stringify(row);
      separator = ",\n";
    }
    yield "\n]";
  }
  yield "}\n";
}
