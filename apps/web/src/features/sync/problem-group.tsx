/** What keeps one encounter from being delivered: cause, next step, files, code. */
import type { ProblemGroup } from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatInstant, formatNumber } from "../../ui/format.ts";
import { useFold } from "../../ui/use-fold.ts";
import { encounterTitle, syncTones, syncWords } from "../../ui/words.ts";
import { useRetry } from "./actions.ts";
import { ProblemFiles } from "./problem-files.tsx";
import { problemReport } from "./problem-report.ts";

type Cause = ProblemGroup["causes"][number];

export function CopyDetails({ text }: { text: () => string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    // A browser may forbid it.
    const isCopied = await navigator.clipboard.writeText(text()).then(
      () => true,
      () => false,
    );
    setDone(isCopied);
    announce(isCopied ? "Details copied." : "This browser does not allow copying.");
  };
  return (
    <Button look="link" onClick={() => void copy()}>
      {done ? "Details copied" : "Copy details"}
    </Button>
  );
}

/** A few files at once; all of them, one by one, when they are asked for. */
function Files({ group, cause, canRetry }: { group: ProblemGroup; cause: Cause; canRetry: boolean }) {
  const [all, setAll] = useState(false);
  if (all) return <ProblemFiles of={group} code={cause.code} total={cause.count} />;
  const more = cause.count - cause.files.length;
  return (
    <>
      <ul className="files">
        {cause.files.map((file) => (
          <li key={file} className="breakable">
            {file}
          </li>
        ))}
        {more > 0 && <li>and {count(more, "more file", "more files")}</li>}
      </ul>
      {canRetry && cause.count > 1 && (
        <Button look="link" onClick={() => setAll(true)}>
          {more > 0 ? `Show all ${formatNumber(cause.count)} files` : "One by one"}
        </Button>
      )}
    </>
  );
}

interface CauseProps {
  readonly group: ProblemGroup;
  readonly cause: Cause;
  readonly canRetry: boolean;
}

function CausePart({ group, cause, canRetry }: CauseProps) {
  const { encounterId, manifestId, causes } = group;
  const retry = useRetry(manifestId, { encounter: encounterId, code: cause.code });
  return (
    <div className="causepart">
      <p>
        <b>
          {count(cause.count, "image")}: {cause.message}
        </b>{" "}
        {cause.hint}
      </p>
      {cause.detail && !cause.files.includes(cause.detail) && <p className="quiet breakable">{cause.detail}</p>}
      {cause.nextAttemptAt && <p className="quiet">Tried again by itself at {formatInstant(cause.nextAttemptAt)}.</p>}
      {cause.files.length > 0 && <Files group={group} cause={cause} canRetry={canRetry} />}
      <p className="causefoot">
        <code>{cause.code}</code>
        {canRetry && causes.length > 1 && (
          <Button look="link" busy={retry.isPending} onClick={() => retry.mutate()}>
            Retry {cause.count === 1 ? "this image" : `these ${formatNumber(cause.count)}`}
          </Button>
        )}
      </p>
      {retry.error && <ErrorNote error={retry.error} />}
    </div>
  );
}

export function Problem({ group, open, canRetry }: { group: ProblemGroup; open: boolean; canRetry: boolean }) {
  const retry = useRetry(group.manifestId, { encounter: group.encounterId });
  const [isOpen, fold] = useFold(group.encounterId, open);
  const images = group.causes.reduce((sum, cause) => sum + cause.count, 0);
  return (
    <details className="problem" open={isOpen} onToggle={({ currentTarget }) => fold(currentTarget.open)}>
      <summary>
        <span className="problemtitle">
          <b className="breakable">{encounterTitle(group.values)}</b>
          <span className="quiet">
            {formatNumber(group.arrived)} of {count(group.total, "image")} arrived
          </span>
        </span>
        {canRetry ? <Chip tone={syncTones[group.sync]}>{syncWords[group.sync]}</Chip> : <Chip>Not sent</Chip>}
      </summary>
      {isOpen && (
        <div className="cause">
          {group.causes.map((cause) => (
            <CausePart key={cause.code} group={group} cause={cause} canRetry={canRetry} />
          ))}
          <div className="flow">
            <CopyDetails text={() => problemReport(group)} />
            <span className="grow" />
            {canRetry ? (
              <Button busy={retry.isPending} onClick={() => retry.mutate()}>
                Retry {count(images, "image")}
              </Button>
            ) : (
              <Link
                className="btn"
                to="/manifests/$id"
                params={{ id: group.manifestId }}
                search={{ filter: "incomplete" }}
              >
                Review
              </Link>
            )}
          </div>
          {retry.error && <ErrorNote error={retry.error} />}
        </div>
      )}
    </details>
  );
}
