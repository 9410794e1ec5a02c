/** What can be done with the images that are selected; and, where none is, how to select. */
import type { EncounterRow, ImageFactsPatch, ImageRow } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber } from "../../ui/format.ts";
import { CorrectionError } from "./correction-error.tsx";
import type { Correction } from "./correction-words.ts";
import { FactsBar } from "./facts-bar.tsx";
import { LeaveOutDialog } from "./leave-out-dialog.tsx";
import { MoveDialog } from "./move-dialog.tsx";
import { selectBurst } from "./select-burst.ts";
import type { Selecting } from "./use-selection.ts";

/** Which question is open above the wall. */
export type Asking = "nothing" | "move" | "leaveOut";

interface BarProps {
  readonly row: EncounterRow;
  readonly selecting: Selecting<ImageRow>;
  readonly asking: Asking;
  readonly setAsking: (asking: Asking) => void;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onCorrect: (correction: Correction) => void;
  /** Images to describe, as they are now. */
  readonly described: readonly ImageRow[];
  readonly onDescribe: (facts: ImageFactsPatch) => void;
  /** The button that was pressed goes: the focus is to be somewhere else. */
  readonly onDone: () => void;
}

function Hint() {
  return (
    <span className="quiet">
      <span className="finehint">Click selects, Shift-click a range; double-click shows one large.</span>
      <span className="coarsehint">Tap selects.</span>
    </span>
  );
}

function Idle({ row, selecting, onDone }: Pick<BarProps, "row" | "selecting" | "onDone">) {
  const out = row.images.skipped;
  const select = (where?: (image: ImageRow) => boolean) => {
    selecting.selectAll(where);
    onDone();
  };
  return (
    <>
      {out > 0 && (
        <Button onClick={() => select(({ state }) => state === "skipped")}>
          Select the {formatNumber(out)} left out
        </Button>
      )}
      <Button look="ghost" onClick={() => select()}>
        Select all
      </Button>
    </>
  );
}

/** Its key is G, in the wall. */
function ToBurst({ image, selecting }: { image: ImageRow | undefined; selecting: Selecting<ImageRow> }) {
  const burst = image?.burst;
  if (!burst) return null;
  return (
    <Button look="ghost" onClick={() => selectBurst(selecting, burst)}>
      Select its burst of {formatNumber(burst.of)} <kbd className="kbd">G</kbd>
    </Button>
  );
}

export function SelectionBar(props: BarProps) {
  const { row, selecting, asking, setAsking, busy, error, onCorrect, described, onDescribe, onDone } = props;
  const all = [...selecting.chosen.values()];
  const images = all.map(({ sha256 }) => sha256);
  const out = all.filter(({ state }) => state === "skipped").map(({ sha256 }) => sha256);
  const kept = all.filter(({ state }) => state !== "skipped").map(({ sha256 }) => sha256);
  const isAll = images.length === row.imageCount;
  const close = (open: boolean) => !open && setAsking("nothing");
  return (
    <div className="wallfoot">
      <CorrectionError error={error} />
      {selecting.error ? <ErrorNote error={selecting.error} /> : null}
      <div className="selectionbar" role="toolbar" aria-label="Selected images">
        <p className="selectedcount" aria-live="polite">
          {images.length === 0 ? (
            <Hint />
          ) : (
            <>
              <b>{formatNumber(images.length)}</b> of {count(row.imageCount, "image")} selected
            </>
          )}
        </p>
        {images.length === 0 ? (
          <Idle row={row} selecting={selecting} onDone={onDone} />
        ) : (
          <>
            {all.length === 1 && <ToBurst image={all[0]} selecting={selecting} />}
            <Button
              busy={busy}
              disabled={isAll}
              title={isAll ? "Some images stay with this encounter" : undefined}
              onClick={() => onCorrect({ kind: "split", row, images })}
            >
              Split off into a new encounter
            </Button>
            <Button busy={busy} onClick={() => setAsking("move")}>
              Move to…
            </Button>
            {kept.length > 0 && (
              <Button busy={busy} onClick={() => setAsking("leaveOut")}>
                Leave out…
              </Button>
            )}
            {out.length > 0 && (
              <Button busy={busy} onClick={() => onCorrect({ kind: "takeBack", row, images: out })}>
                Bring back {kept.length > 0 && `${formatNumber(out.length)} `}left out
              </Button>
            )}
            <Button
              look="ghost"
              onClick={() => {
                selecting.clear();
                onDone();
              }}
            >
              Clear
            </Button>
          </>
        )}
      </div>
      {described.length > 0 && <FactsBar images={described} onDescribe={onDescribe} />}
      {images.length > 0 && row.review === "approved" && (
        <p className="quiet">This encounter is approved. After a change it waits for approval again.</p>
      )}
      <MoveDialog
        row={row}
        images={images.length}
        open={asking === "move"}
        setOpen={close}
        onClosed={onDone}
        onPick={(to) => onCorrect({ kind: "move", row, images, to })}
      />
      <LeaveOutDialog
        images={kept.length}
        isDelivered={all.some(({ state }) => state === "complete" || state === "committed")}
        open={asking === "leaveOut"}
        setOpen={close}
        onClosed={onDone}
        onLeaveOut={(reason) => onCorrect({ kind: "leaveOut", row, images: kept, reason })}
      />
    </div>
  );
}
