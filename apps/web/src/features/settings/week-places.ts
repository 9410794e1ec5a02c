/** Where one is in the grid of the week: an hour, a whole day, an hour of every day, or all of it at the corner. */
import { daysOfWeek, type LocalHour } from "@landfall/protocol";

/** Days are rows on a wide page, and columns on a narrow one. */
export interface Layout {
  readonly daysAre: "rows" | "columns";
  readonly rows: number;
  readonly columns: number;
}

export const layoutOf = (isNarrow: boolean): Layout =>
  isNarrow ? { daysAre: "columns", rows: 24, columns: 7 } : { daysAre: "rows", rows: 7, columns: 24 };

/** −1 is the header. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

const indexes = (at: number, count: number): number[] =>
  at < 0 ? Array.from({ length: count }, (_, index) => index) : [at];

export const hourAt = ({ daysAre }: Layout, { row, column }: Place): LocalHour =>
  daysAre === "rows" ? { weekday: row, hour: column } : { weekday: column, hour: row };

/** The hours that a place stands for. */
export const hoursOf = (layout: Layout, { row, column }: Place): LocalHour[] =>
  indexes(row, layout.rows).flatMap((at) =>
    indexes(column, layout.columns).map((of) => hourAt(layout, { row: at, column: of })),
  );

/** The hours between two places, both included. */
export function hoursBetween(layout: Layout, from: Place, to: Place): LocalHour[] {
  const [top, bottom] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
  const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
  return hoursOf(layout, { row: -1, column: -1 }).filter((hour) => {
    const { weekday, hour: at } = hour;
    const [row, column] = layout.daysAre === "rows" ? [weekday, at] : [at, weekday];
    return row >= top && row <= bottom && column >= left && column <= right;
  });
}

const within = (at: number, count: number): number => Math.min(Math.max(at, -1), count - 1);

/** Where a key leads; `undefined` where it leads nowhere. */
export function moved({ rows, columns }: Layout, { row, column }: Place, key: string): Place | undefined {
  switch (key) {
    case "ArrowUp":
      return { row: within(row - 1, rows), column };
    case "ArrowDown":
      return { row: within(row + 1, rows), column };
    case "ArrowLeft":
      return { row, column: within(column - 1, columns) };
    case "ArrowRight":
      return { row, column: within(column + 1, columns) };
    case "Home":
      return { row, column: -1 };
    case "End":
      return { row, column: columns - 1 };
    case "PageUp":
      return { row: -1, column };
    case "PageDown":
      return { row: rows - 1, column };
    default:
      return undefined;
  }
}

const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** `Monday 08:00 to 09:00`, `all of Monday`, `08:00 to 09:00 on every day`, `the whole week`. */
export function placeWords(layout: Layout, place: Place): string {
  const { weekday, hour } = hourAt(layout, place);
  const day = daysOfWeek[weekday] ?? "";
  const hours = `${clock(hour)} to ${clock(hour + 1)}`;
  if (place.row < 0 && place.column < 0) return "The whole week";
  if (hour < 0) return `All of ${day}`;
  return weekday < 0 ? `${hours} on every day` : `${day} ${hours}`;
}
