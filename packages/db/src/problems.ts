/** What needs a person, by encounter. */
import {
  type EncounterId,
  type ErrorCode,
  errorTable,
  LandfallError,
  type ManifestId,
  type PopulationId,
  type ProblemFile,
  type ProblemGroup,
  type ProblemsView,
  type RetryScope,
  type RunId,
  type Sha256,
} from "@landfall/protocol";
import { applyImages } from "./apply-images.ts";
import { encounterSums, toImageCounts, totalOf } from "./counters.ts";
import { read, type StationDatabase, statement, toInstantOrNull, write } from "./database.ts";
import { type EncounterRecord, encounterRecord, encounterRecords } from "./encounter.ts";
import { lastSeq } from "./event.ts";
import type { Page } from "./inventory.ts";

/** A person works through a list from its top; what is solved makes room for the rest. */
const groupsShown = 200;
const examplesShown = 3;

type Cause = ProblemGroup["causes"][number];

const toCause = (code: ErrorCode, rest: Omit<Cause, "code" | "message" | "hint">): Cause => ({
  code,
  message: errorTable[code].message,
  hint: errorTable[code].hint,
  ...rest,
});

export function problems(db: StationDatabase): ProblemsView {
  return read(db, () => {
    const manifests = statement<{ id: ManifestId; population: PopulationId }>(
      db,
      `SELECT m.id, j.population FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
       WHERE m.status = 'approved' ORDER BY m.created_ms DESC`,
    ).all();
    const groups = (condition: string, causes: (of: EncounterRecord) => Cause[]): ProblemGroup[] =>
      manifests
        .flatMap(({ id, population }) =>
          encounterRecords(db, `e.manifest = ? AND ${condition} ORDER BY e.ordinal LIMIT ${groupsShown}`, id).map(
            (of) => toGroup(db, of, population, causes(of)),
          ),
        )
        .slice(0, groupsShown);
    return {
      asOf: lastSeq(db),
      actionable: groups("e.review = 'approved' AND e.sync IN ('partial', 'failed')", (of) => imageCauses(db, of.pk)),
      // Left out of what was approved, which is easy to overlook.
      skipped: groups("e.review = 'incomplete'", (of) => [incompleteCause(db, of)]),
      totals: totals(db),
    };
  });
}

/** From counters. */
const totals = (db: StationDatabase): ProblemsView["totals"] =>
  statement<ProblemsView["totals"]>(
    db,
    `SELECT COALESCE(SUM(c.partial + c.failed), 0) AS actionable, COALESCE(SUM(c.incomplete), 0) AS skipped
     FROM manifest_encounters AS c JOIN manifest AS m ON m.id = c.manifest WHERE m.status = 'approved'`,
  ).get() as ProblemsView["totals"];

function toGroup(db: StationDatabase, of: EncounterRecord, populationId: PopulationId, causes: Cause[]): ProblemGroup {
  const images = toImageCounts(encounterSums(db, of.pk));
  return {
    encounterId: of.id,
    manifestId: of.manifest,
    populationId,
    values: of.values,
    sync: of.sync,
    arrived: images.complete,
    total: totalOf(images) - images.skipped,
    causes,
  };
}

const troubled = "i.error_code IS NOT NULL AND i.state IN ('waiting', 'failed', 'missing', 'changed')";

function imageCauses(db: StationDatabase, encounter: number): Cause[] {
  return statement<{ code: ErrorCode; n: number; due_ms: number | null; detail: string | null }>(
    db,
    `SELECT i.error_code AS code, COUNT(*) AS n, MIN(i.due_ms) AS due_ms, MIN(i.error_detail) AS detail
     FROM image AS i WHERE i.encounter = ? AND ${troubled} GROUP BY i.error_code ORDER BY n DESC`,
  )
    .all(encounter)
    .map(({ code, n, due_ms, detail }) =>
      toCause(code, {
        detail,
        count: n,
        files: examplePaths(db, encounter, `${troubled} AND i.error_code = ?`, code),
        nextAttemptAt: toInstantOrNull(due_ms),
      }),
    );
}

const incompleteCause = (db: StationDatabase, of: EncounterRecord): Cause =>
  toCause("ENCOUNTER_INCOMPLETE", {
    detail: of.missing.length > 0 ? `missing: ${of.missing.join(", ")}` : null,
    count: totalOf(toImageCounts(encounterSums(db, of.pk))),
    files: examplePaths(db, of.pk, "TRUE"),
    nextAttemptAt: null,
  });

const examplePaths = (db: StationDatabase, encounter: number, condition: string, ...values: string[]): string[] =>
  statement<{ path: string }>(
    db,
    `SELECT r.path || '/' || f.path_text AS path FROM image AS i
       JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0
       JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
     WHERE i.encounter = ? AND ${condition} ORDER BY i.ordinal LIMIT ${examplesShown}`,
  )
    .all(encounter, ...values)
    .map((row) => row.path);

/** Encounters with an image that waits for a person, and not for a later round only. */
export const encountersThatNeedPerson = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(
    db,
    `SELECT COUNT(*) AS n FROM encounter AS e JOIN encounter_images AS c ON c.encounter = e.pk
     WHERE e.manifest = ? AND e.sync IN ('partial', 'failed') AND e.review = 'approved'
       AND c.failed + c.missing + c.changed > 0`,
  ).get(manifest)?.n ?? 0;

/** A part of an encounter's images that failed for this cause, in order of time. */
export function problemFiles(
  db: StationDatabase,
  encounter: EncounterId,
  { code, after, limit }: { readonly code: ErrorCode; readonly after: number; readonly limit: number },
): Page<ProblemFile> {
  return read(db, () => {
    const items = statement<ProblemFile>(
      db,
      `SELECT i.sha256, i.state, i.error_detail AS detail, COALESCE(r.path || '/' || f.path_text, i.file_name) AS filePath
       FROM image AS i LEFT JOIN image_file AS x ON x.image = i.pk AND x.ordinal = 0
         LEFT JOIN file AS f ON f.pk = x.file LEFT JOIN root AS r ON r.pk = f.root
       WHERE i.encounter = ? AND ${troubled} AND i.error_code = ? ORDER BY i.ordinal LIMIT ? OFFSET ?`,
    ).all(encounterRecord(db, encounter).pk, code, limit, after);
    return { items, next: items.length < limit ? null : after + limit };
  });
}

/**
 * Asks again for the images that need another attempt: all of a manifest's approved encounters, or what the scope says.
 * NOT_FOUND for an image that no approved encounter of the scope has. Returns how many there are.
 */
export function applyTroubled(db: StationDatabase, manifest: ManifestId, run: RunId, scope: RetryScope = {}): number {
  return write(db, () => {
    const only = { manifest, encounter: scope.encounter ?? null, image: scope.image ?? null, code: scope.code ?? null };
    if (scope.image) refuseUnknown(db, only);
    const images = statement<{ encounter: EncounterId; sha256: Sha256 }>(
      db,
      `SELECT e.id AS encounter, i.sha256 FROM encounter AS e JOIN image AS i ON i.encounter = e.pk AND ${troubled}
       WHERE e.manifest = @manifest AND e.review = 'approved' AND e.sync IN ('partial', 'failed')
         AND (@encounter IS NULL OR e.id = @encounter) AND (@image IS NULL OR i.sha256 = @image)
         AND (@code IS NULL OR i.error_code = @code)`,
    ).all(only);
    for (const [encounter, of] of Map.groupBy(images, (image) => image.encounter)) {
      const retried = of.map(({ sha256 }) => ({ sha256, event: { type: "retried" } as const }));
      applyImages(db, encounter, retried, { run });
    }
    return images.length;
  });
}

function refuseUnknown(db: StationDatabase, only: { readonly image: Sha256 | null }): void {
  const known = statement(
    db,
    `SELECT 1 FROM image AS i JOIN encounter AS e ON e.pk = i.encounter
     WHERE i.sha256 = @image AND e.manifest = @manifest AND e.review = 'approved'
       AND (@encounter IS NULL OR e.id = @encounter) LIMIT 1`,
  ).get(only);
  if (!known) throw new LandfallError("NOT_FOUND", { detail: `image ${only.image}` });
}
