import { expect, test } from "vitest";
import { clockRangeText, clockText, evidenceText } from "../src/index.ts";

const at = (shown: string, actual: string) => ({ shown: `2024-07-${shown}`, actual: `2024-07-${actual}` });

test("a clock that is wrong all the time is said as a person would, with the day said once", () => {
  const points = [at("15T10:00:03", "15T13:02:03")];
  expect(clockText(points)).toBe("3 h 2 min behind");
  expect(evidenceText(points)).toBe("it showed 15 Jul 2024 10:00:03 when it was 13:02:03");
  expect(clockText([at("15T00:30:00", "14T23:30:00")])).toBe("1 h ahead");
  expect(evidenceText([at("15T00:30:00", "14T23:30:00")])).toBe(
    "it showed 15 Jul 2024 00:30:00 when it was 14 Jul 2024 23:30:00",
  );
});

test("a clock that drifts is said with its seconds a day, and one that keeps its pace without", () => {
  const first = at("15T10:00:00", "15T13:00:00");
  expect(clockText([first, at("20T10:00:00", "20T13:02:00")])).toBe(
    "3 h behind, later 3 h 2 min behind: it loses 24 s a day",
  );
  expect(clockText([first, at("25T10:00:00", "25T12:59:30")])).toBe(
    "3 h behind, later 2 h 59 min 30 s behind: it gains 3.0 s a day",
  );
  expect(clockText([first, at("20T10:00:00", "20T13:00:00")])).toBe("3 h behind");
  expect(evidenceText([first, at("20T10:00:00", "20T13:02:00")])).toBe(
    "it showed 15 Jul 2024 10:00:00 when it was 13:00:00, and 20 Jul 2024 10:00:00 when it was 13:02:00",
  );
});

test("the photographs of a correction are named by the camera's own clock", () => {
  expect(clockRangeText({ from: null, to: null })).toBe("all its photographs");
  expect(clockRangeText({ from: "2024-07-01", to: null })).toBe("its photographs from 1 Jul 2024 by its own clock");
  expect(clockRangeText({ from: "2024-07-01", to: "2024-07-05T12:00:00" })).toBe(
    "its photographs from 1 Jul 2024 until 5 Jul 2024 12:00:00 by its own clock",
  );
});
