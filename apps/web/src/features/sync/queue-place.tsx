/** A run's place among those that are not over, and the buttons that give it another. */
import type { ManifestRow, RunView } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { useMove } from "./actions.ts";

interface QueuePlaceProps {
  readonly manifest: ManifestRow;
  readonly run: RunView;
  /** How many are in the queue. */
  readonly of: number;
}

export function QueuePlace({ manifest, run, of }: QueuePlaceProps) {
  const move = useMove(run.id, manifest.name);
  const place = run.position;
  if (place === null || of < 2) return null;
  return (
    <fieldset className="queueplace" aria-label={`Place of ${manifest.name} in the queue`}>
      <span className="quiet">
        {place} of {of} in the queue
      </span>
      {/* At an end they are not disabled, which would drop the focus. */}
      <Button look="ghost" busy={place === 1 || move.isPending} onClick={() => move.mutate(1)}>
        Sync first
      </Button>
      <Button look="ghost" busy={place === 1 || move.isPending} onClick={() => move.mutate(place - 1)}>
        Up
      </Button>
      <Button look="ghost" busy={place === of || move.isPending} onClick={() => move.mutate(place + 1)}>
        Down
      </Button>
      {move.error && <ErrorNote error={move.error} />}
    </fieldset>
  );
}
