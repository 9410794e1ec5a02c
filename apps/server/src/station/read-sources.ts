/** Reads the sheets and tracks that a scan job has, and those that it is given. */
import { type NewSource, type StationDatabase, type StoredSource, scanRules, scanSources } from "@landfall/db";
import {
  type ScanJobId,
  type SheetChanges,
  type SourceKind,
  type SourcePaths,
  toLandfallError,
} from "@landfall/protocol";
import { type ReadSource, readSource, sheetChanges, sightingsOf } from "@landfall/survey";
import { tablesOf } from "./sheet-sources.ts";

/**
 * One that was read before and is away now, or broken, still counts as it was; one that is new must be readable.
 * @throws LandfallError SHEET_NOT_FOUND, SHEET_UNREADABLE, SHEET_TOO_LARGE, TRACK_UNREADABLE; the signal's reason
 */
export async function readSources(
  db: StationDatabase,
  scanJob: ScanJobId,
  asked: SourcePaths,
  signal?: AbortSignal,
): Promise<NewSource[]> {
  const known = scanSources(db, scanJob);
  const pathsOf = (kind: SourceKind) => known.filter((source) => source.kind === kind).map(({ path }) => path);
  const wanted = [
    ...(asked.sheets ?? pathsOf("sheet")).map((path) => ({ kind: "sheet" as const, path })),
    ...(asked.tracks ?? pathsOf("track")).map((path) => ({ kind: "track" as const, path })),
  ];
  const sources: NewSource[] = [];
  for (const source of new Map(wanted.map((each) => [each.path, each])).values()) {
    const before = known.find(({ path, kind }) => path === source.path && kind === source.kind);
    try {
      const read = await readSource(source, signal);
      sources.push({ path: source.path, read, changes: before ? changesOf(db, scanJob, before, read) : null });
    } catch (error) {
      signal?.throwIfAborted();
      if (!before) throw error;
      sources.push({ path: source.path, error: toLandfallError(error) });
    }
  }
  return sources;
}

function changesOf(
  db: StationDatabase,
  scanJob: ScanJobId,
  before: StoredSource,
  now: ReadSource,
): SheetChanges | null {
  const { timezone } = scanRules(db, scanJob);
  const sightings = (read: ReadSource) => tablesOf(db, read).flatMap((source) => sightingsOf(source, timezone));
  const changes = sheetChanges(sightings(before.read), sightings(now));
  const { added, removed, changed } = changes.counts;
  return added + removed + changed > 0 ? changes : null;
}
