/** A run that has not ended: how far it is, the encounter in hand, why it waits, and how to hold or end it. */
import { type EncounterId, type ManifestRow, partlyWords, type RunView } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { encounterQuery } from "../../api/queries.ts";
import { useProgress } from "../../live/progress.ts";
import { usePopulations } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { apart, count, formatBytes, formatDuration, formatNumber, formatRate, noun } from "../../ui/format.ts";
import { encounterTitle } from "../../ui/words.ts";
import { useRetry, useRunAction } from "./actions.ts";
import { HubLink } from "./hub-link.tsx";
import { QueuePlace } from "./queue-place.tsx";
import { aheadOf, farEndDetail, inQueue, isAtWork, isQueued, waitSentences } from "./run-words.ts";
import { settledImages, Tiles } from "./tiles.tsx";
import { useWhy } from "./use-why.ts";

type Progress = ReturnType<typeof useProgress>;

function Bar({ manifest, progress }: { manifest: ManifestRow; progress: Progress }) {
  const done = progress?.images.done ?? manifest.images.complete;
  const total = progress?.images.total ?? manifest.images.complete + manifest.imagesDue;
  const bytes = progress?.bytes;
  const byBytes = bytes && bytes.total > 0 ? bytes.done / bytes.total : undefined;
  const part = done >= total ? 1 : (byBytes ?? (total > 0 ? done / total : 0));
  return (
    <>
      <div className="barline">
        <span>
          <b>{formatNumber(done)}</b> of {count(total, "image")}
        </span>
        {bytes && bytes.total > 0 && (
          <span className="quiet">
            {formatBytes(bytes.done)} of {formatBytes(bytes.total)}
          </span>
        )}
      </div>
      <div
        className="bar"
        role="progressbar"
        aria-label={`Images delivered, ${manifest.name}`}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={Math.min(done, total)}
        aria-valuetext={`${formatNumber(done)} of ${count(total, "image")}`}
      >
        <i style={{ width: `${Math.min(100, part * 100).toFixed(1)}%` }} />
      </div>
    </>
  );
}

function InHand({ id, progress }: { id: EncounterId; progress: NonNullable<Progress> }) {
  const { data: encounter } = useQuery({ ...encounterQuery(id), staleTime: 2_000, refetchInterval: 2_000 });
  if (!encounter) return <p className="now quiet">Reading the encounter in hand…</p>;
  const title = encounterTitle(encounter.values);
  return (
    <>
      <p className="now">
        <b className="breakable">{title}</b>{" "}
        <span className="quiet breakable">
          {apart(encounter.values.recordedBy ?? "No photographer")} · {formatNumber(settledImages(encounter))} of{" "}
          {count(encounter.imageCount, "image")}
        </span>{" "}
        {encounter.hubEncounterId && <HubLink encounterId={id} title={title} />}
      </p>
      <Tiles encounter={encounter} inFlight={progress.inFlight} />
    </>
  );
}

function flowWords(progress: Progress): string {
  if (!progress) return "Asking the hub what it holds already…";
  const { bytesPerSecond, etaMs, inFlight, stillMs } = progress;
  if (stillMs)
    return `Nothing has moved for ${Math.round(stillMs / 1000)} s: the hub, or the link to it, does not answer. It goes on by itself.`;
  if (!bytesPerSecond)
    return inFlight.length > 0 ? `${count(inFlight.length, "image")} on the way` : "Waiting for the hub's answers…";
  const speed = formatRate(bytesPerSecond);
  if (etaMs === null) return `At ${speed}`;
  return etaMs < 55_000 ? `Less than a minute left at ${speed}` : `About ${formatDuration(etaMs)} left at ${speed}`;
}

function CancelDialog({
  open,
  setOpen,
  onCancel,
}: {
  open: boolean;
  setOpen: (to: boolean) => void;
  onCancel: () => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Cancel this sync?"
      description="What has arrived stays on the hub. The rest is not lost: Sync goes on from there, and sends nothing twice."
    >
      <div className="formacts">
        <Button onClick={() => setOpen(false)}>Go on syncing</Button>
        <Button
          look="primary"
          onClick={() => {
            setOpen(false);
            onCancel();
          }}
        >
          Cancel the sync
        </Button>
      </div>
    </Dialog>
  );
}

export function RunPanel({ manifest, run }: { manifest: ManifestRow; run: RunView }) {
  const progress = useProgress(manifest.id, run.id);
  const action = useRunAction(run.id);
  const retry = useRetry(manifest.id);
  const [asks, setAsks] = useState(false);
  const queue = inQueue(usePopulations());
  const why = useWhy(manifest.id, run);
  const waits = why ?? waitSentences(run, aheadOf(queue, run));
  const detail = farEndDetail(run);
  const partly = isAtWork(run) ? null : partlyWords(run.result);
  const waitsByItself = !run.reasons.includes("user") && !run.reasons.includes("budget");
  const isOutsideHours = run.reasons.includes("window") && waitsByItself;
  return (
    <div className="run">
      <Bar manifest={manifest} progress={progress} />
      {waits.length > 0 && (
        <div className="waitnote">
          {waits.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {detail && <p className="quiet breakable">{detail}</p>}
          {partly && <p>{partly}</p>}
        </div>
      )}
      {progress?.encounterId && <InHand id={progress.encounterId} progress={progress} />}
      <div className="flow">
        <span>
          {isAtWork(run)
            ? flowWords(progress)
            : `${formatNumber(manifest.imagesDue)} ${noun(manifest.imagesDue, "image")} left`}
        </span>
        <span className="grow" />
        <span className="flowacts">
          {isOutsideHours ? (
            <Link className="btn" to="/settings">
              Change the hours
            </Link>
          ) : run.state === "paused" && !isQueued(run) ? (
            <Button busy={action.isPending} onClick={() => action.mutate("resume")}>
              {waitsByItself ? "Try now" : "Resume"}
            </Button>
          ) : run.settled ? (
            <Button busy={retry.isPending} onClick={() => retry.mutate()}>
              Try now
            </Button>
          ) : (
            <Button busy={action.isPending} onClick={() => action.mutate("pause")}>
              Pause
            </Button>
          )}
          <Button look="ghost" busy={action.isPending} onClick={() => setAsks(true)}>
            Cancel
          </Button>
        </span>
      </div>
      <QueuePlace manifest={manifest} run={run} of={queue.length} />
      {(action.error ?? retry.error) && <ErrorNote error={action.error ?? retry.error} />}
      <CancelDialog open={asks} setOpen={setAsks} onCancel={() => action.mutate("cancel")} />
    </div>
  );
}
