/** A verification is asked for: what stands in its way is told before it begins. */
import { manifestRecord } from "@landfall/db";
import type { ActivityActor, ManifestId, VerificationView, VerifyRequest } from "@landfall/protocol";
import type { StationContext } from "./context.ts";
import { boundPopulation } from "./syncs.ts";

/** NOT_FOUND; and where the hub is asked NOT_CONNECTED, HUB_OFFLINE, HUB_UNAVAILABLE, POPULATION_UNBOUND. */
export async function verify(
  station: StationContext,
  manifest: ManifestId,
  request: VerifyRequest,
  actor: ActivityActor,
): Promise<VerificationView> {
  manifestRecord(station.db, manifest);
  if (request.scope !== "files") {
    await station.connection.reach();
    await boundPopulation(station, manifest);
  }
  return station.verifications.start(manifest, request, actor);
}
