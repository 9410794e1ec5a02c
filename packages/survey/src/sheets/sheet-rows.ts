/** A table and what its columns are → sightings: what each row says, and by what it may be known. Pure. */
import { columnTitle, foldText, type SheetField, type SheetMapping } from "@landfall/protocol";
import type { SheetSource, Sighting } from "../ports.ts";
import { bounds } from "./bounds.ts";
import { type Cell, cellText } from "./cells.ts";
import { readFileNames } from "./file-names.ts";
import { peopleIn } from "./people.ts";
import { withoutPhotographRows } from "./photograph-list.ts";
import type { SheetTable } from "./read-sheet.ts";
import { type TimesReading, timesOf } from "./row-times.ts";
import { type Cells, valuesOf } from "./row-values.ts";
import { areDaysOnly, provenOrder } from "./sheet-date.ts";
import type { TableRow } from "./table.ts";

/** By what rows are found again among photographs: a table with none of these is no list of sightings. */
const keys: readonly SheetField[] = ["eventDate", "fileName", "folder"];

export const isOfSightings = ({ columns }: Pick<SheetMapping, "columns">): boolean =>
  columns.some((field) => field !== null && keys.includes(field));

/** What is taken for granted where no person has said it. */
export const guessedMapping = ({ columns }: Pick<SheetTable, "columns">): SheetMapping => ({
  columns: columns.map(({ field }) => field),
  dayMonthOrder: null,
});

/** `sightings.xlsx, sheet 1, row 14`. */
const placeOf = ({ name, table }: SheetSource, row: number): string =>
  table.name === null ? `${name}, row ${row}` : `${name}, sheet ${table.number}, row ${row}`;

/** How a column's dates are meant: as a person has said, or as its own dates prove. */
export function orderOf({ table, mapping }: Pick<SheetSource, "table" | "mapping">): SheetMapping["dayMonthOrder"] {
  const column = mapping.columns.indexOf("eventDate");
  return mapping.dayMonthOrder ?? provenOrder(table.rows.map(({ cells }) => cells[column] ?? null));
}

/** @param zone IANA name of the local time that what is in UTC becomes */
export function sightingsOf(source: SheetSource, zone?: string): readonly Sighting[] {
  const { table, mapping } = source;
  const reading = { order: orderOf(source), epoch1904: table.epoch1904 };
  const column = mapping.columns.indexOf("eventDate");
  const days = table.rows.map(({ cells }) => cells[column] ?? null);
  const times: TimesReading = { ...reading, zone, areDaysOnly: areDaysOnly(days, reading) };
  const rows = table.rows.map((row) => toSighting(source, row, times)).filter((sighting) => sighting !== null);
  return withoutPhotographRows(rows);
}

function toSighting(source: SheetSource, row: TableRow, reading: TimesReading): Sighting | null {
  const { table, mapping } = source;
  const at = new Map(mapping.columns.map((field, column) => [field, column] as const));
  const cells: Cells = {
    of: (field) => row.cells[at.get(field) ?? -1] ?? null,
    header: (field) => table.columns[at.get(field) ?? -1]?.header ?? field,
    title: (field) => columnTitle(cells.header(field), at.get(field) ?? 0),
  };
  const text = (field: SheetField): string => cellText(cells.of(field));
  if (mapping.columns.every((field) => field === null || text(field) === "")) return null;
  const times = timesOf(cells, reading);
  const number = numberOf(cells.of("encounterNumber"));
  const written = text("encounterNumber");
  const values = valuesOf(cells);
  return {
    place: placeOf(source, row.number),
    date: times.date,
    dateRaw: text("eventDate"),
    startTime: times.startTime,
    endTime: times.endTime,
    ...(times.isFromUtc && reading.zone !== undefined && { zoneOfUtc: reading.zone }),
    encounterNumber: number,
    sighting: text("parentEventID") || null,
    fileNames: readFileNames(text("fileName")),
    folder: foldText(text("folder").replaceAll("\\", "/")).replace(/^\/+|\/+$/g, "") || null,
    photographers: peopleIn(text("recordedBy")),
    stated: [
      ...values.stated,
      ...times.stated,
      ...(written !== "" && (number === null || /\d{8}|\d{4}-\d{2}-\d{2}/.test(written))
        ? [{ field: "fieldNumber" as const, value: written.slice(0, 500), raw: written }]
        : []),
    ],
    problems: [...times.problems, ...values.problems],
    text: row.cells.map(cellText).filter(Boolean).join(" · ").slice(0, 300),
  };
}

/** `3`, `E3`, `Enc. 3`, `#3`; what says more than a number is kept as it is written. */
function numberOf(cell: Cell): number | null {
  const text = cellText(cell);
  if (text.length > bounds.value) return null;
  // `BPCT_20190825_1`: the last part of a code with a day in it.
  const inCode = /(?:19|20)\d{2}[-_.]?\d{2}[-_.]?\d{2}[-_ ]0*(\d{1,3})$/.exec(text);
  const match = inCode ?? /^(?:(?:enc|encounter|sighting|e|s|no|nr|n)?[\s._#-]*)0*(\d{1,4})(?:\.0+)?$/i.exec(text);
  const number = match ? Number(match[1]) : 0;
  return number > 0 ? number : null;
}
