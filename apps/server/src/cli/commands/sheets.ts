/** Sheets and tracks of a manifest's scan: what became of them, which are used, what their columns are. */
import {
  columnLetters,
  columnTitle,
  DayMonthOrder,
  SheetField,
  type SheetTableView,
  type SourcesView,
} from "@landfall/protocol";
import { readManifestId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { withStation } from "../open-station.ts";
import { resolvePath } from "../paths.ts";
import { viewLines } from "../sources-text.ts";
import { UsageError } from "../usage-error.ts";

export const sheets = defineCommand({
  name: "sheets",
  summary: "The sheets and tracks of a manifest: rows without photographs, columns, and what they are taken for",
  usage:
    "MANIFEST [--sheet FILE … | --no-sheets] [--track FILE … | --no-tracks] [--column 'HEADER=FIELD' …] [--dates dayFirst|monthFirst] [--table N]",
  arguments: { atLeast: 1, atMost: 1 },
  options: {
    sheet: { type: "string", multiple: true },
    "no-sheets": { type: "boolean" },
    track: { type: "string", multiple: true },
    "no-tracks": { type: "boolean" },
    column: { type: "string", multiple: true },
    dates: { type: "string" },
    table: { type: "string" },
  },
  run: ({ values, positionals, dataFolder, out }) =>
    withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      const manifest = readManifestId(positionals[0]);
      const { scanJobId: id } = await client.manifest({ params: { id: manifest } });
      const named = pathsOf(values);
      let view: SourcesView = named
        ? await client.setSources({ params: { id }, body: named })
        : await client.sources({ params: { id } });
      if (values.column || values.dates) {
        const table = tableOf(view, values.table);
        const body = mappingOf(table, values.column ?? [], values.dates);
        await client.mapSheet({ params: { fingerprint: table.fingerprint }, body });
        view = await client.sources({ params: { id } });
      }
      const lines = viewLines(view);
      const next = view.manifestId === manifest ? [] : [`Next: landfall review ${view.manifestId}`];
      out.result(view, [...(lines.length > 0 ? lines : ["No sheet or track is used."]), ...next]);
      return 0;
    }),
});

interface Named {
  readonly sheet?: string[] | undefined;
  readonly track?: string[] | undefined;
  readonly "no-sheets"?: boolean | undefined;
  readonly "no-tracks"?: boolean | undefined;
}

/** Undefined where none was named. */
export function pathsOf(values: Named): { sheets?: string[]; tracks?: string[] } | undefined {
  const sheets = values["no-sheets"] ? [] : values.sheet?.map(resolvePath);
  const tracks = values["no-tracks"] ? [] : values.track?.map(resolvePath);
  return sheets || tracks ? { ...(sheets && { sheets }), ...(tracks && { tracks }) } : undefined;
}

function tableOf({ tables }: SourcesView, wanted: string | undefined): SheetTableView {
  const found = wanted === undefined ? tables[0] : tables[Number(wanted) - 1];
  if (!found) throw new UsageError(`there is no table ${wanted ?? 1}; landfall sheets MANIFEST lists them`);
  if (wanted === undefined && tables.length > 1)
    throw new UsageError(`--table N is missing: 1 to ${tables.length}, in the order of landfall sheets MANIFEST`);
  return found;
}

/** By its title; a column without one by its letter or number, where no title is called so. @returns −1 where there is none */
function columnNamed({ columns }: SheetTableView, name: string): number {
  const titled = columns.findIndex(({ header }) => header !== "" && header.toLowerCase() === name);
  if (titled >= 0) return titled;
  return columns.findIndex(({ header }, column) => {
    const names = [columnLetters(column), `${column + 1}`, columnTitle("", column)];
    return header === "" && names.some((each) => each.toLowerCase() === name);
  });
}

function mappingOf(table: SheetTableView, pairs: readonly string[], dates: string | undefined) {
  const columns = table.columns.map(({ field }) => field);
  for (const pair of pairs) {
    const at = pair.lastIndexOf("=");
    const column = columnNamed(table, pair.slice(0, Math.max(at, 0)).trim().toLowerCase());
    if (at < 1 || column < 0)
      throw new UsageError(
        `--column ${pair}: write HEADER=FIELD, or the letter of a column without a header; the columns are ${table.columns.map(({ header }, index) => columnTitle(header, index)).join(", ")}`,
      );
    const field = pair.slice(at + 1).trim();
    const known = SheetField.safeParse(field);
    if (field !== "" && !known.success)
      throw new UsageError(
        `--column ${pair}: there is no field ${field}; the fields are ${SheetField.options.join(", ")}, or nothing`,
      );
    // A field is said by one column.
    if (known.success)
      columns.forEach((each, index) => {
        if (each === known.data) columns[index] = null;
      });
    columns[column] = known.success ? known.data : null;
  }
  const order = dates === undefined ? null : DayMonthOrder.safeParse(dates);
  if (order && !order.success) throw new UsageError(`--dates ${dates}: write dayFirst or monthFirst`);
  return { columns, dayMonthOrder: order ? order.data : table.dayMonthOrder };
}
