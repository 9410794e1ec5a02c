/** Find or create the encounter on the hub, and remember which it is. */
import type { EncounterValues, FindOrCreateResponse } from "@landfall/protocol";
import { correctFields, emptiedThere } from "../plan/correct.ts";
import type { PlannedEncounter } from "../plan/model.ts";
import { callHub, type RunContext, remember } from "./context.ts";

/** What the hub may fill its empty fields with. */
function offered({ encounter, action }: PlannedEncounter): EncounterValues {
  const left = action.kind === "use" ? emptiedThere(encounter, action.hub) : [];
  return { ...encounter.values, ...Object.fromEntries(left.map((name) => [name, null])) };
}

export async function ensureEncounter(context: RunContext, planned: PlannedEncounter): Promise<FindOrCreateResponse> {
  const { encounter, encounterNumber, action } = planned;
  // Should the answer be lost, it is known what the hub was given, and what is corrected later is told from that.
  const first = { values: encounter.values, version: null };
  if (encounter.delivered === null)
    await remember(context, (ledger) => ledger.corrected(encounter.id, { delivered: first }, context.task.run));
  const answer = await callHub(context, "hubCall", (hub, signal) =>
    hub.findOrCreate(
      {
        params: { id: context.task.population },
        body: {
          eventID: encounter.eventID,
          encounterNumber,
          values: offered(planned),
          join: action.kind === "use" ? action.hub.id : null,
          apart: action.kind === "create" && action.apart,
        },
      },
      { signal },
    ),
  );
  const { id, version } = answer.encounter;
  const isNews = id !== encounter.hubEncounterId || encounter.delivered === null;
  // One that was there already has what it was given before: the difference is corrected by its own step.
  const given = answer.created ? null : encounter.delivered;
  const there = Object.fromEntries(
    correctFields(null, encounter.values, answer.encounter.values).changedThere.map(({ field, theirs }) => [
      field,
      theirs,
    ]),
  );
  const delivered = given ?? { values: encounter.values, version, there };
  if (isNews) await remember(context, (ledger) => ledger.bind(encounter.id, id, delivered));
  return answer;
}
