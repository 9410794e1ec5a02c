/** A scan job's folders, read again as it was told the last time. */
import { population as populationOf, scanJobView } from "@landfall/db";
import { type ActivityActor, LandfallError, type ScanJobId, type ScanJobView } from "@landfall/protocol";
import type { StationContext } from "./context.ts";
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
