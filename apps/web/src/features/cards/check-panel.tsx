/** One check: how far it is, then yes, or no with every file that is in the way. */
import { type CardCheckId, type CardCheckView, errorTable } from "@landfall/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { cardCheckQuery, cardChecksQuery } from "../../api/proof-queries.ts";
import { station } from "../../api/station.ts";
import { announce } from "../../live/announce.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatBytes, formatInstant, formatNumber, noun } from "../../ui/format.ts";
import { Tally } from "../../ui/tally.tsx";
import { CheckFiles } from "./check-files.tsx";

const checkParts = (check: CardCheckView) =>
  [
    [check.files, `${noun(check.files, "file")} read`],
    [check.proven, "with a valid receipt"],
    [check.problems, "not proven"],
    [check.junk, "junk, not counted"],
  ] as const;

function Running({ check }: { check: CardCheckView }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => station.cancelCardCheck({ params: { id: check.id } }),
    onSuccess: (view) => client.setQueryData(cardCheckQuery(view.id).queryKey, view),
  });
  return (
    <>
      <p className="scanfolder quiet">
        <i className="spin" />
        <span className="mono ellipsis" title={check.reading ?? undefined}>
          {check.reading ?? "Opening the folder…"}
        </span>
      </p>
      {cancel.error && <ErrorNote error={cancel.error} />}
      <div className="formacts">
        <span className="quiet">{formatBytes(check.bytesRead)} read. Nothing here is changed.</span>
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Stop
        </Button>
      </div>
    </>
  );
}

function answerOf(check: CardCheckView): { title: string; text: string } {
  if (check.safe)
    return {
      title: "Yes, it is safe to erase",
      text: `The hub has signed for every file here and still has it: ${count(check.proven, "image")}, each hashed just now. Whatever is added after this check is not covered by it.`,
    };
  if (check.signedAsOf)
    return {
      title: "Not known now: the hub was not asked",
      text: `As of ${formatInstant(check.signedAsOf)} the hub had signed for every file here: ${count(check.proven, "image")}. Whether it still has them, only a check that asks it can say.`,
    };
  if (check.problems === 0 && check.unasked)
    return {
      title: "Not now: the hub cannot be asked",
      text: `The hub has signed for every file here (${count(check.proven, "image")}), and cannot be asked whether it still has them. ${errorTable[check.unasked.code].message} Check again when it can be asked.`,
    };
  if (check.problems === 0)
    return {
      title: "There is nothing to prove",
      text: "No photograph was found in this folder, so the answer is not yes.",
    };
  return {
    title: "No, do not erase it yet",
    text: `${count(check.problems, "file")} of ${formatNumber(check.files - check.junk)} ${noun(check.problems, "is", "are")} not proven to be on the hub.`,
  };
}

function Answer({ check }: { check: CardCheckView }) {
  const { title, text } = answerOf(check);
  return (
    <div className={check.safe ? "cardverdict yes" : "cardverdict no"}>
      <p className="verdicttitle">
        <span aria-hidden="true">{check.safe ? "✓" : "✕"}</span> {title}
      </p>
      <p>{text}</p>
    </div>
  );
}

/** Says the answer once, to whoever listens instead of looking. */
function useSpokenAnswer(check: CardCheckView | undefined) {
  const wasRunning = useRef(false);
  useEffect(() => {
    if (wasRunning.current && check?.state === "done") announce(`${answerOf(check).title}.`);
    wasRunning.current = check?.state === "running";
  }, [check]);
}

export function CheckPanel({ id }: { id: CardCheckId }) {
  const client = useQueryClient();
  const asked = useQuery({
    ...cardCheckQuery(id),
    refetchInterval: ({ state }) => (state.data && state.data.state !== "running" ? false : 400),
  });
  const check = asked.data;
  useSpokenAnswer(check);
  const isOver = check !== undefined && check.state !== "running";
  useEffect(() => {
    if (isOver) void client.invalidateQueries({ queryKey: cardChecksQuery.queryKey });
  }, [isOver, client]);
  if (!check)
    return asked.error ? (
      <ErrorNote
        error={asked.error}
        action={
          <Link className="btn" to="/cards">
            Check a folder
          </Link>
        }
      />
    ) : (
      <p className="quiet">Reading the check…</p>
    );
  return (
    <section className="card" aria-labelledby={`check-${id}`}>
      <header>
        <h2 id={`check-${id}`} className="breakable">
          {check.folder}
        </h2>
        {check.state === "running" && (
          <Chip tone="live" busy>
            Checking
          </Chip>
        )}
      </header>
      {check.finishedAt && <p className="quiet">Checked at {formatInstant(check.finishedAt)}</p>}
      {check.state === "done" && <Answer check={check} />}
      <Tally parts={checkParts(check)} />
      {check.state === "running" && <Running check={check} />}
      {check.state === "cancelled" && (
        <p className="note">The check was stopped, so nothing is known of this folder.</p>
      )}
      {check.error && (
        <div className="errornote" role="alert">
          <p>
            <b>{errorTable[check.error.code].message}</b> {errorTable[check.error.code].hint}
          </p>
          <p className="errorfoot">
            <code>{check.error.code}</code> <span className="quiet breakable">{check.error.detail}</span>
          </p>
        </div>
      )}
      {isOver && check.problems > 0 && <CheckFiles id={id} kind="problems" total={check.problems} />}
      {isOver && check.junk > 0 && <CheckFiles id={id} kind="junk" total={check.junk} />}
      {isOver && (
        <div className="formacts">
          {check.problems > 0 && (
            <Link className="btn" to="/folders">
              Scan a folder
            </Link>
          )}
          <Link className={check.safe ? "btn" : "btn primary"} to="/cards">
            Check another folder
          </Link>
        </div>
      )}
    </section>
  );
}
