/** Scan jobs by their folders. */
import type { PopulationId, ScanJobId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";

/** What the job of these folders is called already; undefined where there is none. */
export const nameOfJob = (
  db: StationDatabase,
  population: PopulationId,
  folders: readonly string[],
): string | undefined => jobsOfFolders(db, population, folders)[0]?.name;

/** Jobs of these folders and no others, in whatever order; the newest first. */
export const jobsOfFolders = (
  db: StationDatabase,
  population: PopulationId,
  wanted: readonly string[],
): { readonly id: ScanJobId; readonly name: string }[] =>
  jobsWithFolders(db, population, wanted).filter(({ folders }) => sortedText(folders) === sortedText(wanted));

/** Jobs that have all of these folders among theirs; the newest first. */
export const jobsWithFolders = (
  db: StationDatabase,
  population: PopulationId,
  wanted: readonly string[],
): { readonly id: ScanJobId; readonly name: string; readonly folders: readonly string[] }[] =>
  statement<{ id: ScanJobId; name: string; folders: string }>(
    db,
    "SELECT id, name, folders FROM scan_job WHERE population = ? ORDER BY rowid DESC",
  )
    .all(population)
    .map(({ id, name, folders }) => ({ id, name, folders: JSON.parse(folders) as string[] }))
    .filter(({ folders }) => wanted.every((folder) => folders.includes(folder)));

const sortedText = (folders: readonly string[]): string => JSON.stringify([...new Set(folders)].sort());
