import { expect, test } from "vitest";
import { type HubStatus, type KeyStatus, type PopulationCard, type RunView, stationProblems } from "../src/index.ts";

const hub: HubStatus = {
  state: "reachable",
  url: "https://hub.example.org",
  version: "1",
  latencyMs: 4,
  clockAheadMs: null,
  checkedAt: null,
  detail: null,
};
const key: KeyStatus = { state: "ready", name: "field laptop" };
const population = (over: object, run: Partial<RunView> | null = null): PopulationCard =>
  ({ name: "Orcas", gate: "open", manifests: [{ id: "m", imagesDue: 3, run }], ...over }) as unknown as PopulationCard;
const codes = (of: Parameters<typeof stationProblems>[0]) =>
  stationProblems(of).map(({ code, remedy }) => [code, remedy]);

test("a station in order has no problem, and one without network has none that a person could mend", () => {
  expect(stationProblems({ hub, key, populations: [population({})] })).toEqual([]);
  expect(
    stationProblems({ hub: { ...hub, state: "offline" }, key: { ...key, state: "unknown" }, populations: [] }),
  ).toEqual([]);
});

test("a refused key, another service, and clocks that differ are said with what to do", () => {
  expect(codes({ hub, key: { ...key, state: "invalid" }, populations: [] })).toEqual([["KEY_INVALID", "connect"]]);
  expect(stationProblems({ hub, key: { ...key, state: "none" }, populations: [] })).toMatchObject([
    { code: "KEY_MISSING", message: "This station has no key for the hub.", hint: expect.stringContaining("project") },
  ]);
  expect(codes({ hub: { ...hub, state: "notTheHub" }, key, populations: [] })).toEqual([
    ["NOT_THE_HUB", "checkConnection"],
  ]);
  for (const [clockAheadMs, words] of [
    [20 * 60_000, "This machine's clock is 20 min behind the hub's."],
    [-20 * 60_000, "This machine's clock is 20 min ahead of the hub's."],
    [3 * 3_600_000, "This machine's clock is 3 h behind the hub's."],
  ] as const)
    expect(stationProblems({ hub: { ...hub, clockAheadMs }, key, populations: [] })).toMatchObject([
      { code: "CLOCK_DIFFERS", detail: words, hint: expect.stringContaining("time") },
    ]);
});

test("what several runs wait for is said once", () => {
  const paused = (code: "DISK_FULL" | "KEY_INVALID" | "HUB_OFFLINE") =>
    ({ state: "paused", error: { code, detail: null } }) as const;
  const waiting = [population({}, paused("KEY_INVALID")), population({ name: "Seals" }, paused("KEY_INVALID"))];
  expect(codes({ hub, key, populations: waiting })).toEqual([["KEY_INVALID", "connect"]]);
  expect(codes({ hub, key, populations: [population({}, paused("DISK_FULL"))] })).toEqual([["DISK_FULL", "tryAgain"]]);
  expect(codes({ hub, key, populations: [population({}, paused("HUB_OFFLINE"))] })).toEqual([]);
  expect(codes({ hub, key, populations: [population({ gate: "closed" })] })).toEqual([
    ["POPULATION_CLOSED", "checkConnection"],
  ]);
  const done = population({ gate: "closed", manifests: [{ id: "m", imagesDue: 0, run: null }] });
  expect(codes({ hub, key, populations: [done] })).toEqual([]);
});
