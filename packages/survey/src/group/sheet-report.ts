/** What became of the sheets: rows without photographs, photographs without rows, cells that could not be read. */
import { columnTitle, type MatchedBy, type UnmatchedBecause } from "@landfall/protocol";
import type { GroupInput, Grouping, SheetReport, SheetSource, Sighting, WithoutRow } from "../ports.ts";
import { placeOf } from "../sheets/sheet-rows.ts";
import type { Placings } from "./sightings.ts";

interface ReadSheet {
  readonly source: SheetSource;
  readonly sightings: readonly Sighting[];
}

/** More than anybody reads; the counts are of all. */
const mostListed = 500;
const mostExamples = 20;

export function reportOf(
  sheets: readonly ReadSheet[],
  { rows, without }: Placings,
  files: readonly GroupInput[],
): Omit<Grouping, "encounters" | "tracks" | "patterns" | "dates"> {
  const byRow = Map.groupBy(rows.values(), ({ row }) => row);
  let first = 0;
  return {
    sheets: sheets.map(({ source, sightings }) => {
      const report = ofSheet(source, sightings, (index) => byRow.get(first + index) ?? []);
      first += sightings.length;
      return report;
    }),
    withoutRow: ofPhotographs(without, files),
  };
}

/** Columns that are not used though their titles are plain, as long as nobody has said what the columns are. */
function unfitColumns({ table, mapping, ...source }: SheetSource): SheetReport["problems"] {
  if (table.columns.some(({ field }, column) => field !== (mapping.columns[column] ?? null))) return [];
  const place = placeOf({ table, ...source }, table.headerRow);
  return table.columns.flatMap(({ header, unfit }, column) =>
    unfit === undefined
      ? []
      : [{ code: "COLUMN_UNFIT" as const, column: columnTitle(header, column), raw: unfit, place }],
  );
}

function ofSheet(
  source: SheetSource,
  sightings: readonly Sighting[],
  photographsOf: (row: number) => readonly { readonly by: MatchedBy }[],
): SheetReport {
  const { path, name, table } = source;
  const matched: Partial<Record<MatchedBy, number>> = {};
  const unused: Sighting[] = [];
  sightings.forEach((sighting, index) => {
    const photographs = photographsOf(index);
    if (photographs.length === 0) unused.push(sighting);
    for (const { by } of photographs) matched[by] = (matched[by] ?? 0) + 1;
  });
  const problems = [
    ...unfitColumns(source),
    ...sightings.flatMap((each) => each.problems.map((problem) => ({ ...problem, place: each.place }))),
  ];
  return {
    path,
    name,
    fingerprint: table.fingerprint,
    table: table.number,
    tableName: table.name,
    headerRow: table.headerRow,
    rows: sightings.length,
    more: table.more,
    used: sightings.length - unused.length,
    matched,
    unused: unused.slice(0, mostListed).map(({ place, text }) => ({ place, text })),
    unusedCount: unused.length,
    problems: problems.slice(0, mostListed),
    problemCount: problems.length,
  };
}

function ofPhotographs(without: Placings["without"], files: readonly GroupInput[]): WithoutRow[] {
  const byReason = Map.groupBy(without, ([, because]) => because);
  return [...byReason].map(([because, list]: [UnmatchedBecause, [number, UnmatchedBecause][]]) => ({
    because,
    count: list.length,
    examples: list.slice(0, mostExamples).map(([file]) => files[file]?.path ?? ""),
  }));
}
