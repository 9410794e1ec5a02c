import { suggestedSchedule } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { dueNow, nextScheduled, refuseUnreadable } from "../../src/station/schedule.ts";

const zone = "America/Vancouver";
const at = (local: string, offset = "-07:00") => Date.parse(`2024-07-15T${local}:00${offset}`);
const suggested = suggestedSchedule.map(({ cron, kind }) => ({ cron, kind }));

describe("the suggested schedule", () => {
  test.each([
    ["05:00", "06:00", "sync"],
    ["06:00", "08:00", "sync"],
    ["17:59", "18:00", "sync"],
    ["01:59", "02:00", "check"],
  ])("after %s comes %s: a %s", (now, next, kind) => {
    expect(nextScheduled(suggested, at(now), zone)).toEqual({ atMs: at(next), kind });
  });

  test("after the last of the day comes the check of the night", () => {
    expect(nextScheduled(suggested, at("18:00"), zone)).toEqual({ atMs: at("02:00") + 86_400_000, kind: "check" });
  });
});

test("nothing is due before its time, and what has passed is due once, however often it has passed", () => {
  expect(dueNow(suggested, at("06:30"), at("07:59"), zone)).toBeNull();
  expect(dueNow(suggested, at("06:30"), at("08:00"), zone)).toBe("sync");
  // Asleep from the morning to the evening: five times have passed.
  expect(dueNow(suggested, at("06:30"), at("17:00"), zone)).toBe("sync");
  expect(dueNow(suggested, at("17:00"), at("17:30"), zone)).toBeNull();
});

test("a check among the times that were missed makes it a check", () => {
  expect(dueNow(suggested, at("17:00") - 86_400_000, at("09:00"), zone)).toBe("check");
});

test("of a sync and a check at the same minute it is the check", () => {
  const both = [
    { cron: "0 2 * * *", kind: "sync" as const },
    { cron: "0 2 * * *", kind: "check" as const },
  ];
  expect(nextScheduled(both, at("01:00"), zone)?.kind).toBe("check");
});

test("times are those of the zone, over the change to winter time too", () => {
  const winter = Date.parse("2024-11-03T12:00:00-08:00");
  expect(nextScheduled([{ cron: "0 6 * * *", kind: "sync" }], winter, zone)?.atMs).toBe(
    Date.parse("2024-11-04T06:00:00-08:00"),
  );
});

test("what could never be understood is refused, and no schedule is never due", () => {
  expect(() => refuseUnreadable([{ cron: "61 * * * *", kind: "sync" }])).toThrow(
    expect.objectContaining({ code: "VALIDATION_FAILED" }),
  );
  expect(() => refuseUnreadable(suggested)).not.toThrow();
  expect([nextScheduled([], at("05:00")), dueNow([], 0, at("05:00"))]).toEqual([null, null]);
});
