/** Images: their records for the engine, their rows for the dashboard, and the one path on which they change. */
import {
  deriveSync,
  type ImageChange,
  type ImageEvent,
  type ImageRecord,
  type RunMark,
  type SourceFile,
  type SyncImage,
  stepImage,
  type Trouble,
} from "@landfall/engine";
import {
  type EncounterId,
  type ErrorCode,
  errorTable,
  type ImageRow,
  type ImageState,
  type Md5,
  type Receipt,
  type Sha256,
} from "@landfall/protocol";
import { encounterSums, toImageCounts, totalOf } from "./counters.ts";
import { read, type StationDatabase, statement, toInstant, toInstantOrNull, write } from "./database.ts";
import { type EncounterRecord, encounterRecord, type Window } from "./encounter.ts";
import { changeStates } from "./encounter-states.ts";
import { appendEvent, lastSeq } from "./event.ts";

interface Row {
  pk: number;
  sha256: Sha256;
  md5: Md5;
  bytes: number;
  media_type: string;
  file_name: string;
  captured_at: string | null;
  findings: string;
  state: ImageState;
  rounds: number;
  due_ms: number | null;
  error_code: ErrorCode | null;
  error_detail: string | null;
  error_ms: number | null;
  receipt: Receipt | null;
  run: number | null;
  delivered: number | null;
}

function toRecord(row: Row): ImageRecord {
  const { state, rounds } = row;
  switch (state) {
    case "pending":
    case "uploaded":
    case "committed":
    case "skipped":
      return { state, rounds };
    case "complete":
      return { state, receipt: row.receipt as Receipt };
    case "waiting":
      return { state, rounds, trouble: troubleOf(row), dueAtMs: row.due_ms ?? 0 };
    default:
      return { state, rounds, trouble: troubleOf(row) };
  }
}

const troubleOf = (row: Row): Trouble => ({
  code: row.error_code ?? "INTERNAL",
  detail: row.error_detail,
  atMs: row.error_ms ?? 0,
});

const rowsOf = (db: StationDatabase, encounter: number): Row[] =>
  statement<Row>(db, "SELECT * FROM image WHERE encounter = ? ORDER BY ordinal").all(encounter);

/** All images of an encounter, in order of time. */
export const syncImages = (db: StationDatabase, encounter: EncounterId): SyncImage[] =>
  read(db, () =>
    rowsOf(db, encounterRecord(db, encounter).pk).map((row) => ({
      sha256: row.sha256,
      md5: row.md5,
      bytes: row.bytes,
      mediaType: row.media_type,
      fileName: row.file_name,
      capturedAt: row.captured_at,
      record: toRecord(row),
    })),
  );

/** A page of an encounter's images, in order of time. */
export function imagePage(db: StationDatabase, encounter: EncounterId, window: Window) {
  return read(db, () => {
    const { pk } = encounterRecord(db, encounter);
    const rows = statement<Row & { path_text: string | null }>(
      db,
      `SELECT i.*, (SELECT f.path_text FROM image_file AS x JOIN file AS f ON f.pk = x.file
         WHERE x.image = i.pk ORDER BY x.ordinal LIMIT 1) AS path_text
       FROM image AS i WHERE i.encounter = ? ORDER BY i.ordinal LIMIT ? OFFSET ?`,
    ).all(pk, window.limit, window.offset);
    return { asOf: lastSeq(db), total: totalOf(toImageCounts(encounterSums(db, pk))), items: rows.map(toView) };
  });
}

function toView(row: Row & { path_text: string | null }): ImageRow {
  const error = row.error_code && {
    code: row.error_code,
    message: errorTable[row.error_code].message,
    hint: errorTable[row.error_code].hint,
    detail: row.error_detail,
    at: toInstant(row.error_ms ?? 0),
  };
  return {
    sha256: row.sha256,
    fileName: row.file_name,
    filePath: row.path_text ?? row.file_name,
    mediaType: row.media_type,
    bytes: row.bytes,
    capturedAt: row.captured_at,
    state: row.state,
    error: error || null,
    nextAttemptAt: toInstantOrNull(row.due_ms),
    findings: JSON.parse(row.findings),
  };
}

/** The same bytes at places a later scan found them are tried last. */
const otherPlaces = 10;

/** Where an image's bytes may be found, the likeliest first. */
export function sources(db: StationDatabase, encounter: EncounterId, sha256: Sha256): SourceFile[] {
  return statement<{ root: string; path: Buffer; path_text: string }>(
    db,
    `SELECT root, path, path_text FROM (
       SELECT 0 AS later, x.ordinal AS place, r.path AS root, f.path, f.path_text
       FROM encounter AS e JOIN image AS i ON i.encounter = e.pk AND i.sha256 = @sha256
         JOIN image_file AS x ON x.image = i.pk JOIN file AS f ON f.pk = x.file JOIN root AS r ON r.pk = f.root
       WHERE e.id = @encounter
       UNION ALL
       SELECT * FROM (
         SELECT 1 AS later, -f.pk AS place, r.path AS root, f.path, f.path_text
         FROM file AS f JOIN root AS r ON r.pk = f.root
         WHERE f.sha256 = @sha256 AND EXISTS (SELECT 1 FROM encounter AS e
             JOIN image AS i ON i.encounter = e.pk WHERE e.id = @encounter AND i.sha256 = @sha256)
         ORDER BY f.pk DESC LIMIT ${otherPlaces})
     ) GROUP BY root, path ORDER BY MIN(later), MIN(place)`,
  )
    .all({ encounter, sha256 })
    .map(({ root, path, path_text }) => ({
      path: Buffer.concat([Buffer.from(root.endsWith("/") ? root : `${root}/`), path]),
      root: Buffer.from(root),
      text: `${root.replace(/\/$/, "")}/${path_text}`,
    }));
}

interface RunColumns {
  readonly run: number | null;
  readonly delivered: number | null;
}

/**
 * Which run touched an image last, and whether it sent the bytes itself. Bytes that this very run has put on the wire
 * stay delivered by it, also when the hub says after a restart that it holds them.
 */
function markOf(row: Row, event: ImageEvent, run: number | null, alreadyThere: boolean): RunColumns {
  if (run === null) return { run: row.run, delivered: row.delivered };
  const sentByThisRun = row.run === run && row.delivered === 1;
  switch (event.type) {
    case "uploaded":
    case "committed":
    case "verified":
      return { run, delivered: alreadyThere && !sentByThisRun ? 0 : 1 };
    default:
      return { run, delivered: row.run === run ? row.delivered : null };
  }
}

function store(db: StationDatabase, row: Row, record: ImageRecord, mark: RunColumns): void {
  const trouble = "trouble" in record ? record.trouble : undefined;
  statement(
    db,
    `UPDATE image SET state = ?, rounds = ?, due_ms = ?, error_code = ?, error_detail = ?, error_ms = ?, receipt = ?,
       run = ?, delivered = ? WHERE pk = ?`,
  ).run(
    record.state,
    record.state === "complete" ? 0 : record.rounds,
    record.state === "waiting" ? record.dueAtMs : null,
    trouble?.code ?? null,
    trouble?.detail ?? null,
    trouble?.atMs ?? null,
    record.state === "complete" ? record.receipt : null,
    mark.run,
    mark.delivered,
    row.pk,
  );
}

/**
 * The one write path of images: read the row, step, write the row, derive the encounter's sync state, append events,
 * in one transaction. An event that changes nothing writes nothing. Images that the encounter does not have are left out.
 */
export function applyImages(
  db: StationDatabase,
  encounter: EncounterId,
  changes: readonly ImageChange[],
  mark: RunMark | null,
): void {
  write(db, () => {
    const of = encounterRecord(db, encounter);
    const run = mark ? runPk(db, mark) : null;
    for (const change of changes) applyOne(db, of, change, run, mark?.alreadyThere ?? false);
    deriveEncounter(db, of);
  });
}

/** The run's key; its bytes are raised on the way. */
function runPk(db: StationDatabase, mark: RunMark): number | null {
  if (mark.bytesSent) {
    statement(db, "UPDATE run SET bytes_sent = bytes_sent + ? WHERE id = ?").run(mark.bytesSent, mark.run);
  }
  return statement<{ pk: number }>(db, "SELECT pk FROM run WHERE id = ?").get(mark.run)?.pk ?? null;
}

function applyOne(
  db: StationDatabase,
  of: EncounterRecord,
  { sha256, event }: ImageChange,
  run: number | null,
  alreadyThere: boolean,
): void {
  const row = statement<Row>(db, "SELECT * FROM image WHERE encounter = ? AND sha256 = ?").get(of.pk, sha256);
  if (!row) return;
  const before = toRecord(row);
  const after = stepImage(before, event);
  if (after === before) return;
  store(db, row, after, markOf(row, event, run, alreadyThere));
  if (of.review !== "approved") return;
  appendEvent(db, {
    type: "image",
    manifestId: of.manifest,
    encounterId: of.id,
    sha256,
    bytes: row.bytes,
    from: before.state,
    to: after.state,
  });
}

function deriveEncounter(db: StationDatabase, of: EncounterRecord): void {
  const sync = deriveSync(toImageCounts(encounterSums(db, of.pk)));
  if (sync !== of.sync) changeStates(db, of, { sync });
}
