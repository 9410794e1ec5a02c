/** What is done with a scan: paused, resumed and cancelled while it is at work, and begun again. */
import type { ScanJobId, ScanJobView } from "@landfall/protocol";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { scanJobQuery } from "../../api/queries.ts";
import { station } from "../../api/station.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";

export function Running({ job }: { job: ScanJobView }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => station.cancelScan({ params: { id: job.id } }),
    onSuccess: (view) => client.setQueryData(scanJobQuery(view.id).queryKey, view),
  });
  const hold = useMutation({
    mutationFn: () => station[job.isPaused ? "resumeScan" : "pauseScan"]({ params: { id: job.id } }),
    onSuccess: (view) => client.setQueryData(scanJobQuery(view.id).queryKey, view),
  });
  const error = cancel.error ?? hold.error;
  return (
    <>
      <p className="scanfolder quiet">
        {!job.isPaused && <i className="spin" />}
        <span className="mono ellipsis" title={job.folder ?? undefined}>
          {job.isPaused ? "Paused at " : ""}
          {job.folder ?? (job.files.found > 0 ? "Grouping what was found…" : "Opening the folder…")}
        </span>
      </p>
      {error && <ErrorNote error={error} />}
      <div className="formacts">
        <span className="quiet">Nothing in these folders is changed.</span>
        <Button busy={hold.isPending} onClick={() => hold.mutate()}>
          {job.isPaused ? "Resume" : "Pause"}
        </Button>
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel
        </Button>
      </div>
    </>
  );
}

/** As it was told the last time; what has not changed is not read. */
export function ScanAgain({ id }: { id: ScanJobId }) {
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => station.rescan({ params: { id } }),
    onSuccess: (view) => client.setQueryData(scanJobQuery(id).queryKey, view),
  });
  return (
    <>
      {again.error && <ErrorNote error={again.error} />}
      <Button busy={again.isPending} onClick={() => again.mutate()}>
        Scan again
      </Button>
    </>
  );
}
