/** An encounter that was corrected here and on the hub, to different values: both, side by side. */
import { type EncounterRow, EncounterValues, type PlanAnswer, type PlanQuestion } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { fieldValueWords } from "../../ui/field-value.ts";
import { encounterTitle, fieldWords } from "../../ui/words.ts";
import { HubLink } from "./hub-link.tsx";
import { QuestionSide } from "./question-side.tsx";

type Conflict = PlanQuestion["conflicts"][number];

function Values({ conflicts, of }: { conflicts: readonly Conflict[]; of: "ours" | "theirs" }) {
  return (
    <dl className="conflicts">
      {conflicts.map((conflict) => (
        <div key={conflict.field}>
          <dt>{fieldWords[conflict.field]}</dt>
          <dd className="breakable">{fieldValueWords(conflict.field, conflict[of])}</dd>
        </div>
      ))}
    </dl>
  );
}

const hubValues = (fields: readonly Conflict[]) =>
  EncounterValues.partial().parse(Object.fromEntries(fields.map(({ field, theirs }) => [field, theirs])));

/** Fields that only the hub's has changed in are no question. */
function ChangedThere({ changedThere }: { changedThere: readonly Conflict[] }) {
  if (changedThere.length === 0) return null;
  return (
    <>
      <p className="quiet">Changed on the hub alone, and taken over with either answer:</p>
      <Values conflicts={changedThere} of="theirs" />
    </>
  );
}

interface Props {
  readonly question: PlanQuestion;
  readonly own: EncounterRow | undefined;
  readonly busy: boolean;
  readonly onAnswer: (answer: PlanAnswer) => void;
}

export function CorrectedElsewhere({ question, own, busy, onAnswer }: Props) {
  const { values, images, conflicts, changedThere, candidates } = question;
  const title = encounterTitle(values);
  const theirs = candidates[0]?.encounter;
  // What a person has seen is what is answered about: a later change is asked about again.
  const seen = { values: hubValues(conflicts), changedThere: hubValues(changedThere) };
  return (
    <div className="sides">
      <QuestionSide label="On this station" values={values} images={images} row={own}>
        <Values conflicts={conflicts} of="ours" />
        <div className="sideact">
          <p className="quiet">Replaces what is on the hub with the next sync.</p>
          <Button busy={busy} onClick={() => onAnswer({ choice: "ours", ...seen })}>
            Keep this station's<span className="sr"> {title}</span>
          </Button>
        </div>
      </QuestionSide>
      {theirs && (
        <QuestionSide
          label="On the hub, corrected by somebody else"
          values={theirs.values}
          images={theirs.images}
          row={own}
        >
          <Values conflicts={conflicts} of="theirs" />
          <ChangedThere changedThere={changedThere} />
          {own?.hubEncounterId && <HubLink encounterId={own.id} title={encounterTitle(theirs.values)} />}
          <div className="sideact">
            <p className="quiet">This station takes it over; nothing is sent for it.</p>
            <Button busy={busy} onClick={() => onAnswer({ choice: "theirs", ...seen })}>
              Take the hub's<span className="sr"> {encounterTitle(theirs.values)}</span>
            </Button>
          </div>
        </QuestionSide>
      )}
    </div>
  );
}
