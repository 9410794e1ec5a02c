/** A table and what its columns are → sightings: what each row says, and by what it may be known. Pure. */
import { foldText, type SheetField, type SheetMapping } from "@landfall/protocol";
import type { SheetSource, Sighting } from "../ports.ts";
import { bounds } from "./bounds.ts";
import { type Cell, cellText } from "./cells.ts";
import { timesReadingOf } from "./column-reading.ts";
import { coordinateColumns } from "./coordinate-columns.ts";
import { readFileNames } from "./file-names.ts";
import { peopleIn } from "./people.ts";
import { withoutPhotographRows } from "./photograph-list.ts";
import type { SheetTable } from "./read-sheet.ts";
import { type Cells, cellsOf } from "./row-cells.ts";
import type { RowProblem } from "./row-problem.ts";
import { type TimesReading, timesOf } from "./row-times.ts";
import { valuesOf } from "./row-values.ts";
import type { TableRow } from "./table.ts";

const inUtc: readonly RowProblem["code"][] = ["TIME_IN_UTC", "TIME_WITHOUT_DAY"];

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
export const placeOf = ({ name, table }: Pick<SheetSource, "name" | "table">, row: number): string =>
  table.name === null ? `${name}, row ${row}` : `${name}, sheet ${table.number}, row ${row}`;

/** @param zone IANA name of the local time that what is in UTC becomes */
export function sightingsOf(source: SheetSource, zone?: string): readonly Sighting[] {
  const { table, mapping } = source;
  const times = timesReadingOf(source, zone);
  const coordinates = coordinateColumns(table, mapping);
  const rows = table.rows
    .map((row) => toSighting(source, row.number, cellsOf(source, row, coordinates), { times, text: textOf(row) }))
    .filter((sighting) => sighting !== null);
  return withoutPhotographRows(rows);
}

const textOf = ({ cells }: TableRow): string => cells.map(cellText).filter(Boolean).join(" · ").slice(0, 300);

interface RowReading {
  readonly times: TimesReading;
  /** Of the whole row. */
  readonly text: string;
}

function toSighting(source: SheetSource, rowNumber: number, cells: Cells, reading: RowReading): Sighting | null {
  const { mapping } = source;
  const text = (field: SheetField): string => cellText(cells.of(field));
  const filled = mapping.columns.filter((field) => field !== null && text(field) !== "");
  if (filled.length === 0 && cells.problems.length === 0) return null;
  const times = timesOf(cells, reading.times);
  // A month or a year alone is the title of the rows below it.
  if (filled.length === 1 && filled[0] === "eventDate" && (times.date?.length ?? 10) < 10) return null;
  const number = numberOf(cells.of("encounterNumber"));
  const written = text("encounterNumber");
  const values = valuesOf(cells);
  const fileNames = readFileNames(text("fileName"));
  const folder = foldText(text("folder").replaceAll("\\", "/")).replace(/^\/+|\/+$/g, "") || null;
  const problems = [...cells.problems, ...times.problems, ...values.problems];
  const isLost = times.date === null && fileNames.length === 0 && folder === null;
  // Where a cell is named already that leaves the row without a day, that says it.
  const isTold = problems.some(({ code, column }) => inUtc.includes(code) || column === cells.title("eventDate"));
  return {
    place: placeOf(source, rowNumber),
    date: times.date,
    dateRaw: text("eventDate"),
    startTime: times.startTime,
    endTime: times.endTime,
    ...(times.isFromUtc && reading.times.zone !== undefined && { zoneOfUtc: reading.times.zone }),
    encounterNumber: number,
    sighting: text("parentEventID") || null,
    fileNames,
    folder,
    photographers: peopleIn(text("recordedBy")),
    stated: [
      ...values.stated,
      ...times.stated,
      ...(written !== "" && (number === null || /\d{8}|\d{4}-\d{2}-\d{2}/.test(written))
        ? [{ field: "fieldNumber" as const, value: written.slice(0, 500), raw: written }]
        : []),
    ],
    problems: isLost && !isTold ? [...problems, withoutDay(cells, mapping)] : problems,
    text: reading.text,
  };
}

function withoutDay(cells: Cells, { columns }: SheetMapping): RowProblem {
  const key = keys.find((each) => columns.includes(each)) ?? "eventDate";
  return { code: "ROW_WITHOUT_DAY", column: cells.title(key), raw: "" };
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
