/** Sheets and tracks as lines of text. */
import {
  columnTitle,
  type MatchedBy,
  matchedByWords,
  rowProblemTable,
  type SheetTableView,
  type SourcesSummary,
  type SourcesView,
  unmatchedWords,
} from "@landfall/protocol";
import { counted } from "./output.ts";

const noSightings =
  "no list of sightings is found in it, and it is not used. Say what its columns are: landfall sheets MANIFEST --column 'HEADER=FIELD'.";

/** Of a scan's result. */
export const summaryLines = (summary: SourcesSummary | null): string[] =>
  summary === null
    ? []
    : [
        ...summary.sheets.map(
          ({ name, tableName, rows, used, photographs, problems }) =>
            `${tableName === null ? name : `${name}, ${tableName}`}: ${counted(photographs, "photograph")} of ${used} of its ${counted(rows, "row")}${problems > 0 ? `, ${counted(problems, "cell")} not understood` : ""}.`,
        ),
        ...summary.notUnderstood.map((name) => `${name}: ${noSightings}`),
        ...(summary.sheets.length > 0 && summary.withoutRow > 0
          ? [`  ${counted(summary.withoutRow, "photograph")} without a row.`]
          : []),
        ...summary.tracks.map(
          ({ name, placed, withoutZone }) =>
            `${name}: ${counted(placed, "photograph")} placed${withoutZone > 0 ? `; ${withoutZone} might be, were the zone of their camera known (--timezone)` : ""}.`,
        ),
        ...(summary.offered.length > 0
          ? [
              `Not used, though it lies there: ${summary.offered.map(({ kind, path }) => `--${kind} '${path}'`).join(" ")}`,
            ]
          : []),
      ];

export const viewLines = ({ sources, tables, tracks, withoutRow, offered }: SourcesView): string[] => [
  ...sources.flatMap(({ path, error, changes }) => [
    ...(error ? [`${path} could not be read again (${error.code}); what it said before still counts.`] : []),
    ...(changes
      ? [
          `${path}, since it was read before: ${counted(changes.counts.added, "row")} more, ${changes.counts.removed} gone, ${counted(changes.counts.changed, "value")} changed.`,
          ...changes.changed.map(({ place, field, from, to }) => `  ${place}, ${field}: ${from ?? "–"} → ${to ?? "–"}`),
        ]
      : []),
  ]),
  ...sources
    .filter(({ kind, path }) => kind === "sheet" && tables.every((table) => table.path !== path))
    .map(({ name }) => `${name}: no table with a header is found in it, and it is not used.`),
  ...tables.flatMap(tableLines),
  ...withoutRow.flatMap(({ because, count, examples }) => [
    `${counted(count, "photograph")} ${unmatchedWords[because]}:`,
    ...examples.slice(0, 5).map((example) => `  ${example}`),
    ...(count > Math.min(examples.length, 5)
      ? [`  and ${(count - Math.min(examples.length, 5)).toLocaleString("en")} more`]
      : []),
  ]),
  ...tracks.map(
    ({ name, points, from, to, placed }) =>
      `${name}: ${counted(points, "point")} from ${from} to ${to}; ${counted(placed, "photograph")} placed.`,
  ),
  ...(offered.length > 0 ? ["Not used:", ...offered.map(({ path }) => `  ${path}`)] : []),
];

function tableLines({
  name,
  tableName,
  columns,
  match,
  headerRow,
  dayMonthOrder,
  provenOrder,
}: SheetTableView): string[] {
  const order = dayMonthOrder ?? provenOrder;
  return [
    `${tableName === null ? name : `${name}, ${tableName}`} (header in row ${headerRow}${order ? `, ${order}` : ""})`,
    ...columns.map(
      ({ header, field, confidence }, column) =>
        `  ${columnTitle(header, column)} → ${field ?? "not used"}${field && confidence !== null ? ` (guessed, ${Math.round(confidence * 100)} %)` : ""}`,
    ),
    ...(match === null
      ? ["  No column says what its rows are of: a date, a file or a folder."]
      : [
          `  ${match.used} of ${counted(match.rows, "row")} have photographs: ${
            Object.entries(match.matched)
              .map(([by, count]) => `${count} ${matchedByWords[by as MatchedBy]}`)
              .join(", ") || "none"
          }.`,
          ...match.unused.map(({ place, text }) => `  No photograph: ${place}: ${text}`),
          ...match.problems.map(
            ({ place, column, raw, code }) => `  ${place}, ${column} “${raw}”: ${rowProblemTable[code]}`,
          ),
        ]),
  ];
}
