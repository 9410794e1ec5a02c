import { defaultSettings } from "@landfall/protocol";
import { expect, test } from "vitest";
import { decideOpportunistic, type OpportunisticFacts } from "../../src/station/opportunistic.ts";

const now = Date.UTC(2024, 6, 15, 12);
const minute = 60_000;
const on = { ...defaultSettings.opportunistic, on: true };
/** A link that was looked at and measured just now, and something to send. */
const ready: OpportunisticFacts = {
  sendable: 12,
  isAtWork: false,
  hub: "reachable",
  measured: { bitsPerSecond: 300_000, atMs: now },
  startedMs: null,
  lookedMs: now,
};

test.each<[string, Partial<OpportunisticFacts>, object]>([
  ["a link that is fast enough starts a sync", {}, { do: "start" }],
  ["at the least rate exactly, too", { measured: { bitsPerSecond: 256_000, atMs: now } }, { do: "start" }],
  [
    "a slow link waits for the next look",
    { measured: { bitsPerSecond: 255_999, atMs: now } },
    { do: "nothing", why: "slow", untilMs: now + minute },
  ],
  [
    "what a clock that was ahead says it did later than now holds nothing up",
    { startedMs: now + 9e9 },
    { do: "start" },
  ],
  ["nor where it looked then", { lookedMs: now + 9e9 }, { do: "look" }],
  [
    "nothing to send asks nobody",
    { sendable: 0, lookedMs: null },
    { do: "nothing", why: "nothingToSend", untilMs: null },
  ],
  ["a run at work asks nobody", { isAtWork: true, lookedMs: null }, { do: "nothing", why: "atWork", untilMs: null }],
  ["the first look is at once", { lookedMs: null, measured: null, hub: "offline" }, { do: "look" }],
  [
    "a look a moment ago is not repeated before its time",
    { lookedMs: now - 59_000 },
    { do: "nothing", why: "early", untilMs: now + 1_000 },
  ],
  ["a look a minute ago is", { lookedMs: now - minute }, { do: "look" }],
  [
    "a hub that is not there is not measured",
    { hub: "offline", measured: null },
    { do: "nothing", why: "unreachable", untilMs: now + minute },
  ],
  ["a hub that is there is measured on a real body", { measured: null }, { do: "measure" }],
  ["an old measurement says nothing", { measured: { bitsPerSecond: 9e9, atMs: now - minute } }, { do: "measure" }],
  [
    "after a sync that it started it waits half an hour",
    { startedMs: now - 29 * minute },
    { do: "nothing", why: "coolDown", untilMs: now + minute },
  ],
  ["and no longer", { startedMs: now - 30 * minute }, { do: "start" }],
])("%s", (_, facts, decision) => {
  expect(decideOpportunistic(on, { ...ready, ...facts }, now)).toEqual(decision);
});

test("off, it does nothing, and everything is settable", () => {
  expect(decideOpportunistic(defaultSettings.opportunistic, ready, now)).toMatchObject({ why: "off" });
  const other = { on: true, everySeconds: 600, leastRate: 1_000_000, coolDownMinutes: 1 };
  expect(decideOpportunistic(other, ready, now)).toEqual({ do: "nothing", why: "slow", untilMs: now + 10 * minute });
  expect(decideOpportunistic(other, { ...ready, startedMs: now - 30_000 }, now)).toMatchObject({ why: "coolDown" });
});
