import { expect, test } from "vitest";
import { offsetAt } from "../src/group/zone-offset.ts";

test.each([
  ["2024-07-15T10:00:00.12", "America/Vancouver", "-07:00"],
  ["2024-01-15T10:00:00", "America/Vancouver", "-08:00"],
  ["2024-07-15T10:00:00", "Asia/Kolkata", "+05:30"],
  ["2024-07-15T10:00:00", "UTC", "+00:00"],
  // The hour that is there twice, and the hour that is not there at all.
  ["2024-11-03T01:30:00", "America/Vancouver", "-07:00"],
  ["2024-03-10T02:30:00", "America/Vancouver", "-07:00"],
  ["2024-03-10T01:59:59", "America/Vancouver", "-08:00"],
  ["2024-03-10T03:00:00", "America/Vancouver", "-07:00"],
])("at %s the clocks of %s were at %s", (localTime, zone, offset) => {
  expect(offsetAt(localTime, zone)).toBe(offset);
});

test("a day alone has no offset", () => {
  expect(offsetAt("2024-07-15", "America/Vancouver")).toBeNull();
});
