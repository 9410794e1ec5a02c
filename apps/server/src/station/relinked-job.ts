/** A drive that is scanned alone, under the name that it has today: the one scan job that it is a part of goes on as a whole. */
import { jobsWithFolders, populations, type StationDatabase } from "@landfall/db";
import type { ScanRequest } from "@landfall/protocol";
import type { FoldersToScan } from "./roots.ts";

/**
 * @param admitted the folders of the request
 * @param admit admits the folders of a job, which were admitted when it was made
 * @returns the request and its folders; those of the job, under its name, where all that was named is a drive of it that was relinked just now
 */
export async function withRelinkedJob(
  db: StationDatabase,
  request: ScanRequest,
  admitted: FoldersToScan,
  admit: (folders: readonly string[]) => Promise<FoldersToScan>,
): Promise<{ readonly request: ScanRequest; readonly folders: FoldersToScan }> {
  const { folders, relinked } = admitted;
  const same = { request, folders: admitted };
  const isRelinked = (folder: string) => relinked.some(({ to }) => to === folder);
  const population = populations(db).find(({ name }) => name === request.population);
  if (request.name !== undefined || !population || !folders.every(isRelinked)) return same;
  const [job, another] = jobsWithFolders(db, population.id, folders);
  if (!job || another || job.folders.length === folders.length) return same;
  return { request: { ...request, name: job.name }, folders: { ...(await admit(job.folders)), relinked } };
}
