/** Gathers what the answers to "why is nothing moving" are made from. */
import {
  currentManifests,
  encountersThatNeedPerson,
  openQuestions,
  photographsOf,
  populations,
  read,
  type StationDatabase,
  settings,
} from "@landfall/db";
import {
  deliveredWords,
  type ManifestRow,
  nextOpen,
  type PhotographCounts,
  type RunView,
  type ScheduleView,
  type WhyReason,
  type WhyView,
} from "@landfall/protocol";
import type { Connection } from "./connection.ts";
import type { OpportunisticDecision } from "./opportunistic.ts";
import { runProgress } from "./progress.ts";
import type { Runs } from "./runs.ts";
import { nextScheduled } from "./schedule.ts";
import type { Unattended } from "./unattended.ts";
import { ofStation, type WhyFacts, why } from "./why.ts";

export interface WhySources {
  readonly db: StationDatabase;
  readonly connection: Connection;
  readonly unattended: Unattended;
  readonly runs: Pick<Runs, "handle" | "sample">;
}

const isOpen = (run: RunView | null): run is RunView =>
  run !== null && (run.state === "running" || run.state === "paused");

/** The one at work before it, else the next before it. */
function aheadOf(manifests: readonly ManifestRow[], run: RunView | null): string | null {
  const before = manifests
    .filter((other) => isOpen(other.run) && placeOf(other.run) < placeOf(run))
    .toSorted((a, b) => placeOf(a.run) - placeOf(b.run));
  const atWork = before.find((other) => other.run?.state === "running" && !other.run.settled);
  return (atWork ?? before.at(-1))?.name ?? null;
}

export function whyNow({ db, connection, unattended, runs }: WhySources, nowMs: number): WhyView {
  return read(db, () => {
    const manifests = currentManifests(db);
    const stillOf = (run: RunView | null): number | null => {
      const handle = run ? runs.handle(run.id) : undefined;
      return handle ? runProgress(db, handle, runs.sample()).stillMs : null;
    };
    const of = new Map(populations(db).map((population) => [population.id, population]));
    const { hub, key } = connection.status();
    const { schedule, opportunistic, network } = settings(db);
    const opensAtMs = nextOpen(network.week, nowMs);
    const scheduled = unattended.isOn() ? nextScheduled(schedule, nowMs) : null;
    const answers = manifests.map((manifest) => {
      const { name = "", onHub = false, gate = null } = of.get(manifest.populationId) ?? {};
      const isLeft = isOpen(manifest.run) && !runs.handle(manifest.run.id);
      const facts: WhyFacts = {
        nowMs,
        manifest: manifest.id,
        hub: hub.state,
        key: key.state,
        population: { name, onHub, gate },
        // A station that goes on by itself leaves a run only where that cannot go on: what would let it, lets a new one begin.
        run: isLeft && unattended.isOn() ? null : manifest.run,
        isStopped: isLeft && !unattended.isOn(),
        stillMs: stillOf(manifest.run),
        closedUntilMs: opensAtMs === nowMs ? undefined : opensAtMs,
        ahead: aheadOf(manifests, manifest.run),
        approved: manifest.encounters.approved,
        toReview: manifest.encounters.pending + manifest.encounters.incomplete,
        due: manifest.imagesDue,
        corrections: manifest.correctionsDue,
        needsPerson: encountersThatNeedPerson(db, manifest.id),
        questions: manifest.run?.state === "done" ? openQuestions(db, manifest.id) : 0,
        scheduled,
        opportunistic: unattended.isOn() && opportunistic.on,
      };
      return { facts, answer: { ...why(facts), manifestId: manifest.id, runId: manifest.run?.id ?? null } };
    });
    const byPlace = answers.toSorted((a, b) => placeOf(a.facts.run) - placeOf(b.facts.run));
    const photographs = countPhotographs(db);
    const waiting = manifests.reduce((sum, { imagesDue }) => sum + imagesDue, 0);
    const needYou = answers.reduce((sum, { facts }) => sum + facts.needsPerson + facts.questions, 0);
    const needs = needYou > 0 ? [`${needYou.toLocaleString("en")} ${needYou === 1 ? "needs" : "need"} you`] : [];
    const sentence = [deliveredWords(photographs), ...needs].join(", ");
    const station = ofStation(byPlace.map(({ answer: { manifestId: _, runId: __, ...one } }) => one));
    const alike = answers.filter(({ answer }) => answer.reason === station.reason).map(({ facts }) => facts);
    const [first] = alike;
    return {
      // Of several that wait for the same it says how much they have together; what can be reviewed counts in all.
      station:
        first && together.has(station.reason)
          ? why({
              ...first,
              due: sumOf(alike, "due"),
              corrections: sumOf(alike, "corrections"),
              needsPerson: sumOf(alike, "needsPerson"),
              questions: sumOf(alike, "questions"),
              toReview: answers.reduce((sum, { facts }) => sum + facts.toReview, 0),
            })
          : station,
      manifests: answers.map(({ answer }) => answer),
      photographs,
      morning: { delivered: photographs.delivered, needYou, waiting, sentence },
    };
  });
}

function countPhotographs(db: StationDatabase): WhyView["photographs"] {
  const populations = [...photographsOf(db)].map(([id, counts]) => ({ id, ...counts }));
  const sum = (of: keyof PhotographCounts) => populations.reduce((total, counts) => total + counts[of], 0);
  return {
    total: sum("total"),
    delivered: sum("delivered"),
    pending: sum("pending"),
    imagesDelivered: sum("imagesDelivered"),
    populations,
  };
}

const together: ReadonlySet<WhyReason> = new Set(["ready", "stopped", "person", "questions", "delivered"]);

type Amount = "due" | "corrections" | "needsPerson" | "questions";
const sumOf = (facts: readonly WhyFacts[], name: Amount): number => facts.reduce((sum, of) => sum + of[name], 0);

/** Those that are not in the queue stand behind it. */
const placeOf = (run: WhyFacts["run"]): number => run?.position ?? Number.MAX_SAFE_INTEGER;

const opportunisticWords: Record<Extract<OpportunisticDecision, { do: "nothing" }>["why"], string> = {
  off: "It is off.",
  nothingToSend: "Nothing waits to be sent.",
  atWork: "A sync is at work.",
  coolDown: "It has started a sync and waits before the next.",
  early: "The link was looked at a moment ago.",
  unreachable: "The hub cannot be reached.",
  slow: "The link is slower than is asked for.",
};

export function scheduleNow({ db, unattended }: Pick<WhySources, "db" | "unattended">, nowMs: number): ScheduleView {
  const { schedule, opportunistic } = settings(db);
  const instant = (ms: number | null | undefined) => (typeof ms === "number" ? new Date(ms).toISOString() : null);
  const decision = unattended.decision();
  const said = decision?.do === "nothing" ? decision : undefined;
  return {
    entries: schedule.map((entry) => ({ ...entry, nextAt: instant(nextScheduled([entry], nowMs)?.atMs) })),
    opportunistic: opportunistic.on
      ? { sentence: said ? opportunisticWords[said.why] : "It looks at the link.", nextLookAt: instant(said?.untilMs) }
      : null,
  };
}
