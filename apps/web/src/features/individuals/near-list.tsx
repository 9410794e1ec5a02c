/** Texts that are nearly identifiers, and what a person has said of them: nothing is taken without that. */
import { type IdentifiersRequest, type IndividualsView, nearIdentifierText } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/format.ts";
import { InParts } from "../../ui/parts.tsx";
import { useParts } from "../../ui/use-parts.ts";

interface NearListProps {
  readonly view: IndividualsView;
  readonly isSaving: boolean;
  readonly onSave: (request: Partial<IdentifiersRequest>) => void;
}

type Near = IndividualsView["near"][number];
type Correction = IndividualsView["corrections"][number];
const textOfNear = ({ text, individual }: Near): string => `${text} ${individual}`;
const textOfCorrection = ({ text, individual }: Correction): string => `${text} ${individual ?? ""}`;

export function NearList({ view: { near }, isSaving, onSave }: NearListProps) {
  const parts = useParts(near, textOfNear);
  if (near.length === 0) return null;
  const take = (of: readonly Near[]) =>
    onSave({ corrections: of.map(({ text, individual }) => ({ text, individual })) });
  return (
    <section aria-labelledby="near">
      <div className="sectionhead">
        <h2 id="near">Nearly an identifier</h2>
        {near.length > 1 && (
          <Button busy={isSaving} onClick={() => take(near)}>
            Take all {formatNumber(near.length)}
          </Button>
        )}
      </div>
      <InParts of={parts} noun="text">
        <ul className="lines">
          {parts.shown.map((each) => (
            <li key={each.text}>
              <span>
                <b className="breakable">{each.text}</b>{" "}
                <span className="quiet breakable">{nearIdentifierText(each)}</span>
              </span>
              <span className="lineacts">
                <Button busy={isSaving} onClick={() => take([each])}>
                  It is {each.individual}
                </Button>
                <Button
                  look="ghost"
                  busy={isSaving}
                  aria-label={`Not one: ${each.text} is no identifier`}
                  onClick={() => onSave({ corrections: [{ text: each.text, individual: null }] })}
                >
                  Not one
                </Button>
              </span>
            </li>
          ))}
        </ul>
      </InParts>
    </section>
  );
}

export function CorrectionList({ view: { corrections }, isSaving, onSave }: NearListProps) {
  const parts = useParts(corrections, textOfCorrection);
  if (corrections.length === 0) return null;
  return (
    <section aria-labelledby="corrections">
      <h2 id="corrections">What you have said</h2>
      <InParts of={parts} noun="text">
        <ul className="lines">
          {parts.shown.map(({ text, individual }) => (
            <li key={text}>
              <span className="breakable">
                <b>{text}</b> {individual === null ? "is no identifier" : `is ${individual}`}
              </span>
              <Button
                busy={isSaving}
                aria-label={`Take back what was said of ${text}`}
                onClick={() => onSave({ forget: [text] })}
              >
                Take back
              </Button>
            </li>
          ))}
        </ul>
      </InParts>
    </section>
  );
}
