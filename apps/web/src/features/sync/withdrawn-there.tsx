/** Photographs that others have taken out of the encounter on the hub, and that this station would bring there. */
import type { EncounterRow, PlanAnswer, PlanQuestion } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { encounterTitle } from "../../ui/words.ts";
import { HubLink } from "./hub-link.tsx";
import { QuestionSide } from "./question-side.tsx";

const namedAtMost = 5;

/** `DSC_0001.JPG, DSC_0002.JPG and 12 more` */
function named(images: NonNullable<PlanQuestion["withdrawn"]>): string {
  const names = images.slice(0, namedAtMost).map(({ fileName }) => fileName);
  const more = images.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${formatNumber(more)} more` : "");
}

interface Props {
  readonly question: PlanQuestion;
  readonly own: EncounterRow | undefined;
  readonly busy: boolean;
  readonly onAnswer: (answer: PlanAnswer) => void;
}

export function WithdrawnThere({ question, own, busy, onAnswer }: Props) {
  const { values, images, withdrawn = [], candidates } = question;
  const title = encounterTitle(values);
  const theirs = candidates[0]?.encounter;
  const all = withdrawn.map(({ sha256 }) => sha256);
  return (
    <div className="sides">
      <QuestionSide label="On this station" values={values} images={images} row={own}>
        <ul className="differences">
          {[...Map.groupBy(withdrawn, ({ reason }) => reason)].map(([reason, of]) => (
            <li key={reason} className="breakable">
              {named(of)}
              {reason !== null && `: ${reason}`}
            </li>
          ))}
        </ul>
        <div className="sideact">
          <p className="quiet">The encounter waits for approval again, without {count(all.length, "photograph")}.</p>
          <Button busy={busy} onClick={() => onAnswer({ choice: "leaveOut", images: all })}>
            Leave out here too<span className="sr"> of {title}</span>
          </Button>
        </div>
      </QuestionSide>
      {theirs && (
        <QuestionSide label="On the hub, without them" values={theirs.values} images={theirs.images} row={undefined}>
          {own?.hubEncounterId && <HubLink encounterId={own.id} title={encounterTitle(theirs.values)} />}
          <div className="sideact">
            <p className="quiet">The next sync brings {all.length === 1 ? "it" : "them"} back there.</p>
            <Button
              look="ghost"
              busy={busy}
              onClick={() => onAnswer({ choice: "bringBack", images: all, hubEncounterId: theirs.id })}
            >
              Bring back<span className="sr"> to {encounterTitle(theirs.values)}</span>
            </Button>
          </div>
        </QuestionSide>
      )}
    </div>
  );
}
