/** What needs a person, by encounter: cause, next step, files, code. Then what was skipped, for information. */
import type { ProblemGroup } from "@landfall/protocol";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { problemsQuery } from "../../api/queries.ts";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatInstant, formatNumber } from "../../ui/format.ts";
import { encounterTitle, syncTones, syncWords } from "../../ui/words.ts";
import { useRetry } from "./actions.ts";

type Cause = ProblemGroup["causes"][number];

/** The group as plain text for a report. */
export function problemReport(group: ProblemGroup): string {
  const lines = [
    encounterTitle(group.values),
    `${group.arrived} of ${group.total} images arrived (${group.sync})`,
    `encounter ${group.encounterId}, manifest ${group.manifestId}`,
  ];
  for (const cause of group.causes) {
    lines.push("", `${cause.code}: ${cause.message} (${cause.count})`, cause.hint);
    if (cause.detail) lines.push(cause.detail);
    lines.push(...cause.files.map((file) => `  ${file}`));
  }
  return lines.join("\n");
}

function CopyDetails({ group }: { group: ProblemGroup }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    // A browser may forbid it.
    const isCopied = await navigator.clipboard.writeText(problemReport(group)).then(
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

function CauseText({ cause }: { cause: Cause }) {
  const more = cause.count - cause.files.length;
  return (
    <div className="causepart">
      <p>
        <b>
          {count(cause.count, "image")}: {cause.message}
        </b>{" "}
        {cause.hint}
      </p>
      {cause.detail && <p className="quiet breakable">{cause.detail}</p>}
      {cause.nextAttemptAt && <p className="quiet">Tried again by itself at {formatInstant(cause.nextAttemptAt)}.</p>}
      {cause.files.length > 0 && (
        <ul className="files">
          {cause.files.map((file) => (
            <li key={file}>{file}</li>
          ))}
          {more > 0 && <li>and {count(more, "more file", "more files")}</li>}
        </ul>
      )}
      <code>{cause.code}</code>
    </div>
  );
}

function Problem({ group, open, canRetry }: { group: ProblemGroup; open: boolean; canRetry: boolean }) {
  const retry = useRetry(group.manifestId, group.encounterId);
  const images = group.causes.reduce((sum, cause) => sum + cause.count, 0);
  return (
    <details className="problem" open={open}>
      <summary>
        <span className="problemtitle">
          <b className="breakable">{encounterTitle(group.values)}</b>
          <span className="quiet">
            {formatNumber(group.arrived)} of {count(group.total, "image")} arrived
          </span>
        </span>
        {canRetry ? <Chip tone={syncTones[group.sync]}>{syncWords[group.sync]}</Chip> : <Chip>Not sent</Chip>}
      </summary>
      <div className="cause">
        {group.causes.map((cause) => (
          <CauseText key={cause.code + cause.detail} cause={cause} />
        ))}
        <div className="flow">
          <CopyDetails group={group} />
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
    </details>
  );
}

export function Problems() {
  const { data } = useQuery(problemsQuery);
  if (!data || data.actionable.length + data.skipped.length === 0) return null;
  return (
    <section className="problems" id="problems" aria-labelledby="problems-title">
      {data.actionable.length > 0 && (
        <>
          <h2 id="problems-title">
            Needs you <span className="count">{count(data.actionable.length, "encounter")}</span>
          </h2>
          {data.actionable.map((group, index) => (
            <Problem key={group.encounterId} group={group} open={index === 0} canRetry />
          ))}
        </>
      )}
      {data.skipped.length > 0 && (
        <details className="skipped">
          <summary>
            <h2 id={data.actionable.length > 0 ? undefined : "problems-title"}>
              Skipped, for information <span className="count">{count(data.skipped.length, "encounter")}</span>
            </h2>
          </summary>
          {data.skipped.map((group) => (
            <Problem key={group.encounterId} group={group} open={false} canRetry={false} />
          ))}
        </details>
      )}
    </section>
  );
}
