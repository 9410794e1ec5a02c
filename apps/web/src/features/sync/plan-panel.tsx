/** What a sync would do, before the first byte, and what only a person can decide. */
import type { ManifestId, PlanQuestion as Question } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { planQuery } from "../../api/queries.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { useKnownHere } from "./known-here.ts";
import { questionsAnchor } from "./open-questions.ts";
import { PlanChangedThere } from "./plan-changed-there.tsx";
import { PlanCorrections } from "./plan-corrections.tsx";
import { PlanQuestion } from "./plan-question.tsx";
import { planSentence } from "./plan-sentence.ts";

function uncertainty(questions: readonly Question[]): string {
  const of = (why: Question["why"]) => questions.filter((question) => question.why === why).length;
  const [both, taken] = [of("correctedElsewhere"), of("withdrawnThere")];
  const which = questions.length - both - taken;
  return [
    ...(which > 0
      ? [`It is not certain which encounter on the hub ${which === 1 ? "this one is" : "these are"}.`]
      : []),
    ...(both > 0 ? [`${count(both, "encounter")} ${both === 1 ? "was" : "were"} corrected on the hub too.`] : []),
    ...(taken > 0 ? [`Of ${count(taken, "encounter")} others have taken photographs out on the hub.`] : []),
  ].join(" ");
}

export function PlanPanel({ manifestId }: { manifestId: ManifestId }) {
  const plan = useQuery(planQuery(manifestId));
  const questions = plan.data?.questions ?? [];
  // Then the questions say it all.
  const { create = 0, upload = 0, copy = 0, corrections = [], changedThere = [] } = plan.data ?? {};
  const onlyAsks = questions.length > 0 && create + upload + copy + corrections.length === 0;
  const knownHere = useKnownHere(manifestId, questions);
  return (
    <section className="plan" aria-label="Plan" aria-busy={plan.isFetching}>
      {!onlyAsks && (
        <p>{plan.data ? planSentence(plan.data) : plan.error ? "There is no plan." : "Comparing with the hub…"}</p>
      )}
      <PlanCorrections corrections={corrections} />
      <PlanChangedThere manifestId={manifestId} changed={changedThere} />
      {plan.error && (
        <ErrorNote error={plan.error} action={<Button onClick={() => void plan.refetch()}>Plan again</Button>} />
      )}
      {questions.length > 0 && (
        <>
          <p className="planask" id={questionsAnchor(manifestId)} tabIndex={-1}>
            <b>{count(questions.length, "question")} for you.</b> {uncertainty(questions)} Answer, then sync.
          </p>
          {questions.map((question) => (
            <PlanQuestion
              key={question.encounterId}
              question={question}
              knownHere={knownHere}
              onAnswered={() => void plan.refetch()}
            />
          ))}
        </>
      )}
    </section>
  );
}
