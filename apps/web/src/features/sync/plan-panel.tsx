/** What a sync would do, before the first byte, and what only a person can decide. */
import type { ManifestId, PlanView } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { planQuery } from "../../api/queries.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatBytes, formatNumber } from "../../ui/format.ts";
import { PlanQuestion } from "./plan-question.tsx";

/** `14 new encounters, 3 fill existing ones · 790 images to send, 22 already there · 4.1 GB` */
export function planSentence({ create, fill, upload, alreadyThere, bytes }: PlanView): string {
  const encounters = [
    ...(create ? [count(create, "new encounter")] : []),
    ...(fill ? [fill === 1 ? "1 fills an existing one" : `${formatNumber(fill)} fill existing ones`] : []),
  ];
  const images = [
    upload ? `${count(upload, "image")} to send` : "no image to send",
    ...(alreadyThere ? [`${formatNumber(alreadyThere)} already there`] : []),
  ];
  return [encounters.join(", "), images.join(", "), ...(bytes ? [formatBytes(bytes)] : [])].filter(Boolean).join(" · ");
}

export function PlanPanel({ manifestId, onClose }: { manifestId: ManifestId; onClose: () => void }) {
  const plan = useQuery(planQuery(manifestId));
  const questions = plan.data?.questions ?? [];
  return (
    <section className="plan" aria-label="Plan" aria-busy={plan.isFetching}>
      <div className="planline">
        <p>{plan.data ? planSentence(plan.data) : plan.error ? "There is no plan." : "Comparing with the hub…"}</p>
        <Button look="ghost" onClick={onClose}>
          Hide plan
        </Button>
      </div>
      {plan.error && (
        <ErrorNote error={plan.error} action={<Button onClick={() => void plan.refetch()}>Plan again</Button>} />
      )}
      {questions.length > 0 && (
        <>
          <p className="planask">
            <b>{count(questions.length, "question")} for you.</b> It is not certain which encounter on the hub{" "}
            {questions.length === 1 ? "this one is" : "these are"}. Answer, then sync.
          </p>
          {questions.map((question) => (
            <PlanQuestion key={question.encounterId} question={question} onAnswered={() => void plan.refetch()} />
          ))}
        </>
      )}
    </section>
  );
}
