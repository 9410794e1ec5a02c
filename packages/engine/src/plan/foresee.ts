/** What the hub already holds of encounters that are still under review: what the plan would say if they were approved now. */
import type { HubMatch } from "@landfall/protocol";
import type { Ledger } from "../ports.ts";
import { type AskHub, makePlan, type PlanScope } from "./ask-hub.ts";
import type { PlannedEncounter } from "./model.ts";

/** A person's answers are left aside, so that what they were about is told again. Asks the hub; writes nothing. */
export async function foresee(scope: PlanScope, ledger: Ledger, ask: AskHub): Promise<HubMatch[]> {
  const proposed = (manifest: PlanScope["manifest"]) =>
    ledger.proposed(manifest).map((encounter) => ({ ...encounter, answer: null }));
  const answers = new Map(ledger.proposed(scope.manifest).map(({ id, answer }) => [id, answer]));
  const { encounters } = await makePlan(scope, { ...ledger, encounters: proposed }, ask);
  return encounters.map((planned) => ({ ...toMatch(planned), answer: answerOf(answers.get(planned.encounter.id)) }));
}

const answerOf = (answer: PlannedEncounter["encounter"]["answer"] | undefined): HubMatch["answer"] =>
  answer?.choice === "join" || answer?.choice === "apart" ? answer : null;

function toMatch({ encounter, images, held, action }: PlannedEncounter): Omit<HubMatch, "answer"> {
  const of = { encounterId: encounter.id, images };
  if (action.kind === "ask" && action.question.why !== "correctedElsewhere") {
    const { message, candidates } = action.question;
    return { ...of, state: "asks", message, candidates };
  }
  const hub =
    action.kind === "use" ? action.hub : action.kind === "ask" ? action.question.candidates[0]?.encounter : null;
  if (!hub) return { ...of, state: "none", message: null, candidates: [] };
  return { ...of, state: "fills", message: null, candidates: [{ encounter: hub, imagesHeld: held }] };
}
