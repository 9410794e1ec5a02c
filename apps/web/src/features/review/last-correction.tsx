/** What was done last, with its Undo. */
import type { ManifestId, Reshaped } from "@landfall/protocol";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { CorrectionError } from "./correction-error.tsx";
import type { useUndo } from "./corrections.ts";
import { lastDone, useLastDone } from "./last-corrections.ts";

type Undo = ReturnType<typeof useUndo>;

/** Undoes what was done last; says so where there is nothing. */
export function undoLast(manifest: ManifestId, undo: Undo, onUndone?: (reshaped: Reshaped) => void): void {
  const done = lastDone(manifest);
  if (undo.isSaving()) announce("What was done last is still being saved.");
  else if (!done) announce("There is nothing to undo.");
  else if (done.undo === null) announce("This cannot be undone: two copies of one photograph became one.");
  else if (!undo.isPending) undo.mutate(done, { onSuccess: (reshaped) => onUndone?.(reshaped) });
}

interface LastProps {
  readonly manifest: ManifestId;
  readonly undo: Undo;
  readonly onUndo: () => void;
}

export function LastCorrection({ manifest, undo, onUndo }: LastProps) {
  const done = useLastDone(manifest);
  return (
    <>
      {done && (
        <div className="lastdone">
          <span className="breakable">{done.sentence}</span>
          {done.undo === null ? (
            <span className="quiet">This cannot be undone: two copies of one photograph became one.</span>
          ) : (
            <Button busy={undo.isPending} onClick={onUndo}>
              Undo<span className="sr"> ({done.sentence})</span> <kbd className="kbd">Ctrl Z</kbd>
            </Button>
          )}
        </div>
      )}
      <CorrectionError error={undo.error} />
    </>
  );
}
