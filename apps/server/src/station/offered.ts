/** Whether a person's choice of a hub encounter is one that the plan takes. */
import { encounterRecord, profile } from "@landfall/db";
import { type EncounterId, type HubEncounterId, LandfallError } from "@landfall/protocol";
import type { StationContext } from "./context.ts";
import { boundPopulation } from "./syncs.ts";

/** NOT_OFFERED where the plan would not take this hub encounter for that one: it would only ask again. Asks the hub. */
export async function refuseNotOffered(
  station: StationContext,
  encounter: EncounterId,
  hubEncounter: HubEncounterId,
): Promise<void> {
  const { db, runs } = station;
  const { manifest } = encounterRecord(db, encounter);
  if (!profile(db)) throw new LandfallError("NOT_CONNECTED");
  const population = await boundPopulation(station, manifest);
  const offered = await runs.engine.insteadOf({ encounter, hubEncounter }, { manifest, population });
  if (offered === null) return;
  const named = offered.map(({ id, values: { eventDate, locality, recordedBy } }) =>
    [id, eventDate, locality, recordedBy].filter((value) => value !== null).join(" · "),
  );
  const instead = named.length > 0 ? `offered: ${named.join("; ")}` : "the hub has none for it";
  throw new LandfallError("NOT_OFFERED", { detail: `${hubEncounter} for encounter ${encounter}; ${instead}` });
}
