/** How the dates and times of a table are meant, as each column as a whole shows. Pure. */
import type { SheetMapping } from "@landfall/protocol";
import type { SheetSource } from "../ports.ts";
import { type Cell, cellText } from "./cells.ts";
import type { TimesReading } from "./row-times.ts";
import { areDaysOnly, mayBeYearFirst, provenOrder, swappedIn } from "./sheet-date.ts";
import { hoursInFigures } from "./sheet-time.ts";

type Mapped = Pick<SheetSource, "table" | "mapping">;

function cellsAt({ table, mapping }: Mapped, field: "eventDate" | "startTime" | "endTime"): Cell[] {
  const column = mapping.columns.indexOf(field);
  return column < 0 ? [] : table.rows.map(({ cells }) => cells[column] ?? null);
}

/** As a person has said, or as its own dates prove. */
export function orderOf(of: Mapped): SheetMapping["dayMonthOrder"] {
  const days = cellsAt(of, "eventDate");
  return of.mapping.dayMonthOrder ?? (mayBeYearFirst(days) ? null : provenOrder(days));
}

/** @param zone IANA name of the local time; undefined where nobody has said it */
export function timesReadingOf(of: Mapped, zone: string | undefined): TimesReading {
  const days = cellsAt(of, "eventDate");
  const order = orderOf(of);
  const reading = {
    order,
    epoch1904: of.table.epoch1904,
    mayBeYearFirst: order === null && mayBeYearFirst(days),
    swapped: of.mapping.dayMonthOrder === null ? swappedIn(days) : ("no" as const),
  };
  return {
    ...reading,
    zone,
    areDaysOnly: areDaysOnly(days, reading),
    inPartsOfHours: (["startTime", "endTime"] as const).filter((field) => arePartsOfHours(cellsAt(of, field))),
  };
}

/** `9.75`, which is no time in hours and minutes: what else is written this way may be no such time either. */
const arePartsOfHours = (cells: readonly Cell[]): boolean =>
  cells.some((cell) => Number((hoursInFigures.exec(cellText(cell))?.[2] ?? "").padEnd(2, "0")) >= 60);
