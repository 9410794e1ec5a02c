/** Sheets and tracks as lines of text. */
import {
  type CellProblem,
  cellProblemText,
  columnTitle,
  type MatchedBy,
  matchedByWords,
  type SheetTableView,
  type SourcesSummary,
  type SourcesView,
  sheetTitle,
  unmatchedWords,
} from "@landfall/protocol";
import { counted } from "./output.ts";

const noSightings =
  "no list of sightings is found in it, and it is not used. Say what its columns are: landfall sheets MANIFEST --column 'HEADER=FIELD'.";

const more = (count: number, where = ""): string[] =>
  count > 0 ? [`  and ${count.toLocaleString("en")} more${where}`] : [];

const cellLines = (cells: readonly CellProblem[]): string[] => cells.map((cell) => `  ${cellProblemText(cell)}`);

/** Of a scan's result. @param manifest the version that it made */
export const summaryLines = (summary: SourcesSummary | null, manifest: string): string[] =>
  summary === null
    ? []
    : [
        ...summary.sheets.flatMap(({ rows, used, photographs, problems, cells, ...sheet }) => [
          `${sheetTitle(sheet)}: ${counted(photographs, "photograph")} of ${used} of its ${counted(rows, "row")}${problems > 0 ? `, ${counted(problems, "cell")} to look at:` : "."}`,
          ...cellLines(cells),
          ...more(problems - cells.length, `: landfall sheets ${manifest}`),
        ]),
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
    ...more(count - Math.min(examples.length, 5)),
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
      ({ header, field, confidence, partOf }, column) =>
        `  ${columnTitle(header, column)} → ${field ?? (partOf === null ? "not used" : `part of ${partOf}`)}${field && confidence !== null ? ` (guessed, ${Math.round(confidence * 100)} %)` : ""}`,
    ),
    ...(match === null
      ? ["  No column says what its rows are of: a date, a file or a folder."]
      : [
          `  ${match.used} of ${counted(match.rows, "row")} have photographs: ${
            Object.entries(match.matched)
              .map(([by, count]) => `${count} ${matchedByWords[by as MatchedBy]}`)
              .join(", ") || "none"
          }.`,
          ...(match.more > 0 ? [`  ${counted(match.more, "row")} behind the first 100,000 are not read.`] : []),
          ...match.unused.map(({ place, text }) => `  No photograph: ${place}: ${text}`),
          ...more(match.unusedCount - match.unused.length, " without photographs"),
          ...(match.problemCount > 0 ? [`  ${counted(match.problemCount, "cell")} to look at:`] : []),
          ...cellLines(match.problems),
          ...more(match.problemCount - match.problems.length),
        ]),
  ];
}
