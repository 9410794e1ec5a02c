/** What others have changed on the hub, of encounters that this station has delivered. */
import { chunks } from "../parts.ts";
import { matchChunk } from "../policy.ts";
import type { Ledger, SeenThere } from "../ports.ts";
import { type AskHub, askMatches, type PlanScope } from "./ask-hub.ts";
import { fieldsBetween } from "./correct.ts";
import type { Plan } from "./model.ts";
import { changedThereOf } from "./plan.ts";
import { againIfWentBack } from "./went-back.ts";

const toValues = (changed: ReturnType<typeof changedThereOf>): SeenThere["values"] =>
  Object.fromEntries(changed.map(({ field, theirs }) => [field, theirs]));

/** Of every encounter of the plan, also that there is nothing (any more); not of those that a question is about. */
export const seenInPlan = ({ encounters }: Plan): SeenThere[] =>
  encounters.map((planned) => ({ encounter: planned.encounter.id, values: toValues(changedThereOf(planned)) }));

/** Asks for all that was delivered of a manifest: one request for some hundred encounters, and none about images. */
export const lookThere = (scope: PlanScope, ledger: Ledger, ask: AskHub): Promise<SeenThere[]> =>
  againIfWentBack(() => lookOnce(scope, ledger, ask));

async function lookOnce(scope: PlanScope, ledger: Ledger, ask: AskHub): Promise<SeenThere[]> {
  const delivered = ledger
    .encounters(scope.manifest)
    .filter((encounter) => encounter.delivered !== null && encounter.hubEncounterId !== null);
  const seen: SeenThere[] = [];
  for (const part of chunks(delivered, matchChunk)) {
    const { matches } = await askMatches(
      part.map((encounter) => ({ encounter, encounterNumber: encounter.encounterNumber })),
      scope.population,
      ask,
    );
    for (const encounter of part) {
      const hub = matches.get(encounter.eventID)?.byEventID;
      if (hub) seen.push({ encounter: encounter.id, values: toValues(fieldsBetween(encounter, hub).changedThere) });
    }
  }
  return seen;
}
