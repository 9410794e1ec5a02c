/** One manifest of a population: what is in it, where it stands, and what can be done with it. */
import {
  changedThereWords,
  type ManifestRow,
  type PopulationCard,
  type RunLimits,
  type RunView,
  takenThereWords,
  toLandfallError,
  toTellAgainWords,
} from "@landfall/protocol";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { count, formatNumber, noun } from "../../ui/format.ts";
import { useRetry, useSync } from "./actions.ts";
import { EncounterList } from "./encounter-list.tsx";
import { LimitsPanel, limitWords, useLimits } from "./limits-panel.tsx";
import { ManifestProof } from "./manifest-proof.tsx";
import { type Asks, questionsAnchor } from "./open-questions.ts";
import { PlanPanel } from "./plan-panel.tsx";
import { RunPanel } from "./run-panel.tsx";
import { canRetry, isAtWork, isOpen, isQueued, nextStep, statusWords } from "./run-words.ts";
import { totalsOf } from "./totals.ts";

type Opened = "nothing" | "plan" | "limits" | "encounters";

const openWord = (run: RunView): string => {
  if (isAtWork(run)) return "Syncing";
  return run.state === "paused" && !isQueued(run) ? "Paused" : "Waiting";
};

function Amount({ value, one }: { value: number; one: string }) {
  return (
    <span className="num">
      <b>{formatNumber(value)}</b> <span className="quiet">{noun(value, one)}</span>
    </span>
  );
}

interface EntryProps {
  readonly manifest: ManifestRow;
  readonly population: PopulationCard;
  readonly asks: Asks;
}

function goToQuestions(id: ManifestRow["id"]): void {
  const place = document.getElementById(questionsAnchor(id));
  place?.scrollIntoView({ block: "start" });
  place?.focus({ preventScroll: true });
}

export function ManifestEntry({ manifest, population, asks }: EntryProps) {
  const id = useId();
  const [opened, setOpened] = useState<Opened>("nothing");
  const [limits, setLimits] = useState<RunLimits>();
  const limited = limitWords(useLimits(limits));
  const sync = useSync(manifest.id);
  const retry = useRetry(manifest.id);
  const { run, encounters } = manifest;
  const step = nextStep(manifest);
  const totals = totalsOf([manifest]);
  const changed = changedThereWords(manifest.changedThere);
  const taken = takenThereWords(manifest.takenThere);
  const forgotten = toTellAgainWords(manifest.toTellAgain);
  const totalEncounters = encounters.incomplete + encounters.pending + encounters.approved + encounters.denied;
  const error = sync.error ?? retry.error;
  const isQuestion = error !== null && toLandfallError(error).code === "PLAN_QUESTION";
  const canSend = population.onHub && population.gate !== "closed";
  const hasQuestions = asks.kind === "questions";
  // A sync would bring nothing forward before the questions are answered.
  const onlyAsks = hasQuestions && asks.only && !isOpen(run);
  // Everything is there: another sync asks the hub whether it still is.
  const canCheckAgain = !isOpen(run) && step !== "sync" && encounters.synced > 0 && totals.imagesPending === 0;
  const canLimit = !isOpen(run) && step === "sync" && canSend && !onlyAsks;
  const toggle = (what: Opened) => setOpened(opened === what ? "nothing" : what);
  const start = () => {
    retry.reset();
    sync.mutate(limits, {
      onError: (thrown) => {
        if (toLandfallError(thrown).code === "PLAN_QUESTION") setOpened("plan");
      },
      onSuccess: () => setOpened((now) => (now === "encounters" ? now : "nothing")),
    });
  };
  return (
    <li className="manifest">
      <div className="manifestrow">
        <div className="manifestname">
          <h3 id={id} className="breakable">
            {manifest.name}
          </h3>
          <p className="quiet">
            v{manifest.version} · {statusWords(manifest)}
            {hasQuestions && <span className="asksword"> · asks you</span>}
          </p>
        </div>
        <Amount value={totalEncounters} one="encounter" />
        <Amount value={totals.imagesTotal} one="image" />
        <fieldset className="acts" aria-labelledby={id}>
          {totalEncounters > 0 && (
            <Button look="ghost" aria-expanded={opened === "encounters"} onClick={() => toggle("encounters")}>
              {opened === "encounters" ? "Hide images" : "Show images"}
            </Button>
          )}
          {!isOpen(run) &&
            totals.imagesPending + manifest.correctionsDue + manifest.changedThere > 0 &&
            canSend &&
            !hasQuestions && (
              <Button look="ghost" aria-expanded={opened === "plan"} onClick={() => toggle("plan")}>
                {opened === "plan" ? "Hide plan" : "Show plan"}
              </Button>
            )}
          <Link className={step === "review" ? "btn primary" : "btn"} to="/manifests/$id" params={{ id: manifest.id }}>
            Review
          </Link>
          {!isOpen(run) && canRetry(manifest) && (
            <Button
              look={step === "retry" ? "primary" : "plain"}
              busy={retry.isPending}
              disabled={!canSend}
              onClick={() => retry.mutate()}
            >
              Retry
            </Button>
          )}
          {canCheckAgain && (
            <Button look="plain" busy={sync.isPending} disabled={!canSend} onClick={start}>
              {sync.isPending ? "Starting…" : "Sync again"}
            </Button>
          )}
          {onlyAsks && (
            <Button className="asks" onClick={() => goToQuestions(manifest.id)}>
              Answer {count(asks.count, "question")}
            </Button>
          )}
          {canLimit && (
            <Button look="ghost" aria-expanded={opened === "limits"} onClick={() => toggle("limits")}>
              {limited ? `Limit: ${limited}` : "Limits"}
            </Button>
          )}
          {isOpen(run) && (
            <Chip tone={isAtWork(run) ? "live" : "warn"} busy={isAtWork(run)}>
              {openWord(run)}
            </Chip>
          )}
          {!isOpen(run) && step === "sync" && !onlyAsks && (
            <Button
              look={asks.kind === "comparing" ? "plain" : "primary"}
              busy={sync.isPending}
              disabled={!canSend}
              onClick={start}
            >
              {sync.isPending ? "Starting…" : "Sync"}
            </Button>
          )}
        </fieldset>
      </div>
      {forgotten && <p className="changednote quiet">{forgotten}</p>}
      {changed && opened !== "plan" && <p className="changednote quiet">{changed} The plan shows both.</p>}
      {taken && <p className="changednote quiet">{taken} The review names them.</p>}
      <ManifestProof manifest={manifest} />
      {error && !isQuestion && <ErrorNote error={error} />}
      {isOpen(run) && <RunPanel manifest={manifest} run={run} />}
      {opened === "limits" && canLimit && <LimitsPanel limits={limits} onChange={setLimits} />}
      {(opened === "plan" || hasQuestions) && <PlanPanel manifestId={manifest.id} />}
      {opened === "encounters" && <EncounterList manifestId={manifest.id} />}
    </li>
  );
}
