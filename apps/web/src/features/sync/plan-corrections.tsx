/** What a sync corrects on the hub, encounter by encounter. */
import type { PlanView } from "@landfall/protocol";
import { count, formatNumber } from "../../ui/format.ts";
import { useFold } from "../../ui/use-fold.ts";
import { encounterTitle, fieldWords } from "../../ui/words.ts";

type Correction = PlanView["corrections"][number];

const shownAtMost = 100;

/** `Locality: Haro Strait → Swanson Channel · 3 images come to it · 1 image withdrawn`. */
function words({ update, move, withdraw, describe }: Correction): string {
  const fields = update.map(({ field, from, to }) => `${fieldWords[field]}: ${from ?? "empty"} → ${to ?? "empty"}`);
  return [
    ...fields,
    ...(move > 0 ? [`${count(move, "image")} ${move === 1 ? "comes" : "come"} to it`] : []),
    ...(withdraw > 0 ? [`${count(withdraw, "image")} withdrawn`] : []),
    ...(describe > 0 ? [`${count(describe, "image")} described`] : []),
  ].join(" · ");
}

export function PlanCorrections({ corrections }: { corrections: readonly Correction[] }) {
  const [open, fold] = useFold("plan corrections", false);
  if (corrections.length === 0) return null;
  return (
    <details className="plancorrections" open={open} onToggle={({ currentTarget }) => fold(currentTarget.open)}>
      <summary>
        {count(corrections.length, "correction")} on the hub, with no photograph sent for{" "}
        {corrections.length === 1 ? "it" : "them"}
      </summary>
      <ul>
        {corrections.slice(0, shownAtMost).map((correction) => (
          <li key={correction.encounterId} className="breakable">
            <b>{encounterTitle(correction.values)}</b> <span className="quiet">{words(correction)}</span>
          </li>
        ))}
        {corrections.length > shownAtMost && <li>and {formatNumber(corrections.length - shownAtMost)} more</li>}
      </ul>
    </details>
  );
}
