/** What others have changed on the hub and a sync leaves as it is, encounter by encounter. */
import { changedThereWords, type ManifestId, type PlanView } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { fieldValueWords } from "../../ui/field-value.ts";
import { formatNumber } from "../../ui/format.ts";
import { useFold } from "../../ui/use-fold.ts";
import { encounterTitle, fieldWords } from "../../ui/words.ts";

type Changed = PlanView["changedThere"][number];

const shownAtMost = 100;

/** `Locality: here Haro Strait, on the hub Swanson Channel`. */
const words = ({ fields }: Changed): string =>
  fields
    .map(
      ({ field, ours, theirs }) =>
        `${fieldWords[field]}: here ${fieldValueWords(field, ours)}, on the hub ${fieldValueWords(field, theirs)}`,
    )
    .join(" · ");

interface Props {
  readonly manifestId: ManifestId;
  readonly changed: readonly Changed[];
}

export function PlanChangedThere({ manifestId, changed }: Props) {
  const [open, fold] = useFold("plan changed there", false);
  if (changed.length === 0) return null;
  return (
    <details className="plancorrections" open={open} onToggle={({ currentTarget }) => fold(currentTarget.open)}>
      <summary>{changedThereWords(changed.length)}</summary>
      <ul>
        {changed.slice(0, shownAtMost).map((one) => (
          <li key={one.encounterId} className="breakable">
            <b>{encounterTitle(one.values)}</b> <span className="quiet">{words(one)}</span>
          </li>
        ))}
        {changed.length > shownAtMost && <li>and {formatNumber(changed.length - shownAtMost)} more</li>}
      </ul>
      <p className="quiet">
        A sync leaves both as they are. Which of them shall hold is said beside each encounter:{" "}
        <Link to="/manifests/$id" params={{ id: manifestId }} search={{ filter: "approved" }}>
          Review
        </Link>
        .
      </p>
    </details>
  );
}
