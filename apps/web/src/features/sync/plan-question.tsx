/** One encounter of this station beside the ones on the hub that it may be. */
import type { EncounterValues, HubEncounterId, PlanView } from "@landfall/protocol";
import { useMutation } from "@tanstack/react-query";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { encounterTitle, formatCoordinates } from "../../ui/words.ts";

type Question = PlanView["questions"][number];

function Side({
  label,
  values,
  images,
  note,
}: {
  label: string;
  values: EncounterValues;
  images: number;
  note: string;
}) {
  const coordinates = formatCoordinates(values);
  return (
    <>
      <p className="sidelabel">{label}</p>
      <p className="breakable">
        <b>{encounterTitle(values)}</b>
      </p>
      <p className="quiet breakable">{values.recordedBy ?? "No photographer"}</p>
      {coordinates && <p className="quiet">{coordinates}</p>}
      <p className="quiet">
        {count(images, "image")}
        {note}
      </p>
    </>
  );
}

export function PlanQuestion({ question, onAnswered }: { question: Question; onAnswered: () => void }) {
  const answer = useMutation({
    mutationFn: (join: HubEncounterId | null) =>
      station.answer({
        params: { id: question.encounterId },
        body: join === null ? { choice: "apart" } : { choice: "join", hubEncounterId: join },
      }),
    onSuccess: () => {
      announce("Answer kept.");
      onAnswered();
    },
  });
  return (
    <article className="question" aria-label={encounterTitle(question.values)}>
      <p className="note">{question.message}</p>
      <div className="sides">
        <div className="side">
          <Side label="On this station" values={question.values} images={question.images} note="" />
          <Button busy={answer.isPending} onClick={() => answer.mutate(null)}>
            Keep apart
          </Button>
        </div>
        {question.candidates.map(({ encounter, imagesHeld }) => (
          <div className="side" key={encounter.id}>
            <Side
              label="On the hub"
              values={encounter.values}
              images={encounter.images}
              note={imagesHeld ? `, ${imagesHeld} of yours among them` : ""}
            />
            <Button busy={answer.isPending} onClick={() => answer.mutate(encounter.id)}>
              Fill this one
            </Button>
          </div>
        ))}
      </div>
      {answer.error && <ErrorNote error={answer.error} />}
    </article>
  );
}
