import { expect, test } from "vitest";
import { ClockRequest } from "../src/index.ts";

const camera = { make: null, model: "X", serial: "1", folder: null };
const moment = (day: string) => ({ shown: `${day}T07:32:00`, actual: `${day}T08:32:00` });
const refusal = (from: string | null, to: string | null, ...days: string[]) =>
  ClockRequest.safeParse({ camera, from, to, points: days.map(moment) }).error?.issues.map(({ path, message }) => [
    path.join("."),
    message,
  ]);

test("a moment that does not lie within the dates of its own correction is refused", () => {
  expect(refusal("2023-07-01", "2023-12-31", "2022-07-05")).toEqual([
    [
      "points",
      "the moment that the camera showed, 2022-07-05T07:32:00, does not lie within the dates from and to; these are by the camera's clock too, not by the true time",
    ],
  ]);
  expect(refusal("2022-07-05T07:32:01", null, "2022-07-05")).toHaveLength(1);
  expect(refusal(null, "2022-07-04", "2022-07-05")).toHaveLength(1);
  expect(refusal("2022-07-05", "2022-07-05", "2022-07-05")).toBeUndefined();
  expect(refusal(null, "2022-07-05T07:32:00", "2022-07-05")).toBeUndefined();
});

test("of a clock that drifts the dates may lie between its two moments, and not beside both", () => {
  expect(refusal("2022-07-10", "2022-07-20", "2022-07-05", "2022-08-05")).toBeUndefined();
  expect(refusal("2022-08-10", null, "2022-07-05", "2022-08-05")).toHaveLength(1);
  expect(refusal(null, "2022-07-01", "2022-07-05", "2022-08-05")).toHaveLength(1);
});

test("a clock that would drift by more than a quarter of an hour a day is refused", () => {
  const drifting = (seconds: number) =>
    ClockRequest.safeParse({
      camera,
      points: [
        { shown: "2022-07-05T07:00:00", actual: "2022-07-05T08:00:00" },
        {
          shown: "2022-07-06T07:00:00",
          actual: new Date(Date.UTC(2022, 6, 6, 8, 0, seconds)).toISOString().slice(0, 19),
        },
      ],
    }).error?.issues.map(({ message }) => message);
  expect(drifting(864)).toBeUndefined();
  expect(drifting(-864)).toBeUndefined();
  expect(drifting(865)).toEqual([expect.stringContaining("more than a quarter of an hour a day")]);
  expect(drifting(-865)).toHaveLength(1);
});
