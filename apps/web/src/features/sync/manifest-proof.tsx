/** What came of a manifest: its last run, its delivery report, and the way to have everything checked again. */
import type { ManifestRow } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count } from "../../ui/format.ts";
import { useReset } from "./actions.ts";
import { isOpen, lastRunLine } from "./run-words.ts";

export function ManifestProof({ manifest }: { manifest: ManifestRow }) {
  const [asks, setAsks] = useState(false);
  const { run, imagesHeld: held, encounters } = manifest;
  if (encounters.approved === 0 || (run === null && held === 0)) return null;
  return (
    <div className="lastrun quiet">
      {run && !isOpen(run) && <p>{lastRunLine(run)}</p>}
      <Link to="/manifests/$id/report" params={{ id: manifest.id }} aria-label={`Report: ${manifest.name}`}>
        Report
      </Link>
      {held > 0 && !isOpen(run) && (
        <Button look="link" onClick={() => setAsks(true)} aria-label={`Reset: ${manifest.name}`}>
          Reset
        </Button>
      )}
      <ResetDialog manifest={manifest} held={held} open={asks} setOpen={setAsks} />
    </div>
  );
}

interface ResetProps {
  readonly manifest: ManifestRow;
  /** Images whose receipts are let go. */
  readonly held: number;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}

function ResetDialog({ manifest, held, open, setOpen }: ResetProps) {
  const reset = useReset(manifest.id);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Reset ${manifest.name}?`}
      description={`The receipts of ${count(held, "image")} are let go, and the next sync asks the hub for each of them again. What the hub has is found there: nothing is sent twice, and nothing changes on the hub or in your folders. Until that sync, a card check says no.`}
    >
      {reset.error && <ErrorNote error={reset.error} />}
      <div className="formacts">
        <Button onClick={() => setOpen(false)}>Keep the receipts</Button>
        <Button
          look="primary"
          busy={reset.isPending}
          onClick={() => reset.mutate(undefined, { onSuccess: () => setOpen(false) })}
        >
          Reset
        </Button>
      </div>
    </Dialog>
  );
}
