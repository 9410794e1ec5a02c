/** One encounter of this station beside the ones on the hub that it may be, or beside what the hub made of it. */
import type { EncounterRow, HubEncounterId, PlanAnswer, PlanQuestion as Question } from "@landfall/protocol";
import { useMutation, useQuery } from "@tanstack/react-query";
import { encounterQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { compare, heldWords } from "../../ui/compare-words.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { encounterTitle } from "../../ui/words.ts";
import { CorrectedElsewhere } from "./corrected-elsewhere.tsx";
import { HubLink } from "./hub-link.tsx";
import { QuestionSide } from "./question-side.tsx";
import { WithdrawnThere } from "./withdrawn-there.tsx";

type Candidate = Question["candidates"][number];

function Differences({ question, candidate }: { question: Question; candidate: Candidate }) {
  const { same, other } = compare(question.values, candidate.encounter.values);
  return (
    <ul className="differences">
      {other && <li className="differs">{other}</li>}
      {same && <li>{same}</li>}
      <li>{heldWords(candidate.imagesHeld, question.images)}</li>
    </ul>
  );
}

type KnownHere = ReadonlyMap<HubEncounterId, EncounterRow> | undefined;

interface SidesProps {
  readonly question: Question;
  readonly own: EncounterRow | undefined;
  readonly knownHere: KnownHere;
  readonly busy: boolean;
  readonly onAnswer: (answer: PlanAnswer) => void;
}

function WhichOne({ question, own, knownHere, busy, onAnswer }: SidesProps) {
  const { values, images, candidates } = question;
  const these = images === 1 ? "this photograph" : `these ${images} photographs`;
  return (
    <div className="sides">
      <QuestionSide label="On this station, not sent yet" values={values} images={images} row={own}>
        <div className="sideact">
          <p className="quiet">Makes an encounter of its own on the hub for {these}.</p>
          <Button busy={busy} onClick={() => onAnswer({ choice: "apart" })}>
            Keep apart<span className="sr"> {encounterTitle(values)}</span>
          </Button>
        </div>
      </QuestionSide>
      {candidates.map((candidate) => {
        const { encounter } = candidate;
        const row = knownHere?.get(encounter.id);
        const theirTitle = encounterTitle(encounter.values);
        return (
          <QuestionSide
            key={encounter.id}
            label="On the hub already"
            values={encounter.values}
            images={encounter.images}
            row={row}
          >
            <Differences question={question} candidate={candidate} />
            {row && <HubLink encounterId={row.id} title={theirTitle} />}
            <div className="sideact">
              <p className="quiet">Adds {these} to it.</p>
              <Button busy={busy} onClick={() => onAnswer({ choice: "join", hubEncounterId: encounter.id })}>
                Fill this one<span className="sr"> {theirTitle}</span>
              </Button>
            </div>
          </QuestionSide>
        );
      })}
    </div>
  );
}

interface QuestionProps {
  readonly question: Question;
  readonly knownHere: KnownHere;
  readonly onAnswered: () => void;
}

export function PlanQuestion({ question, knownHere, onAnswered }: QuestionProps) {
  const { encounterId, values, why, message } = question;
  const own = useQuery(encounterQuery(encounterId)).data;
  const answer = useMutation({
    mutationFn: (body: PlanAnswer) => station.answer({ params: { id: encounterId }, body }),
    onSuccess: (_, { choice }) => {
      announce(choice === "leaveOut" ? "Left out here too. The encounter waits for approval again." : "Answer kept.");
      onAnswered();
    },
  });
  const shared = { question, own, busy: answer.isPending, onAnswer: (body: PlanAnswer) => answer.mutate(body) };
  return (
    <article className="question" aria-label={encounterTitle(values)}>
      <p className="note">{message}</p>
      {why === "correctedElsewhere" ? (
        <CorrectedElsewhere {...shared} />
      ) : why === "withdrawnThere" ? (
        <WithdrawnThere {...shared} />
      ) : (
        <WhichOne {...shared} knownHere={knownHere} />
      )}
      {answer.error && <ErrorNote error={answer.error} />}
    </article>
  );
}
