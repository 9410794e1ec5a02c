/** Pages of a manifest's encounters, whatever is shown of them. */
import type { EncounterFilter, ManifestId } from "@landfall/protocol";
import { read, type StationDatabase, statement } from "./database.ts";
import { toView, type ViewRow, viewSelect } from "./encounter.ts";
import { lastSeq } from "./event.ts";

interface Filter {
  /** Over `e`; each has an index in order of the ordinal (migrations 001 and 034), and nothing else is walked. */
  readonly where: string;
  readonly index: string | null;
  /** Over `manifest_encounters`. */
  readonly total: string;
}

const byReview = (review: string): Filter => ({
  where: `e.review = '${review}'`,
  index: "encounter_by_review",
  total: review,
});

const filters: Record<EncounterFilter, Filter> = {
  all: { where: "TRUE", index: null, total: "incomplete + pending + approved + denied" },
  pending: byReview("pending"),
  incomplete: byReview("incomplete"),
  approved: byReview("approved"),
  denied: byReview("denied"),
  changed: { where: "e.since IN ('new', 'changed')", index: "encounter_since", total: "since_changed" },
  warnings: { where: "e.warns > 0", index: "encounter_warns", total: "with_warnings" },
  problems: {
    where: "e.review = 'approved' AND e.sync IN ('partial', 'failed')",
    index: "encounter_troubled",
    total: "partial + failed",
  },
};

export interface Window {
  readonly offset: number;
  readonly limit: number;
}

const totalOf = (db: StationDatabase, manifest: ManifestId, { total }: Filter): number =>
  statement<{ n: number }>(db, `SELECT ${total} AS n FROM manifest_encounters WHERE manifest = ?`).get(manifest)?.n ??
  0;

/** The place behind the last one, where no place is left out in between; null else. */
function placesOf(db: StationDatabase, manifest: ManifestId, total: number): number | null {
  const last = statement<{ last: number | null }>(
    db,
    "SELECT MAX(ordinal) AS last FROM encounter WHERE manifest = ?",
  ).get(manifest)?.last;
  return last !== null && last !== undefined && last + 1 === total ? total : null;
}

/** Goes through the keys of a manifest's encounters, in no order yet. */
export function walkOf(filter: EncounterFilter): string {
  const { where, index } = filters[filter];
  return `SELECT e.pk FROM encounter AS e${index ? ` INDEXED BY ${index}` : ""} WHERE e.manifest = ? AND ${where}`;
}

/** Their keys: found by their place where it is known, else by walking the index from its nearer end. */
function keysOf(
  db: StationDatabase,
  manifest: ManifestId,
  filter: EncounterFilter,
  { offset, limit }: Window,
  total: number,
): number[] {
  const walk = walkOf(filter);
  const keys = (sql: string, ...values: number[]) =>
    statement<{ pk: number }>(db, sql)
      .all(manifest, ...values)
      .map(({ pk }) => pk);
  if (filter === "all" && placesOf(db, manifest, total) !== null)
    return keys(`${walk} AND e.ordinal >= ? ORDER BY e.ordinal LIMIT ?`, offset, limit);
  if (offset * 2 <= total) return keys(`${walk} ORDER BY e.ordinal LIMIT ? OFFSET ?`, limit, offset);
  const end = Math.min(total, offset + limit);
  const count = Math.max(0, end - offset);
  return keys(`${walk} ORDER BY e.ordinal DESC LIMIT ? OFFSET ?`, count, total - end).reverse();
}

/** A page of a manifest's encounters, in order of time. */
export function encounterPage(db: StationDatabase, manifest: ManifestId, filter: EncounterFilter, window: Window) {
  return read(db, () => {
    const total = totalOf(db, manifest, filters[filter]);
    const keys = keysOf(db, manifest, filter, window, total);
    const items = statement<ViewRow>(
      db,
      `${viewSelect} WHERE e.pk IN (SELECT value FROM json_each(?)) ORDER BY e.ordinal`,
    )
      .all(JSON.stringify(keys))
      .map((row) => toView(db, row));
    return { asOf: lastSeq(db), total, items };
  });
}
