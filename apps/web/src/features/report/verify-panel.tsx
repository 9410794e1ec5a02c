/** Is what was delivered still there, and still the same? Asked of the files and the hub, with the answer by name. */
import {
  errorTable,
  type ManifestId,
  type VerificationView,
  type VerifyFailure,
  type VerifyScope,
} from "@landfall/protocol";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { reportKey, verificationsQuery, verifyFailuresQuery } from "../../api/proof-queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatInstant, formatNumber } from "../../ui/format.ts";
import type { Tone } from "../../ui/words.ts";
import { VerifyForm } from "./verify-form.tsx";

const scopeWords: Record<VerifyScope, string> = {
  both: "the local files and the hub",
  files: "the local files",
  hub: "the hub",
};

/** `against the hub, whose bytes were read again, part 2 of 10` */
function howWords({ scope, deep, sample }: VerificationView): string {
  return [
    `against ${scopeWords[scope]}`,
    ...(deep ? ["every byte read again by the hub"] : []),
    ...(sample ? [`part ${sample.part} of ${sample.of}`] : []),
  ].join(", ");
}

function answerOf(view: VerificationView): string {
  const { images, verified, different, metadataChanged, missing, lost, noReceipt } = view;
  if (images === 0) return "There was nothing to verify";
  if (verified === images) return images === 1 ? "The image is verified" : `All ${count(images, "image")} are verified`;
  const parts = [
    ...(lost > 0 ? [`${formatNumber(lost)} lost by the hub`] : []),
    ...(different > 0 ? [`${formatNumber(different)} different`] : []),
    ...(metadataChanged > 0 ? [`${formatNumber(metadataChanged)} the same picture with other metadata`] : []),
    ...(missing > 0 ? [`${formatNumber(missing)} missing`] : []),
    ...(noReceipt > 0 ? [`${formatNumber(noReceipt)} without a receipt`] : []),
  ];
  return `${formatNumber(verified)} of ${count(images, "image")} verified: ${parts.join(", ")}`;
}

const outcomeWords: Record<VerifyFailure["outcome"], string> = {
  different: "Different",
  metadataChanged: "Metadata changed",
  missing: "Missing",
  lost: "Lost by the hub",
  noReceipt: "No receipt",
};

const outcomeTones: Record<VerifyFailure["outcome"], Tone> = {
  different: "bad",
  metadataChanged: "quiet",
  missing: "warn",
  lost: "bad",
  noReceipt: "quiet",
};

function Failures({ view }: { view: VerificationView }) {
  const asked = useInfiniteQuery(verifyFailuresQuery(view.id));
  const failures = asked.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = view.images - view.verified;
  return (
    <>
      {asked.error && <ErrorNote error={asked.error} />}
      <ul className="verifyfailures">
        {failures.map(({ filePath, sha256, outcome, detail }) => (
          <li key={`${sha256} ${filePath}`}>
            <Chip tone={outcomeTones[outcome]}>{outcomeWords[outcome]}</Chip>
            <span className="breakable">
              <span className="mono">{filePath}</span> <span className="quiet">{detail}</span>
            </span>
          </li>
        ))}
      </ul>
      {asked.hasNextPage && (
        <Button busy={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          Show more: {formatNumber(total - failures.length)} left
        </Button>
      )}
    </>
  );
}

function Running({ view }: { view: VerificationView }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => station.cancelVerification({ params: { id: view.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: verificationsQuery(view.manifestId).queryKey }),
  });
  const { waiting, passed, total } = view;
  return (
    <>
      <progress className="verifyprogress" value={passed} max={Math.max(total, 1)} aria-label="Verified so far" />
      <p>
        {formatNumber(passed)} of {count(total, "image")} · {howWords(view)}
      </p>
      {waiting && (
        <p className="note">
          {errorTable[waiting.code].message} {errorTable[waiting.code].hint} Tried again at{" "}
          {formatInstant(waiting.nextAttemptAt)}. <code>{waiting.code}</code>
        </p>
      )}
      {cancel.error && <ErrorNote error={cancel.error} />}
      <div className="formacts">
        <span className="quiet">It goes on when this page is closed, and when the station is started again.</span>
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Stop
        </Button>
      </div>
    </>
  );
}

function Ended({ view }: { view: VerificationView }) {
  const isWhole = view.state === "done" && view.verified === view.images;
  return (
    <>
      <p>
        <b>
          {view.state === "done" ? `${answerOf(view)}.` : view.state === "failed" ? "It failed." : "It was stopped."}
        </b>{" "}
        <span className="quiet">
          {howWords(view)}
          {view.finishedAt && <> · {formatInstant(view.finishedAt)}</>}
        </span>
      </p>
      {view.error && (
        <p className="note">
          {errorTable[view.error.code].message} {errorTable[view.error.code].hint} <code>{view.error.code}</code>
        </p>
      )}
      {!isWhole && view.images > view.verified && <Failures view={view} />}
      {view.notApproved > 0 && (
        <p>
          {formatNumber(view.notApproved)} of them {view.notApproved === 1 ? "belongs" : "belong"} to encounters that
          are not approved now: reopened, changed or denied after delivery. <ReviewLink id={view.manifestId} />
        </p>
      )}
      {view.lost > 0 && (
        <p>
          What the hub lost is due again, and the next <Link to="/">Sync</Link> sends it
          {view.notApproved > 0 && " once its encounter is approved"}.
        </p>
      )}
      {view.noReceipt > 0 && (
        <p>
          What has no receipt yet gets one when a <Link to="/">Sync</Link> has delivered it, or finds it delivered.
        </p>
      )}
    </>
  );
}

const ReviewLink = ({ id }: { id: ManifestId }) => (
  <Link to="/manifests/$id" params={{ id }}>
    Review them
  </Link>
);

/** Says the answer once, to whoever listens instead of looking. */
function useSpokenAnswer(view: VerificationView | undefined) {
  const wasRunning = useRef(false);
  useEffect(() => {
    if (wasRunning.current && view?.state === "done") announce(`${answerOf(view)}.`);
    wasRunning.current = view?.state === "running";
  }, [view]);
}

export function VerifyPanel({ id, isConnected }: { id: ManifestId; isConnected: boolean }) {
  const client = useQueryClient();
  const asked = useQuery({
    ...verificationsQuery(id),
    refetchInterval: ({ state }) => (state.data?.items[0]?.state === "running" ? 400 : false),
  });
  const latest = asked.data?.items[0];
  useSpokenAnswer(latest);
  const isOver = latest !== undefined && latest.state !== "running";
  useEffect(() => {
    // What the hub lost, and fresh receipts, are in the report.
    if (isOver) void client.invalidateQueries({ queryKey: reportKey(id) });
  }, [isOver, client, id]);
  return (
    <section className="card verifypanel" aria-labelledby="verify-title">
      <h2 id="verify-title">Verify</h2>
      <p className="quiet">
        Receipts say what was true when they were signed. Verifying holds them against the files here and against what
        the hub has now.
      </p>
      {latest?.state === "running" ? <Running view={latest} /> : latest && <Ended view={latest} />}
      <VerifyForm id={id} isConnected={isConnected} latest={latest} />
      {asked.error && <ErrorNote error={asked.error} />}
    </section>
  );
}
