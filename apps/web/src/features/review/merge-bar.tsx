/** What can be done with the encounters that are selected: two or more become one. */
import type { EncounterRow } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { CorrectionError } from "./correction-error.tsx";
import type { Selecting } from "./use-selection.ts";

interface BarProps {
  readonly selecting: Selecting<EncounterRow>;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onMerge: () => void;
}

export function MergeBar({ selecting, busy, error, onMerge }: BarProps) {
  const selected = selecting.chosen.size;
  if (selected === 0 && !error && !selecting.error) return null;
  return (
    <div className="mergebar">
      <CorrectionError error={error} />
      {selecting.error ? <ErrorNote error={selecting.error} /> : null}
      {selected > 0 && (
        <div className="selectionbar" role="toolbar" aria-label="Selected encounters">
          <p className="selectedcount">
            <b>{count(selected, "encounter")}</b> selected
            {selected === 1 && <span className="quiet">: select another one to merge them</span>}
          </p>
          <Button busy={busy} disabled={selected < 2} onClick={onMerge}>
            Merge… <kbd className="kbd">M</kbd>
          </Button>
          <Button look="ghost" onClick={selecting.clear}>
            Clear <kbd className="kbd">Esc</kbd>
          </Button>
        </div>
      )}
    </div>
  );
}
