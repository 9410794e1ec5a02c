/** One encounter of this station beside the ones on the hub that it may be. */
import type { EncounterRow, EncounterValues, HubEncounterId, PlanQuestion as Question } from "@landfall/protocol";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { thumbnailUrl } from "../../api/image-url.ts";
import { encounterQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { clockSpan, count } from "../../ui/format.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { encounterTitle, formatCoordinates } from "../../ui/words.ts";
import { compare, heldWords } from "./compare-words.ts";
import { HubLink } from "./hub-link.tsx";

interface SideProps {
  readonly label: string;
  readonly values: EncounterValues;
  readonly images: number;
  /** The encounter of this station that shows it. */
  readonly row: EncounterRow | undefined;
  readonly children: ReactNode;
}

function Covers({ row }: { row: EncounterRow }) {
  return (
    <div className="trio">
      {row.covers.slice(0, 3).map((sha256, index) => (
        <Thumbnail key={sha256} src={thumbnailUrl(row.id, sha256)} alt={`Photograph ${index + 1}`} label="No preview" />
      ))}
    </div>
  );
}

function Side({ label, values, images, row, children }: SideProps) {
  const facts = [formatCoordinates(values), row && clockSpan(row.firstAt, row.lastAt)].filter(Boolean);
  return (
    <div className="side">
      <p className="sidelabel">{label}</p>
      {row && row.covers.length > 0 ? (
        <Covers row={row} />
      ) : (
        <p className="nocovers quiet">Its photographs cannot be shown here.</p>
      )}
      <p className="breakable">
        <b>{encounterTitle(values)}</b>
      </p>
      <p className="breakable">
        {values.recordedBy ?? "No photographer"} · {count(images, "photograph")}
      </p>
      {facts.length > 0 && <p className="quiet">{facts.join(" · ")}</p>}
      {children}
    </div>
  );
}

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

interface QuestionProps {
  readonly question: Question;
  readonly knownHere: ReadonlyMap<HubEncounterId, EncounterRow> | undefined;
  readonly onAnswered: () => void;
}

export function PlanQuestion({ question, knownHere, onAnswered }: QuestionProps) {
  const { encounterId, values, images, candidates } = question;
  const own = useQuery(encounterQuery(encounterId)).data;
  const answer = useMutation({
    mutationFn: (join: HubEncounterId | null) =>
      station.answer({
        params: { id: encounterId },
        body: join === null ? { choice: "apart" } : { choice: "join", hubEncounterId: join },
      }),
    onSuccess: () => {
      announce("Answer kept.");
      onAnswered();
    },
  });
  const title = encounterTitle(values);
  const these = images === 1 ? "this photograph" : `these ${images} photographs`;
  return (
    <article className="question" aria-label={title}>
      <p className="note">{question.message}</p>
      <div className="sides">
        <Side label="On this station, not sent yet" values={values} images={images} row={own}>
          <div className="sideact">
            <p className="quiet">Makes an encounter of its own on the hub for {these}.</p>
            <Button busy={answer.isPending} onClick={() => answer.mutate(null)}>
              Keep apart<span className="sr"> {title}</span>
            </Button>
          </div>
        </Side>
        {candidates.map((candidate) => {
          const { encounter } = candidate;
          const row = knownHere?.get(encounter.id);
          const theirTitle = encounterTitle(encounter.values);
          return (
            <Side
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
                <Button busy={answer.isPending} onClick={() => answer.mutate(encounter.id)}>
                  Fill this one<span className="sr"> {theirTitle}</span>
                </Button>
              </div>
            </Side>
          );
        })}
      </div>
      {answer.error && <ErrorNote error={answer.error} />}
    </article>
  );
}
