/** Pages of a manifest's encounters, whatever is shown of them. */
import type { EncounterFilter, FieldName, ManifestId } from "@landfall/protocol";
import { read, type StationDatabase, statement } from "./database.ts";
import { toView, type ViewRow, viewSelect } from "./encounter.ts";
import { lastSeq } from "./event.ts";
import { stretchBits } from "./migrations/054-places.ts";

interface Filter {
  /** Over `e`; each has an index in order of the ordinal (migrations 001 and 034), and nothing else is walked. */
  readonly where: string;
  readonly index: string | null;
  /** Over `manifest_encounters`, and over its parts in `manifest_stretch`. */
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

/** Where the walk to a page begins, and over how many of those that the filter lets through it goes first. */
interface Start {
  readonly place: number;
  readonly over: number;
}

/** The stretch in which the page begins; undefined behind the last encounter. */
function startOf(db: StationDatabase, manifest: ManifestId, { total }: Filter, offset: number): Start | undefined {
  const stretches = statement<{ stretch: number; n: number }>(
    db,
    `SELECT stretch, ${total} AS n FROM manifest_stretch WHERE manifest = ? ORDER BY stretch`,
  ).iterate(manifest);
  let before = 0;
  for (const { stretch, n } of stretches) {
    if (before + n > offset) return { place: stretch << stretchBits, over: offset - before };
    before += n;
  }
  return undefined;
}

/** Goes through the keys of a manifest's encounters, in no order yet. */
export function walkOf(filter: EncounterFilter): string {
  const { where, index } = filters[filter];
  return `SELECT e.pk FROM encounter AS e${index ? ` INDEXED BY ${index}` : ""} WHERE e.manifest = ? AND ${where}`;
}

function keysOf(db: StationDatabase, manifest: ManifestId, filter: EncounterFilter, { offset, limit }: Window) {
  const start = startOf(db, manifest, filters[filter], offset);
  if (!start) return [];
  return statement<{ pk: number }>(db, `${walkOf(filter)} AND e.ordinal >= ? ORDER BY e.ordinal LIMIT ? OFFSET ?`)
    .all(manifest, start.place, limit, start.over)
    .map(({ pk }) => pk);
}

/** A page of a manifest's encounters, in order of time. */
export function encounterPage(db: StationDatabase, manifest: ManifestId, filter: EncounterFilter, window: Window) {
  return read(db, () => {
    const total = totalOf(db, manifest, filters[filter]);
    const keys = keysOf(db, manifest, filter, window);
    const items = statement<ViewRow>(
      db,
      `${viewSelect} WHERE e.pk IN (SELECT value FROM json_each(?)) ORDER BY e.ordinal`,
    )
      .all(JSON.stringify(keys))
      .map((row) => toView(db, row));
    return { asOf: lastSeq(db), total, items };
  });
}

/** How many incomplete encounters lack this field, wherever they are in the manifest. */
export const encountersMissing = (db: StationDatabase, manifest: ManifestId, field: FieldName): number =>
  statement<{ n: number }>(
    db,
    `SELECT COUNT(*) AS n FROM encounter AS e WHERE e.pk IN (${walkOf("incomplete")}) AND e.missing_fields LIKE ?`,
  ).get(manifest, `%"${field}"%`)?.n ?? 0;
