/** Path patterns of a scan job: what they fit, and which others would. Nothing is stored. */
import { patternsBeside, type StationDatabase, scanJobView, scanRules, sourcesReport } from "@landfall/db";
import type { PatternsToTry, PatternsView, PatternTrial, ScanJobId } from "@landfall/protocol";
import { fitTree, showRow, suggestPatterns } from "@landfall/survey";
import { datesView, patternsOf } from "./grouping.ts";
import { foldersOf } from "./pattern-folders.ts";

export function patternsView(db: StationDatabase, id: ScanJobId): PatternsView {
  const { name, populationId } = scanJobView(db, id);
  const { roots, tree, dates, orders, images } = foldersOf(db, id);
  const beside = patternsBeside(db, id);
  return {
    scanJobId: id,
    name,
    populationId,
    manifestId: sourcesReport(db, id)?.manifest ?? null,
    images,
    patterns: [...(scanRules(db, id).patterns ?? [])],
    suggestions: suggestPatterns(
      tree,
      orders,
      beside.map(({ pattern }) => pattern),
    ).map((each) => ({
      ...each,
      usedBy: beside.find(({ pattern }) => pattern === each.pattern)?.name ?? null,
      matching: [...each.matching],
      others: [...each.others],
    })),
    dates: datesView(dates, roots),
  };
}

export function tryPatterns(db: StationDatabase, id: ScanJobId, request: PatternsToTry): PatternTrial {
  const { roots, tree, orders, images } = foldersOf(db, id);
  const patterns = patternsOf(request.patterns);
  const rows = fitTree(tree, patterns, orders);
  const byPattern = patterns.map(() => 0);
  for (const { match, images: more } of rows) if (match) byPattern[match.index] = (byPattern[match.index] ?? 0) + more;
  const matching = rows.filter(({ match }) => match !== null);
  const shown = request.show === "matching" ? matching : rows.filter(({ match }) => match === null);
  return {
    images,
    matched: byPattern.reduce((sum, more) => sum + more, 0),
    byPattern,
    rows: { matching: matching.length, others: rows.length - matching.length },
    items: shown.slice(request.offset, request.offset + request.limit).map((row) => {
      const { pieces, values, root, ...rest } = showRow(row, patterns, orders);
      return { ...rest, root: roots[root] ?? "", pieces: [...pieces], values: [...values] };
    }),
  };
}
