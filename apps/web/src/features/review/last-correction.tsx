/** What was done last, with its Undo. */
import { changeWords, type ManifestId, type Reshaped, type UndoableChange } from "@landfall/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { CorrectionError } from "./correction-error.tsx";
import { useUndo } from "./corrections.ts";
import { type Done, useLastHere } from "./last-corrections.ts";

/** `The last change: denial: 2024-07-15 · Haro Strait · BW.` */
const doneElsewhere = (change: UndoableChange): Done => ({
  undo: change.id,
  sentence: `The last change: ${changeWords(change)}.`,
});

/**
 * Undoes what was done last in this window. What was done elsewhere, or before, is shown at the first press and undone at the
 * next one: nobody undoes what they do not see.
 */
export function useUndoLast(manifest: ManifestId) {
  const client = useQueryClient();
  const undo = useUndo(manifest);
  const here = useLastHere(manifest);
  const [elsewhere, setElsewhere] = useState<Done>();
  const done = here ?? elsewhere;
  const find = async () => {
    const [latest] = await station.undoable({ params: { id: manifest } }).catch(() => []);
    const found = latest && doneElsewhere(latest);
    setElsewhere(found);
    announce(found ? `${found.sentence} Press again to undo it.` : "There is nothing to undo.");
  };
  const undoLast = (onUndone?: (reshaped: Reshaped) => void) => {
    // What is on its way to the station is not noted yet, and is not what would be undone.
    if (client.isMutating() > 0) announce("What was done last is still being saved.");
    else if (!done) void find();
    else if (done.undo === null) announce("This cannot be undone: two copies of one photograph became one.");
    else undo.mutate(done, { ...(onUndone && { onSuccess: onUndone }), onSettled: () => setElsewhere(undefined) });
  };
  return { done, undoLast, isPending: undo.isPending, error: undo.error, reset: undo.reset };
}

type Undoing = ReturnType<typeof useUndoLast>;

interface LastProps {
  readonly undoing: Undoing;
  readonly onUndo: () => void;
}

export function LastCorrection({ undoing: { done, isPending, error }, onUndo }: LastProps) {
  return (
    <>
      {done && (
        <div className="lastdone">
          <span className="breakable">
            {done.sentence}
            {done.more}
          </span>
          {done.undo === null ? (
            <span className="quiet">This cannot be undone: two copies of one photograph became one.</span>
          ) : (
            <Button busy={isPending} onClick={onUndo}>
              Undo<span className="sr"> ({done.sentence})</span> <kbd className="kbd">Ctrl Z</kbd>
            </Button>
          )}
        </div>
      )}
      <CorrectionError error={error} />
    </>
  );
}
