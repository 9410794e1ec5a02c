/** What an event makes stale beyond the snapshot: patched where it can be, asked for again, sparsely, where not. */
import type { EncounterId, ImageRow, ImageState, ManifestId, Sha256, StationEvent } from "@landfall/protocol";
import type { QueryClient } from "@tanstack/react-query";
import { findEncounter, isDescribing, patchEncounter, patchImages } from "../api/encounter-cache.ts";
import { encounterQuery } from "../api/queries.ts";
import { paced } from "./pace.ts";

const troubled: ReadonlySet<ImageState> = new Set(["failed", "missing", "changed", "waiting", "lost", "skipped"]);
/** What an encounter counts as done with. */
const settled: ReadonlySet<ImageState> = new Set(["complete", "skipped"]);

/** Only where it is shown. */
async function reread(client: QueryClient, manifestId: ManifestId, id: EncounterId): Promise<void> {
  if (!findEncounter(client, manifestId, id)) return;
  const row = await client.fetchQuery({ ...encounterQuery(id), staleTime: 0 }).catch(() => undefined);
  if (row) patchEncounter(client, manifestId, id, () => row);
}

export interface Refresher {
  readonly take: (events: readonly StationEvent[]) => void;
  readonly stop: () => void;
}

export function createRefresher(client: QueryClient): Refresher {
  const manifests = new Set<ManifestId>();
  /** Whose encounters show other counts of images now. */
  const counted = new Set<ManifestId>();
  const encounters = new Set<EncounterId>();
  let problems = false;
  let why = false;

  const ask = paced(1_000, () => {
    for (const id of manifests) {
      void client.invalidateQueries({ queryKey: ["encounters", id] });
      void client.invalidateQueries({ queryKey: ["encounterTotal", id] });
      void client.invalidateQueries({ queryKey: ["manifest", id] });
    }
    for (const id of counted) void client.invalidateQueries({ queryKey: ["encounters", id] });
    const later = isDescribing(client) ? [...encounters] : [];
    if (later.length === 0) for (const id of encounters) void client.invalidateQueries({ queryKey: ["images", id] });
    if (why) for (const name of ["why", "schedule"]) void client.invalidateQueries({ queryKey: [name] });
    if (problems) for (const key of ["problems", "problemFiles"]) void client.invalidateQueries({ queryKey: [key] });
    manifests.clear();
    counted.clear();
    encounters.clear();
    for (const id of later) encounters.add(id);
    if (later.length > 0) ask.ask();
    problems = false;
    why = false;
  });

  const take = (events: readonly StationEvent[]) => {
    const images = new Map<EncounterId, Map<Sha256, (row: ImageRow) => ImageRow>>();
    for (const { change } of events) {
      if (change.type !== "image" && change.type !== "scanJob") why = true;
      if (change.type === "manifest") {
        manifests.add(change.manifest.id);
        problems = true;
      } else if (change.type === "encounter") {
        const { manifestId, encounterId, to, from, hubEncounterId } = change;
        patchEncounter(client, manifestId, encounterId, (row) =>
          row.review === to.review && row.sync === to.sync && row.hubEncounterId === hubEncounterId
            ? row
            : { ...row, review: to.review, sync: to.sync, hubEncounterId },
        );
        if (to.sync !== from.sync) problems = true;
        else {
          // A person's doing: its fields, or which images it has, may be others now.
          encounters.add(encounterId);
          void reread(client, manifestId, encounterId);
        }
      } else if (change.type === "image") {
        const { manifestId, encounterId, sha256, to, from } = change;
        if (settled.has(to) !== settled.has(from)) {
          counted.add(manifestId);
          // How many photographs are delivered is among its answers.
          why = true;
        }
        const ofEncounter = images.get(encounterId) ?? new Map();
        ofEncounter.set(sha256, (row: ImageRow) => ({ ...row, state: to, error: troubled.has(to) ? row.error : null }));
        images.set(encounterId, ofEncounter);
        // Why it failed is not in the event.
        if (troubled.has(to)) encounters.add(encounterId);
        if (troubled.has(to) || troubled.has(from)) problems = true;
      } else if (change.type === "run" && change.run.finishedAt) {
        problems = true;
        // What it left behind is now what the plan asks about.
        void client.invalidateQueries({ queryKey: ["plan", change.run.manifestId] });
      } else if (change.type === "scanJob") {
        client.setQueryData(["scanJob", change.scanJob.id], change.scanJob);
      }
    }
    for (const [id, changes] of images) patchImages(client, id, changes);
    if (manifests.size > 0 || counted.size > 0 || encounters.size > 0 || problems || why) ask.ask();
  };

  return { take, stop: ask.stop };
}
