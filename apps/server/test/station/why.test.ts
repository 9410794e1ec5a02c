import { ManifestId, type PauseReason, type RunView, type WhyReason } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { ofStation, type WhyFacts, why } from "../../src/station/why.ts";
import { clockWords } from "../../src/station/why-words.ts";

const nowMs = new Date(2024, 6, 15, 5, 0).getTime();
const at = (hour: number, minute = 0) => new Date(2024, 6, 15, hour, minute);

const manifest = ManifestId.parse(crypto.randomUUID());

/** Approved images wait, and everything else is well. */
const ready: WhyFacts = {
  nowMs,
  manifest,
  hub: "reachable",
  key: "ready",
  population: { name: "Orcas", onHub: true, gate: "open" },
  run: null,
  isStopped: false,
  ahead: null,
  approved: 10,
  toReview: 0,
  due: 412,
  corrections: 0,
  needsPerson: 0,
  questions: 0,
  scheduled: null,
  opportunistic: false,
};

const paused = (reasons: PauseReason[], more: Partial<RunView> = {}): WhyFacts["run"] => ({
  state: "paused",
  reasons,
  settled: false,
  nextAttemptAt: null,
  error: null,
  budget: { bytes: 500_000_000, minutes: null, spentBytes: 500_000_000, spentMs: 0 },
  position: 1,
  ...more,
});
const running = (more: Partial<RunView> = {}): WhyFacts["run"] => paused([], { state: "running", ...more });

type Row = [WhyReason, Partial<WhyFacts>, sentence: string | RegExp, whatWouldStartIt: string | RegExp | null];

describe("without a run", () => {
  test.each<Row>([
    ["ready", {}, "412 approved images wait.", "Press Sync."],
    ["ready", { due: 1 }, "1 approved image waits.", "Press Sync."],
    [
      "ready",
      { scheduled: { atMs: at(6).getTime(), kind: "sync" } },
      "412 approved images wait.",
      "Press Sync; the next scheduled sync is at 06:00.",
    ],
    ["ready", { opportunistic: true }, /wait\.$/, "Press Sync; it starts by itself over a good link."],
    ["ready", { hub: "offline" }, "412 approved images wait.", "Press Sync."],
    ["ready", { due: 0, corrections: 2 }, "2 corrected encounters wait.", "Press Sync."],
    ["delivered", { due: 0 }, "Nothing approved is waiting: all of it is delivered.", null],
    ["delivered", { due: 0, toReview: 3 }, /delivered/, "3 encounters can still be reviewed and approved."],
    ["nothingApproved", { approved: 0, due: 0, toReview: 3 }, "Nothing is approved yet.", /Review/],
    ["nothingApproved", { approved: 0, due: 0 }, "Nothing is approved yet.", null],
    ["notConnected", { hub: "notConnected", key: "none" }, /not connected to a hub/, "Connect it."],
    ["auth", { key: "invalid" }, /the hub refuses the key/, /new key/],
    ["auth", { key: "none" }, /this station has no key for the hub: a project .* without its key/, /with a key/],
    [
      "unbound",
      { population: { name: "Orcas", onHub: false, gate: null } },
      /no population named Orcas/,
      /Ask the person/,
    ],
    [
      "closed",
      { population: { name: "Orcas", onHub: true, gate: "closed" } },
      /does not take photographs of Orcas/,
      /open it/,
    ],
    ["questions", { questions: 1 }, "1 encounter waits for your answer.", "Answer, then sync."],
    ["person", { needsPerson: 4 }, "4 encounters need you.", /Retry/],
    ["ready", { run: running({ state: "done", settled: true, position: null }) }, /wait/, "Press Sync."],
  ])("%s: %o", (reason, facts, sentence, start) => {
    const answer = why({ ...ready, ...facts });
    expect(answer.reason).toBe(reason);
    expect(answer.sentence).toMatch(sentence);
    if (start === null) expect(answer.whatWouldStartIt).toBeNull();
    else expect(answer.whatWouldStartIt).toMatch(start);
    expect(answer.inTerminal === null).toBe(start === null);
    expect(answer.inTerminal ?? "").not.toMatch(/press|in settings/i);
  });

  test("says when the clock starts it", () => {
    const scheduled = { atMs: at(6).getTime(), kind: "sync" as const };
    expect(why({ ...ready, scheduled }).nextAttemptAt).toBe(at(6).toISOString());
    expect(why({ ...ready, due: 0, scheduled }).nextAttemptAt).toBeNull();
  });
});

describe("with a run that is not over", () => {
  const next = { nextAttemptAt: at(5, 30).toISOString() };
  const portal = { error: { code: "NOT_THE_HUB", detail: "HTTP 200" } } as const;
  const closed = { error: { code: "POPULATION_CLOSED", detail: null } } as const;
  test.each<Row>([
    ["moving", { run: running() }, "Photographs are on their way.", null],
    [
      "unavailable",
      { run: running(), stillMs: 65_000 },
      /^Nothing has moved for 65 s: the hub, or the link/,
      /by itself/,
    ],
    [
      "stopped",
      { run: running(), isStopped: true },
      "The station is not running; 412 approved images wait.",
      "Start the station again.",
    ],
    ["stopped", { run: paused(["offline"], next), isStopped: true }, /is not running/, "Start the station again."],
    ["user", { run: paused(["user"]), isStopped: true }, "Paused by you.", "Press Resume."],
    [
      "rest",
      { run: running({ settled: true, ...next }) },
      "What is left failed for now and is tried again at 05:30.",
      "Press Try now.",
    ],
    ["user", { run: paused(["user"]) }, "Paused by you.", "Press Resume."],
    ["user", { run: paused(["offline", "user"]) }, "Paused by you.", "Press Resume."],
    ["queue", { run: paused(["queue"]), ahead: "Summer 2024" }, "Waits for its turn behind Summer 2024.", /Sync first/],
    ["queue", { run: paused(["queue"]) }, "Waits for its turn behind another sync.", /Sync first/],
    ["offline", { run: paused(["queue", "offline"]) }, /^The hub cannot be reached.$/, /by itself/],
    [
      "offline",
      { run: paused(["offline"], next) },
      "The hub cannot be reached. It is tried again at 05:30.",
      /by itself/,
    ],
    [
      "unavailable",
      { run: paused(["unavailable"], next), hub: "notTheHub" },
      /not the hub answers/,
      /^Sign in to the net/,
    ],
    ["unavailable", { run: paused(["unavailable"], portal) }, /not the hub answers/, /^Sign in to the network/],
    ["unavailable", { run: paused(["unavailable"], next) }, "The hub is not able to answer just now.", /by itself/],
    ["auth", { run: paused(["auth"]) }, "The hub refuses the key.", /new key/],
    ["auth", { run: paused(["auth"]), key: "none" }, /^This station has no key for the hub/, /with a key/],
    ["closed", { run: paused(["auth"], closed) }, /does not take photographs of Orcas/, /open it/],
    [
      "window",
      { run: paused(["window"], next) },
      "Outside the hours chosen for sending. It goes on at 05:30.",
      /Settings/,
    ],
    ["budget", { run: paused(["budget"]) }, "Paused: the limit of 500 MB for this run is used up.", /Resume/],
    [
      "budget",
      { run: paused(["budget"]), scheduled: { atMs: at(6).getTime(), kind: "sync" } },
      /used up\.$/,
      "Resume continues with another 500 MB; the next scheduled sync is at 06:00.",
    ],
    ["disk", { run: paused(["disk"]) }, /disk of the station's data folder is full/, /Make room/],
  ])("%s: %o", (reason, facts, sentence, start) => {
    const answer = why({ ...ready, ...facts });
    expect(answer.reason).toBe(reason);
    expect(answer.sentence).toMatch(sentence);
    if (start === null) expect(answer.whatWouldStartIt).toBeNull();
    else expect(answer.whatWouldStartIt).toMatch(start);
    expect(answer.inTerminal === null).toBe(start === null);
    expect(answer.inTerminal ?? "").not.toMatch(/press|in settings/i);
    expect(answer.nextAttemptAt).toBe(facts.run?.nextAttemptAt ?? null);
  });
});

test("without a station a limit that is used up and hours that are over are told as what they are", () => {
  const stopped = (facts: Partial<WhyFacts>) => why({ ...ready, isStopped: true, ...facts });
  expect(stopped({ run: paused(["budget"]) })).toMatchObject({
    reason: "budget",
    inTerminal: `Continue with another 500 MB: landfall sync ${manifest}`,
  });
  const closedUntilMs = at(6).getTime();
  const outside = stopped({ run: paused(["window"]), closedUntilMs });
  expect(outside).toMatchObject({ reason: "window", nextAttemptAt: at(6).toISOString() });
  expect(outside.sentence).toMatch(/^It is outside the hours chosen for sending until 06:00, and the station is not r/);
  expect(outside.inTerminal).toMatch(/landfall start; .* network.week=always/);
  // Whatever the run waited for when its station ended, it is the hours that keep it now; and when they have begun, it is not.
  expect(stopped({ run: running(), closedUntilMs }).reason).toBe("window");
  expect(stopped({ run: paused(["window"]) }).reason).toBe("stopped");
});

test("at a terminal it names the command", () => {
  const inTerminal = (facts: Partial<WhyFacts>) => why({ ...ready, ...facts }).inTerminal;
  const scheduled = { atMs: at(6).getTime(), kind: "sync" as const };
  expect(inTerminal({ scheduled })).toBe(`Send them: landfall sync ${manifest}; the next scheduled sync is at 06:00`);
  expect(inTerminal({ run: paused(["user"]) })).toBe(`Go on: landfall sync ${manifest}`);
  expect(inTerminal({ run: paused(["budget"]) })).toBe(`Continue with another 500 MB: landfall sync ${manifest}`);
  expect(inTerminal({ run: running({ settled: true }) })).toBe(`Try now: landfall retry ${manifest}`);
  expect(inTerminal({ needsPerson: 1 })).toContain(`landfall retry ${manifest}`);
  expect(inTerminal({ questions: 1 })).toContain(`landfall plan ${manifest}`);
  expect(inTerminal({ approved: 0, due: 0, toReview: 1 })).toContain(`landfall review ${manifest}`);
  expect(inTerminal({ hub: "notConnected", key: "none" })).toContain("landfall connect --hub URL --key KEY");
  expect(ofStation([]).inTerminal).toContain("landfall scan");
});

test("the station as a whole moves where one moves, else says what a person must know first", () => {
  const one = (facts: Partial<WhyFacts>) => why({ ...ready, ...facts });
  const moving = one({ run: running() });
  const waits = one({ run: paused(["queue"]), ahead: "A" });
  const delivered = one({ due: 0 });
  expect(ofStation([delivered, waits, moving]).reason).toBe("moving");
  expect(ofStation([delivered, waits]).reason).toBe("queue");
  expect(ofStation([delivered, one({})]).reason).toBe("ready");
  expect(ofStation([delivered])).toEqual(delivered);
  expect(ofStation([]).whatWouldStartIt).toBe("Scan a folder.");
});

test("times are of today, tomorrow, or a day, in the machine's zone", () => {
  const zone = "America/Vancouver";
  const now = Date.parse("2024-07-15T22:00:00-07:00");
  const words = (text: string) => clockWords(Date.parse(text), now, zone);
  expect(words("2024-07-15T23:30:00-07:00")).toBe("at 23:30");
  expect(words("2024-07-15T22:00:12-07:00")).toBe("at 22:00:12");
  expect(words("2024-07-16T06:00:00-07:00")).toBe("tomorrow at 06:00");
  expect(words("2024-07-20T02:00:00-07:00")).toBe("on 20 Jul at 02:00");
});
