/** Find or create the encounter on the hub, and remember which it is. */
import type { HubEncounterId } from "@landfall/protocol";
import type { PlannedEncounter } from "../plan/model.ts";
import { callHub, type RunContext } from "./context.ts";

export async function ensureEncounter(context: RunContext, planned: PlannedEncounter): Promise<HubEncounterId> {
  const { encounter, encounterNumber, action } = planned;
  const answer = await callHub(context, "hubCall", (hub, signal) =>
    hub.findOrCreate(
      {
        params: { id: context.task.population },
        body: {
          eventID: encounter.eventID,
          encounterNumber,
          values: encounter.values,
          join: action.kind === "use" ? action.hub.id : null,
          apart: action.kind === "create" && action.apart,
        },
      },
      { signal },
    ),
  );
  if (answer.encounter.id !== encounter.hubEncounterId) context.ports.ledger.bind(encounter.id, answer.encounter.id);
  return answer.encounter.id;
}
