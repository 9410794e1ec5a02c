/** What others have changed on the hub, of encounters that this station has delivered. */
import type { Ledger, SeenThere } from "../ports.ts";
import { type AskHub, makePlan, type PlanScope } from "./ask-hub.ts";
import type { Plan } from "./model.ts";
import { changedThereOf } from "./plan.ts";

const toValues = (changed: ReturnType<typeof changedThereOf>): SeenThere["values"] =>
  Object.fromEntries(changed.map(({ field, theirs }) => [field, theirs]));

/** Of every encounter of the plan, also that there is nothing (any more); not of those that a question is about. */
export const seenInPlan = ({ encounters }: Plan): SeenThere[] =>
  encounters
    .filter(({ action }) => action.kind !== "ask")
    .map((planned) => ({
      encounter: planned.encounter.id,
      values: toValues(changedThereOf(planned)),
      taken: planned.takenThere,
    }));

/** Asks for all that was delivered of a manifest, as a plan does. */
export const lookThere = async (scope: PlanScope, ledger: Ledger, ask: AskHub): Promise<SeenThere[]> =>
  seenInPlan(await makePlan(scope, ledger, ask));
