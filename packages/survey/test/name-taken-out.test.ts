import { expect, test } from "vitest";
import { isNameTakenOut } from "../src/group/name-taken-out.ts";

const isTakenOut = (before: string, now: string, name = "Bill Wood") =>
  isNameTakenOut({ root: 0, path: before }, { root: 0, path: now }, name);

test.each([
  ["2025-07-15_Haro Strait_Bill Wood/a.jpg", "2025-07-15_Haro Strait/a.jpg"],
  ["2025-07-15_Bill Wood_Haro Strait/a.jpg", "2025-07-15_Haro Strait/a.jpg"],
  ["2025-07-15_Haro Strait_Bill Wood/a.jpg", "2025-07-15_Haro Strait_?/a.jpg"],
  ["2025/2025-07-15 bill wood/a.jpg", "2025/2025-07-15/a.jpg"],
  ["2025-07-15/a Bill_Wood.jpg", "2025-07-15/a.jpg"],
  ["2025-07-15 Bill Wood/a Bill Wood.jpg", "2025-07-15/a.jpg"],
  ["2025-07-15/Bill Wood/a.jpg", "2025-07-15/unknown/a.jpg"],
])("%s is %s with a name", (before, now) => {
  expect(isTakenOut(before, now)).toBe(true);
});

test.each([
  ["2025-07-15_Haro Strait_Bill Wood/a.jpg", "sorted later/a.jpg"],
  ["2025-07-15_Haro Strait_Bill Wood/a.jpg", "2025-07-15/a.jpg"],
  ["2025-07-15/Bill Wood/a.jpg", "2025-07-15/sorted/a.jpg"],
  ["2025-07-15/Bill Wood/a.jpg", "2025-07-15/a.jpg"],
  ["2025-07-15_Bill Wood/a.jpg", "2025-07-15/b.jpg"],
  ["2025-07-15/a.jpg", "2025-07-15/a.jpg"],
])("%s and %s are two places", (before, now) => {
  expect(isTakenOut(before, now)).toBe(false);
});
