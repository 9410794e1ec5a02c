/** What can be done with the encounters that are selected: judged, given a value, made one. */
import type { EncounterRow } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { CorrectionError } from "./correction-error.tsx";
import type { Verdict } from "./foresee.ts";
import type { Selecting } from "./use-selection.ts";

interface BarProps {
  readonly selecting: Selecting<EncounterRow>;
  /** Of a merge. */
  readonly merging: { readonly busy: boolean; readonly error: unknown };
  readonly deciding: { readonly busy: boolean; readonly error: unknown };
  readonly onVerdict: (verdict: Verdict) => void;
  readonly onSet: () => void;
  readonly onMerge: () => void;
}

const isDecided = ({ review }: EncounterRow): boolean => review === "approved" || review === "denied";

export function EncounterBar({ selecting, merging, deciding, onVerdict, onSet, onMerge }: BarProps) {
  const rows = [...selecting.chosen.values()];
  if (rows.length === 0 && !merging.error && !deciding.error && !selecting.error) return null;
  const decided = rows.filter(isDecided).length;
  const canApprove = rows.some(({ review }) => review === "pending");
  return (
    <div className="mergebar">
      <CorrectionError error={merging.error} />
      {deciding.error ? <ErrorNote error={deciding.error} /> : null}
      {selecting.error ? <ErrorNote error={selecting.error} /> : null}
      {rows.length > 0 && (
        <div className="selectionbar" role="toolbar" aria-label="Selected encounters">
          <p className="selectedcount">
            <b>{count(rows.length, "encounter")}</b> selected
          </p>
          <Button busy={deciding.busy} disabled={!canApprove} onClick={() => onVerdict("approve")}>
            Approve
          </Button>
          <Button busy={deciding.busy} disabled={decided === rows.length} onClick={() => onVerdict("deny")}>
            Deny
          </Button>
          <Button busy={deciding.busy} disabled={decided === 0} onClick={() => onVerdict("reopen")}>
            Reopen
          </Button>
          <Button disabled={decided === rows.length} onClick={onSet}>
            Set…
          </Button>
          <Button busy={merging.busy} disabled={rows.length < 2} onClick={onMerge}>
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
