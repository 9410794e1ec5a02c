/** Why nothing is moving. Pure: from what is known of a manifest, its run, the hub and the clock to one answer. */
import {
  errorTable,
  type HubStatus,
  type KeyStatus,
  type ManifestId,
  type PauseReason,
  type RunView,
  spentLimit,
  type Why,
  type WhyReason,
  budgetWords as wordsOfBudget,
} from "@landfall/protocol";
import type { Scheduled } from "./schedule.ts";
import { type Act, actsOn, inBoth, scan } from "./why-acts.ts";
import { clockWords, counted } from "./why-words.ts";

export interface WhyFacts {
  readonly nowMs: number;
  readonly manifest: ManifestId;
  readonly hub: HubStatus["state"];
  readonly key: KeyStatus["state"];
  readonly population: { readonly name: string; readonly onHub: boolean; readonly gate: "open" | "closed" | null };
  /** The manifest's latest run; null when it never had one. */
  readonly run: Pick<
    RunView,
    "state" | "reasons" | "settled" | "nextAttemptAt" | "error" | "position" | "budget"
  > | null;
  /** That run is not over, and no station has it in hand: one that lives for a command goes on with nothing by itself. */
  readonly isStopped: boolean;
  /** The hours for sending are over; until when, or null where there are none. Undefined while it is one of them. */
  readonly closedUntilMs?: number | null | undefined;
  /** For so long nothing that is on the way has moved, where it is longer than a slow link takes. */
  readonly stillMs?: number | null | undefined;
  /** The manifest that is sent before this one. */
  readonly ahead: string | null;
  /** Encounters. */
  readonly approved: number;
  readonly toReview: number;
  /** Images of approved encounters. */
  readonly due: number;
  /** Approved encounters that the hub has otherwise. */
  readonly corrections: number;
  /** Encounters with something that only a person can mend. */
  readonly needsPerson: number;
  /** Encounters that the last run left for a person's answer. */
  readonly questions: number;
  readonly scheduled: Scheduled | null;
  /** Whether a sync starts by itself over a good link. */
  readonly opportunistic: boolean;
}

/** The ones that a person must know first stand first. */
const order: readonly PauseReason[] = ["user", "auth", "disk", "budget", "window", "offline", "unavailable", "queue"];

type Words = readonly [sentence: string, whatWouldStartIt: Act | null];

const isOpen = (run: WhyFacts["run"]): run is NonNullable<WhyFacts["run"]> =>
  run !== null && (run.state === "running" || run.state === "paused");

const reachAgain = inBoth("It goes on by itself when the hub answers again.");

/** At the hub's address somebody else answers, such as the sign-in page of a network: waiting alone changes nothing. */
const isNotTheHub = ({ hub, run }: WhyFacts): boolean => hub === "notTheHub" || run?.error?.code === "NOT_THE_HUB";

const signIn = inBoth("Sign in to the network in a browser, or check the hub's address; it then goes on by itself.");

function unreachableWords(sentence: string, facts: WhyFacts, at: string): Words {
  const again = at && ` It is tried again${at}.`;
  if (isNotTheHub(facts)) return [`Something that is not the hub answers at its address.${again}`, signIn];
  return [`${sentence}${again}`, reachAgain];
}

const hubDiskFull = (at: string): Words => [
  `${errorTable.HUB_DISK_FULL.message}${at && ` It is tried again${at}.`}`,
  inBoth(errorTable.HUB_DISK_FULL.hint),
];

/** `the next scheduled sync is at 06:00` */
function byItself({ scheduled, opportunistic, nowMs }: WhyFacts): string[] {
  const clock = scheduled ? [`the next scheduled ${scheduled.kind} is ${clockWords(scheduled.atMs, nowMs)}`] : [];
  return [...clock, ...(opportunistic ? ["it starts by itself over a good link"] : [])];
}

function budgetWords(facts: WhyFacts): Words {
  const { run, manifest } = facts;
  const limit = run?.budget ? spentLimit(run.budget) : undefined;
  const sentence = run?.budget ? wordsOfBudget(run.budget) : "the limit of this run is used up";
  return [`Paused: ${sentence}.`, actsOn(manifest).resumeWithin(limit, byItself(facts))];
}

function pausedWords(reason: PauseReason, facts: WhyFacts, at: string): Words {
  const acts = actsOn(facts.manifest);
  switch (reason) {
    case "user":
      return ["Paused by you.", acts.resume];
    case "auth":
      return facts.key === "none"
        ? [`${noKey.charAt(0).toUpperCase()}${noKey.slice(1)}`, acts.keyInRun]
        : ["The hub refuses the key.", acts.newKeyInRun];
    case "disk":
      return [
        "The disk of the station's data folder is full.",
        inBoth("Make room on it; it goes on by itself, and nothing was lost."),
      ];
    case "budget":
      return budgetWords(facts);
    case "window":
      return [`Outside the hours chosen for sending.${at && ` It goes on${at}.`}`, acts.openWeek];
    case "offline":
      return unreachableWords("The hub cannot be reached.", facts, at);
    case "unavailable":
      if (facts.run?.error?.code === "HUB_DISK_FULL") return hubDiskFull(at);
      return unreachableWords("The hub is not able to answer just now.", facts, at);
    case "queue":
      return [`Waits for its turn behind ${facts.ahead ?? "another sync"}.`, acts.first];
  }
}

/** A run that no station has in hand: what starts a station does not give it a limit, or open its hours. */
function stoppedAnswer(facts: WhyFacts, first: PauseReason | undefined): readonly [WhyReason, ...Words] {
  const acts = actsOn(facts.manifest);
  if (first === "budget") return ["budget", ...budgetWords(facts)];
  const wait = waiting(facts);
  const { closedUntilMs: untilMs, nowMs } = facts;
  if (untilMs === undefined) return ["stopped", `The station is not running; ${wait}.`, acts.start];
  const until = untilMs === null ? "" : ` until ${clockWords(untilMs, nowMs).replace(/^at /, "")}`;
  return [
    "window",
    `It is outside the hours chosen for sending${until}, and the station is not running; ${wait}.`,
    acts.startInTime,
  ];
}

function closedWords({ population }: WhyFacts): Words {
  return [
    `The hub does not take photographs of ${population.name} at the moment.`,
    inBoth("Ask the person who runs the hub to open it; it then goes on by itself."),
  ];
}

const noKey =
  "this station has no key for the hub: a project that is brought from another machine comes without its key.";

const waits = (count: number, one: string): string => `${counted(count, one)} ${count === 1 ? "waits" : "wait"}`;

const waiting = ({ due, corrections }: WhyFacts): string =>
  due > 0 ? waits(due, "approved image") : waits(corrections, "corrected encounter");

function idleWords(facts: WhyFacts): readonly [WhyReason, ...Words] {
  const { approved, toReview, due, corrections, hub, key, population, questions, needsPerson } = facts;
  const acts = actsOn(facts.manifest);
  if (approved === 0) {
    return ["nothingApproved", "Nothing is approved yet.", toReview > 0 ? acts.review : null];
  }
  if (due + corrections === 0) {
    const more = toReview > 0 ? `${counted(toReview, "encounter")} can still be reviewed and approved.` : null;
    return ["delivered", "Nothing approved is waiting: all of it is delivered.", more ? inBoth(more) : null];
  }
  const wait = waiting(facts);
  if (hub === "notConnected") return ["notConnected", `${wait}; the station is not connected to a hub.`, acts.connect];
  if (key === "none") return ["auth", `${wait}; ${noKey}`, acts.key];
  if (key === "invalid") return ["auth", `${wait}; the hub refuses the key.`, acts.newKey];
  if (!population.onHub)
    return [
      "unbound",
      `${wait}; the hub has no population named ${population.name} for this key.`,
      inBoth("Ask the person who runs the hub to add it, then sync."),
    ];
  if (population.gate === "closed") return ["closed", ...closedWords(facts)];
  if (questions > 0)
    return [
      "questions",
      `${counted(questions, "encounter")} ${questions === 1 ? "waits" : "wait"} for your answer.`,
      acts.answer,
    ];
  if (needsPerson > 0)
    return ["person", `${counted(needsPerson, "encounter")} ${needsPerson === 1 ? "needs" : "need"} you.`, acts.retry];
  return ["ready", `${wait}.`, acts.sync(byItself(facts))];
}

/** Both voices. */
const inWords = (what: Act | null): Pick<Why, "whatWouldStartIt" | "inTerminal"> => ({
  whatWouldStartIt: what?.page ?? null,
  inTerminal: what?.terminal ?? null,
});

const toInstant = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

export function why(facts: WhyFacts): Why {
  const { run, nowMs } = facts;
  if (!isOpen(run)) {
    const [reason, sentence, what] = idleWords(facts);
    const startsByClock = reason === "ready" || reason === "person" || reason === "questions";
    const nextAttemptAt = toInstant(startsByClock ? facts.scheduled?.atMs : undefined);
    return { reason, sentence, nextAttemptAt, ...inWords(what) };
  }
  const { nextAttemptAt } = run;
  const at = nextAttemptAt ? ` ${clockWords(Date.parse(nextAttemptAt), nowMs)}` : "";
  const answer = (reason: WhyReason, [sentence, what]: Words): Why => ({
    reason,
    sentence,
    nextAttemptAt,
    ...inWords(what),
  });
  const isClosed = run.error?.code === "POPULATION_CLOSED" || run.error?.code === "POPULATION_FORBIDDEN";
  const first = order.find((reason) => run.reasons.includes(reason));
  if (facts.isStopped && first !== "user") {
    const [reason, sentence, what] = stoppedAnswer(facts, first);
    const opensAt = reason === "window" ? toInstant(facts.closedUntilMs ?? undefined) : null;
    return { reason, sentence, nextAttemptAt: opensAt ?? nextAttemptAt, ...inWords(what) };
  }
  if (first === "auth" && isClosed) return answer("closed", closedWords(facts));
  if (first) return answer(first, pausedWords(first, facts, at));
  if (run.settled)
    return answer("rest", [`What is left failed for now and is tried again${at}.`, actsOn(facts.manifest).tryNow]);
  if (facts.stillMs)
    return answer("unavailable", [
      `Nothing has moved for ${Math.round(facts.stillMs / 1000)} s: the hub, or the link to it, does not answer.`,
      reachAgain,
    ]);
  return answer("moving", ["Photographs are on their way.", null]);
}

/** What the station as a whole says: what moves, else the first that waits, in the order of the queue. */
export function ofStation(each: readonly Why[]): Why {
  const rank: readonly WhyReason[] = [
    "moving",
    ...order,
    "stopped",
    "closed",
    "rest",
    "notConnected",
    "unbound",
    "questions",
    "person",
    "ready",
    "delivered",
    "nothingApproved",
  ];
  const found = rank.flatMap((reason) => each.find((one) => one.reason === reason) ?? [])[0];
  return (
    found ?? {
      reason: "nothingApproved",
      sentence: "Nothing has been scanned yet.",
      nextAttemptAt: null,
      ...inWords(scan),
    }
  );
}
