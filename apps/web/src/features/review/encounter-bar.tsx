/**
 * What can be done with the encounters that are selected: judged, given a value, made one. What they are now is the
 * station's to know: it leaves alone those that a verdict is not for, and says how many it changed.
 */
import type { EncounterRow } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { CorrectionError } from "./correction-error.tsx";
import type { Verdict } from "./foresee.ts";
import type { Selecting } from "./use-selection.ts";

/** As many the station makes one of. */
export const mergedAtMost = 1000;

interface BarProps {
  readonly selecting: Selecting<EncounterRow>;
  /** Of a merge. */
  readonly merging: { readonly busy: boolean; readonly error: unknown };
  readonly deciding: { readonly busy: boolean; readonly error: unknown };
  /** That the filter shows. */
  readonly total: number;
  readonly onAll: () => void;
  readonly onVerdict: (verdict: Verdict) => void;
  readonly onSet: () => void;
  readonly onMerge: () => void;
}

export function EncounterBar({ selecting, merging, deciding, total, onAll, onVerdict, onSet, onMerge }: BarProps) {
  const selected = selecting.chosen.size;
  if (selected === 0 && !merging.error && !deciding.error && !selecting.error) return null;
  return (
    <div className="mergebar">
      <CorrectionError error={merging.error} />
      {deciding.error ? <ErrorNote error={deciding.error} /> : null}
      {selecting.error ? <ErrorNote error={selecting.error} /> : null}
      {selected > 0 && (
        <div className="selectionbar" role="toolbar" aria-label="Selected encounters">
          <p className="selectedcount">
            <b>{count(selected, "encounter")}</b> selected
          </p>
          {selected < total && (
            <Button look="ghost" onClick={onAll}>
              Select all {formatNumber(total)}
            </Button>
          )}
          <Button busy={deciding.busy} onClick={() => onVerdict("approve")}>
            Approve <kbd className="kbd">A</kbd>
          </Button>
          <Button busy={deciding.busy} onClick={() => onVerdict("deny")}>
            Deny <kbd className="kbd">D</kbd>
          </Button>
          <Button busy={deciding.busy} onClick={() => onVerdict("reopen")}>
            Reopen <kbd className="kbd">R</kbd>
          </Button>
          <Button onClick={onSet}>
            Set… <kbd className="kbd">E</kbd>
          </Button>
          <Button busy={merging.busy} disabled={selected < 2 || selected > mergedAtMost} onClick={onMerge}>
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
