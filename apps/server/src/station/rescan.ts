/** A scan job's folders, read again as it was told the last time. */
import { population as populationOf, scanJobView, setFolders, write } from "@landfall/db";
import { type ActivityActor, LandfallError, type ScanJobId, type ScanJobView } from "@landfall/protocol";
import { note } from "./activity.ts";
import type { StationContext } from "./context.ts";
import type { Caller } from "./port.ts";
import { admitFolders } from "./roots.ts";

type Needed = Pick<StationContext, "db" | "scans" | "azure"> & {
  readonly options: Pick<StationContext["options"], "allowedRoots">;
};

/** ALREADY_RUNNING, SOURCE_AWAY, NOT_FOUND. */
export async function rescan(
  { db, scans, azure, options }: Needed,
  id: ScanJobId,
  actor: ActivityActor,
): Promise<ScanJobView> {
  const { name, populationId, folders } = scanJobView(db, id);
  const population = populationOf(db, populationId)?.name;
  if (!population) throw new LandfallError("NOT_FOUND", { detail: `population ${populationId}` });
  // These folders have been admitted once, by the command line perhaps: that holds for reading them again.
  const admitted = await admitFolders({ db, azure, allowedRoots: options.allowedRoots }, folders, { kind: "token" });
  return scans.start({ population, name, folders }, admitted, actor);
}

/**
 * The job has these folders from now on, and is read again: what it had stays known and decided.
 * ALREADY_RUNNING, SOURCE_AWAY, NOT_FOUND, VALIDATION_FAILED, and what a folder is refused with.
 */
export async function setScanFolders(
  station: Needed,
  id: ScanJobId,
  folders: readonly string[],
  who: Caller,
  actor: ActivityActor,
): Promise<ScanJobView> {
  const { db, azure, options } = station;
  const before = scanJobView(db, id).folders;
  const added = folders.filter((folder) => !before.includes(folder));
  const kept = folders.filter((folder) => before.includes(folder));
  const admission = { db, azure, allowedRoots: options.allowedRoots };
  const more = added.length > 0 ? await admitFolders(admission, added, who) : { folders: [], relinked: [] };
  // A drive that is back under another name is the one that it was.
  const now = (folder: string) => more.relinked.find(({ from }) => from === folder)?.to ?? folder;
  const all = [...new Set([...kept.map(now), ...more.folders])];
  // Those that it had were admitted once. None of them may be there now.
  await admitFolders(admission, all, { kind: "token" });
  write(db, () => {
    setFolders(db, id, all);
    const name = scanJobView(db, id).name;
    const subject = [{ kind: "scanJob", id, name }] as const;
    note(db, actor, {
      category: "scan",
      action: "foldersSet",
      subject: [...subject],
      detail: all.join(", ").slice(0, 2000),
    });
  });
  return rescan(station, id, actor);
}
