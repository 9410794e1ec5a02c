/** What the hub already holds of encounters that are still under review: what the plan would say if they were approved now. */
import type { EncounterId, HubEncounter, HubEncounterId, HubMatch } from "@landfall/protocol";
import type { Ledger, SyncEncounter } from "../ports.ts";
import { type AskHub, makePlan, type PlanScope } from "./ask-hub.ts";
import type { PlannedEncounter } from "./model.ts";

/** A person's answers are left aside, so that what they were about is told again. Asks the hub; writes nothing. */
export async function foresee(scope: PlanScope, ledger: Ledger, ask: AskHub): Promise<HubMatch[]> {
  // Asked for what is in sight, again and again: all of a large season would be read each time.
  const proposed = ledger.proposed(scope.manifest, scope.only);
  const answers = new Map(proposed.map(({ id, answer }) => [id, answer]));
  const unsaid = proposed.map((encounter) => ({ ...encounter, answer: null }));
  const unanswered: Ledger = {
    ...ledger,
    encounters: () => unsaid,
    // Whether they are in sight as well or not.
    rivals: () => unsaid.filter(({ id, hubEncounterId }) => scope.only?.has(id) === false && hubEncounterId === null),
  };
  const { encounters } = await makePlan(scope, unanswered, ask);
  return encounters.map((planned) => ({ ...toMatch(planned), answer: answerOf(answers.get(planned.encounter.id)) }));
}

const answerOf = (answer: PlannedEncounter["encounter"]["answer"] | undefined): HubMatch["answer"] =>
  answer?.choice === "join" || answer?.choice === "apart" ? answer : null;

function toMatch({ encounter, images, held, action }: PlannedEncounter): Omit<HubMatch, "answer"> {
  const of = { encounterId: encounter.id, images };
  if (action.kind === "ask" && !["correctedElsewhere", "withdrawnThere"].includes(action.question.why)) {
    const { message, candidates } = action.question;
    return { ...of, state: "asks", message, candidates };
  }
  const hub =
    action.kind === "use" ? action.hub : action.kind === "ask" ? action.question.candidates[0]?.encounter : null;
  if (!hub) return { ...of, state: "none", message: null, candidates: [] };
  return { ...of, state: "fills", message: null, candidates: [{ encounter: hub, imagesHeld: held }] };
}

export interface Choice {
  readonly encounter: EncounterId;
  readonly hubEncounter: HubEncounterId;
}

/**
 * What a person could have chosen instead of a hub encounter that the plan would not take for this one; null where it would.
 * Asks the hub; writes nothing.
 */
export async function insteadOf(
  { encounter, hubEncounter }: Choice,
  scope: PlanScope,
  ledger: Ledger,
  ask: AskHub,
): Promise<HubEncounter[] | null> {
  const isThis = ({ id }: SyncEncounter) => id === encounter;
  const approved = ledger.encounters(scope.manifest);
  const all = approved.some(isThis) ? approved : ledger.proposed(scope.manifest, new Set([encounter]));
  const actionWith = async (answer: SyncEncounter["answer"]) => {
    const encounters = () => all.map((one) => (isThis(one) ? { ...one, answer } : one));
    const plan = await makePlan({ ...scope, only: new Set([encounter]) }, { ...ledger, encounters }, ask);
    return plan.encounters[0]?.action;
  };
  const answered = await actionWith({ choice: "join", hubEncounterId: hubEncounter });
  if (answered?.kind === "use" && answered.hub.id === hubEncounter) return null;
  const action = await actionWith(null);
  if (action?.kind === "use") return [action.hub];
  return action?.kind === "ask" ? action.question.candidates.map((candidate) => candidate.encounter) : [];
}
