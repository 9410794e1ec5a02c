/** Verifications of a manifest's delivered images. */
import { randomUUID } from "node:crypto";
import type { ImageChange } from "@landfall/engine";
import {
  type ActivityActor,
  type EncounterId,
  type ErrorCode,
  LandfallError,
  type ManifestId,
  VerificationId,
  type VerificationView,
  type VerifyFailure,
  type VerifyRequest,
  type VerifyScope,
} from "@landfall/protocol";
import { applyImages } from "./apply-images.ts";
import { manifestSums, toImageCounts, totalOf } from "./counters.ts";
import { read, type StationDatabase, statement, toInstant, toInstantOrNull, write } from "./database.ts";
import type { Page } from "./inventory.ts";
import { manifestRecord } from "./manifest.ts";

export type Verification = Omit<VerificationView, "waiting">;

/** What running work needs beside what is shown. */
export interface VerificationWork {
  readonly id: VerificationId;
  readonly manifest: ManifestId;
  readonly request: VerifyRequest;
  readonly actor: ActivityActor;
  readonly cursor: number;
  readonly since: string | null;
}

interface Row {
  pk: number;
  id: VerificationId;
  manifest: ManifestId;
  scope: VerifyScope;
  deep: number;
  part: number | null;
  parts: number | null;
  actor: ActivityActor;
  state: Verification["state"];
  started_ms: number;
  finished_ms: number | null;
  since: string | null;
  cursor: number;
  total: number;
  passed: number;
  verified: number;
  different: number;
  metadata_changed: number;
  missing: number;
  lost: number;
  no_receipt: number;
  not_approved: number;
  error_code: ErrorCode | null;
  error_detail: string | null;
}

const requestOf = ({ scope, deep, part, parts }: Row): VerifyRequest => ({
  scope,
  deep: deep === 1,
  sample: part === null || parts === null ? null : { part, of: parts },
});

function toView(row: Row): Verification {
  const { id, state, total, passed, verified, different, missing, lost } = row;
  const { metadata_changed: metadataChanged, no_receipt: noReceipt, not_approved: notApproved } = row;
  return {
    id,
    manifestId: row.manifest,
    ...requestOf(row),
    state,
    startedAt: toInstant(row.started_ms),
    finishedAt: toInstantOrNull(row.finished_ms),
    total,
    passed,
    images: verified + different + metadataChanged + missing + lost + noReceipt,
    verified,
    different,
    metadataChanged,
    missing,
    lost,
    noReceipt,
    notApproved,
    error: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail },
  };
}

const toWork = (row: Row): VerificationWork => ({
  id: row.id,
  manifest: row.manifest,
  request: requestOf(row),
  actor: row.actor,
  cursor: row.cursor,
  since: row.since,
});

function rowOf(db: StationDatabase, id: VerificationId): Row {
  const row = statement<Row>(db, "SELECT * FROM verification WHERE id = ?").get(id);
  if (!row) throw new LandfallError("NOT_FOUND", { detail: `verification ${id}` });
  return row;
}

/** NOT_FOUND when there is none. */
export const verification = (db: StationDatabase, id: VerificationId): Verification => toView(rowOf(db, id));
export const verificationWork = (db: StationDatabase, id: VerificationId): VerificationWork => toWork(rowOf(db, id));

const kept = 10;

/** The latest ones of a manifest, newest first. */
export const verifications = (db: StationDatabase, manifest: ManifestId): Verification[] =>
  statement<Row>(db, `SELECT * FROM verification WHERE manifest = ? ORDER BY pk DESC LIMIT ${kept}`)
    .all(manifest)
    .map(toView);

/** Those that are not over, of one manifest or of all. */
export const unfinishedVerifications = (db: StationDatabase, manifest?: ManifestId): VerificationWork[] =>
  statement<Row>(db, "SELECT * FROM verification WHERE state = 'running' AND manifest = COALESCE(?, manifest)")
    .all(manifest ?? null)
    .map(toWork);

/** A manifest has at most one that is not over; of those that are, the latest few are kept. */
export function createVerification(
  db: StationDatabase,
  manifest: ManifestId,
  { scope, deep, sample }: VerifyRequest,
  actor: ActivityActor,
): VerificationWork {
  return write(db, () => {
    manifestRecord(db, manifest);
    const sums = manifestSums(db, manifest, true);
    const toVerify = totalOf(toImageCounts(sums)) - sums.skipped;
    const total = toVerify + manifestSums(db, manifest, false).complete + leftOutWithReceipt(db, manifest);
    const id = VerificationId.parse(randomUUID());
    statement(
      db,
      `INSERT INTO verification (id, manifest, scope, deep, part, parts, actor, started_ms, total)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(id, manifest, scope, Number(deep), sample?.part ?? null, sample?.of ?? null, actor, db.now(), total);
    const old = "SELECT pk FROM verification WHERE manifest = @manifest ORDER BY pk DESC LIMIT -1 OFFSET @kept";
    statement(db, `DELETE FROM verification_failure WHERE verification IN (${old})`).run({ manifest, kept });
    statement(db, `DELETE FROM verification WHERE pk IN (${old})`).run({ manifest, kept });
    return verificationWork(db, id);
  });
}

const leftOutWithReceipt = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(
    db,
    `SELECT COUNT(*) AS n FROM encounter AS e JOIN encounter_images AS c ON c.encounter = e.pk AND c.skipped > 0
       JOIN image AS i ON i.encounter = e.pk AND i.kept_receipt IS NOT NULL WHERE e.manifest = ?`,
  ).get(manifest)?.n ?? 0;

/** What has been found out about one part of the images. */
export interface VerifiedPart {
  /** Images passed, those outside the sample included. */
  readonly passed: number;
  readonly verified: number;
  /** Of those that were checked. */
  readonly notApproved: number;
  readonly failures: readonly VerifyFailure[];
  /** What the hub's answers make of the images. */
  readonly changes: ReadonlyMap<EncounterId, readonly ImageChange[]>;
  /** Where the next part begins; null at the end. */
  readonly next: number | null;
  readonly since: string | null;
}

/** What the hub said outside a run of images that it had acknowledged, in one transaction. */
export function applyAnswers(db: StationDatabase, changes: VerifiedPart["changes"]): void {
  write(db, () => {
    for (const [encounter, of] of changes) applyImages(db, encounter, of, null);
  });
}

/** Notes a part and changes its images, in one transaction. A verification that is over takes nothing more. */
export function addVerified(db: StationDatabase, id: VerificationId, part: VerifiedPart): void {
  write(db, () => {
    const row = rowOf(db, id);
    if (row.state !== "running") return;
    applyAnswers(db, part.changes);
    const of = (outcome: VerifyFailure["outcome"]) => part.failures.filter((each) => each.outcome === outcome).length;
    const before = row.different + row.metadata_changed + row.missing + row.lost + row.no_receipt;
    for (const [at, { filePath, sha256, outcome, detail }] of part.failures.entries())
      statement(
        db,
        `INSERT INTO verification_failure (verification, ordinal, path_text, sha256, outcome, detail)
         VALUES (?, ?, ?, ?, ?, ?)`,
      ).run(row.pk, before + at, filePath, sha256, outcome, detail);
    statement(
      db,
      `UPDATE verification SET passed = passed + ?, verified = verified + ?, different = different + ?,
         metadata_changed = metadata_changed + ?, missing = missing + ?, lost = lost + ?, no_receipt = no_receipt + ?,
         not_approved = not_approved + ?, cursor = COALESCE(?, cursor), since = ?
       WHERE pk = ?`,
    ).run(
      part.passed,
      part.verified,
      of("different"),
      of("metadataChanged"),
      of("missing"),
      of("lost"),
      of("noReceipt"),
      part.notApproved,
      part.next,
      part.since,
      row.pk,
    );
  });
}

/** One that is over stays as it is. */
export function endVerification(
  db: StationDatabase,
  id: VerificationId,
  state: "done" | "failed" | "cancelled",
  error: Verification["error"] = null,
): Verification {
  return write(db, () => {
    statement(
      db,
      `UPDATE verification SET state = ?, finished_ms = ?, error_code = ?, error_detail = ?
       WHERE id = ? AND state = 'running'`,
    ).run(state, db.now(), error?.code ?? null, error?.detail ?? null, id);
    return verification(db, id);
  });
}

/** In the order in which they were found. */
export function verifyFailures(
  db: StationDatabase,
  id: VerificationId,
  after: number,
  limit: number,
): Page<VerifyFailure> {
  return read(db, () => {
    const items = statement<VerifyFailure>(
      db,
      `SELECT path_text AS filePath, sha256, outcome, detail FROM verification_failure
       WHERE verification = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?`,
    ).all(rowOf(db, id).pk, after, limit);
    return { items, next: items.length < limit ? null : after + limit };
  });
}
