import { type Camera, type ClockPoint, ClockRequest, shiftText } from "@landfall/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correctedTime } from "../src/group/clocks.ts";
import { type ClockRule, camerasOf, clockEffect, type GroupInput, groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const roots = ["/data/season"];
const canon: Camera = { make: null, model: "Canon EOS R6", serial: "0123", folder: null };
const behind: ClockPoint = { shown: "2024-07-15T20:30:00", actual: "2024-07-16T05:32:05" };
const rule = (more: Partial<ClockRule> = {}): ClockRule => ({
  camera: canon,
  from: null,
  to: null,
  points: [behind],
  ...more,
});
const ofCanon = (path: string, at: string | null, stated = {}) =>
  photo(path, { at, model: "Canon EOS R6", serial: "0123", stated });
const times = (files: readonly GroupInput[], clocks: readonly ClockRule[], timezone?: string) =>
  groupFiles(files, { roots, clocks, ...(timezone && { timezone }) }).flatMap(({ images }) =>
    images.map(({ capturedAt }) => capturedAt),
  );

describe("the time of a clock that was wrong", () => {
  test("after one moment it is as wrong all the time, and digits below the second stay as they were written", () => {
    expect(correctedTime("2024-07-15T20:30:00.120", [behind])).toBe("2024-07-16T05:32:05.120");
    expect(correctedTime("2024-12-31T23:59:59", [behind])).toBe("2025-01-01T09:02:04");
    expect(shiftText(9 * 3_600_000 + 125_000)).toBe("+9 h 2 min 5 s");
    expect(shiftText(-90_000)).toBe("−1 min 30 s");
  });

  test("after two it drifts, before, between and behind them", () => {
    const drift: ClockPoint[] = [
      { shown: "2024-07-01T00:00:00", actual: "2024-07-01T00:00:00" },
      { shown: "2024-07-11T00:00:00", actual: "2024-07-11T00:00:50" },
    ];
    expect(correctedTime("2024-07-03T00:00:00", drift)).toBe("2024-07-03T00:00:10");
    expect(correctedTime("2024-07-15T00:00:00", drift)).toBe("2024-07-15T00:01:10");
    expect(correctedTime("2024-06-29T00:00:00", drift)).toBe("2024-06-28T23:59:50");
  });

  test("what was taken later stays later, or becomes of the same millisecond", () => {
    const second = fc.integer({ min: 0, max: 40 * 86_400 });
    const percent = fc.double({ min: -1, max: 1, noNaN: true });
    const ms = fc.integer({ min: 0, max: 999 });
    const local = (seconds: number, digits = "") =>
      new Date(Date.UTC(2024, 5, 1) + seconds * 1000).toISOString().slice(0, 19) + digits;
    fc.assert(
      // Every drift that a request may state: up to a hundredth of the time that passed.
      fc.property(second, second, second, percent, ms, second, (a, b, shift, drift, ms, between) => {
        const [first, last] = a < b ? [a, b] : [b, a];
        const points = [
          { shown: local(first), actual: local(first + shift) },
          { shown: local(last), actual: local(last + shift + Math.trunc(((last - first) * drift) / 100)) },
        ];
        fc.pre(ClockRequest.safeParse({ camera: canon, points }).success);
        const digits = (value: number) => `.${String(value).padStart(3, "0")}`;
        const one = correctedTime(local(between, digits(ms)), points);
        const next = correctedTime(local(between + 1, digits(0)), points);
        expect(one <= next).toBe(true);
      }),
    );
  });
});

describe("grouping with corrected clocks", () => {
  test("day and time follow; the raw text tells what was done; other cameras and other dates stay", () => {
    const files = [
      ofCanon("a.jpg", "2024-07-15T20:30:00"),
      ofCanon("b.jpg", "2024-06-01T12:00:00"),
      photo("c.jpg", { at: "2024-07-15T20:30:00", model: "Canon EOS R6", serial: "9999" }),
    ];
    const encounters = groupFiles(files, { roots, clocks: [rule({ from: "2024-07-15", to: "2024-07-15" })] });
    expect(encounters.map(({ values, firstAt }) => [values.eventDate, firstAt])).toEqual([
      ["2024-06-01", "2024-06-01T12:00:00"],
      ["2024-07-15", "2024-07-15T20:30:00"],
      ["2024-07-16", "2024-07-16T05:32:05"],
    ]);
    expect(encounters[2]?.provenance.eventDate?.raw).toBe("2024-07-15T20:30:00, clock +9 h 2 min 5 s");
    expect(encounters[2]?.images[0]?.findings).toEqual(["CLOCK_CORRECTED"]);
    expect(encounters[0]?.images[0]?.findings).toEqual([]);
  });

  test("a clock that had not been set gives a date once its true time is known", () => {
    const reset = ofCanon("a.jpg", null, { shownTime: "2000-01-01T00:40:00" });
    const files = [{ ...reset, findings: ["DATE_CAMERA_RESET" as const] }];
    const points = [{ shown: "2000-01-01T00:10:00", actual: "2024-07-15T10:00:00" }];
    expect(groupFiles(files, { roots })[0]?.values.eventDate).toBeNull();
    const [encounter] = groupFiles(files, { roots, clocks: [rule({ points })] });
    expect([encounter?.values.eventDate, encounter?.firstAt]).toEqual(["2024-07-15", "2024-07-15T10:30:00"]);
    expect(encounter?.images[0]?.findings).toEqual(["CLOCK_CORRECTED"]);
  });

  describe("a clock that began again in 2000", () => {
    const points = [{ shown: "2000-01-03T00:10:00", actual: "2024-07-15T10:00:00" }];
    const files = [
      ofCanon("reset.jpg", "2000-01-05T09:00:00"),
      ofCanon("a year on.jpg", "2001-03-05T09:00:00"),
      ofCanon("corrected in the file.jpg", "2024-07-17T18:50:00"),
      ofCanon("from before.jpg", "2019-07-17T18:50:00"),
    ];
    const found = (clocks: readonly ClockRule[]) =>
      groupFiles(files, { roots, clocks })
        .flatMap(({ images }) => images)
        .map(({ fileName, capturedAt, findings }) => [fileName, capturedAt?.slice(0, 10), ...findings])
        .sort();

    test("is corrected; what has another date by now, or had it before, stays and is marked", () => {
      expect(found([rule({ points })])).toEqual([
        ["a year on.jpg", "2025-09-15", "CLOCK_CORRECTED"],
        ["corrected in the file.jpg", "2024-07-17", "CLOCK_APART"],
        ["from before.jpg", "2019-07-17", "CLOCK_APART"],
        ["reset.jpg", "2024-07-17", "CLOCK_CORRECTED"],
      ]);
      expect(clockEffect(files, roots, rule({ points }))).toMatchObject({ images: 2, apart: 2 });
    });

    test("by dates that a person states, those alone are corrected, and nothing is left to be asked", () => {
      expect(found([rule({ points, from: "2000-01-01", to: "2000-12-31" })])).toEqual([
        ["a year on.jpg", "2001-03-05"],
        ["corrected in the file.jpg", "2024-07-17"],
        ["from before.jpg", "2019-07-17"],
        ["reset.jpg", "2024-07-17", "CLOCK_CORRECTED"],
      ]);
    });

    test("an end that is open asks for what lies beyond it alone", () => {
      const codes = found([rule({ points, from: "2000-01-01" })]).map(([name, , code]) => [name, code]);
      expect(codes).toContainEqual(["corrected in the file.jpg", "CLOCK_APART"]);
      const early = [ofCanon("1980.jpg", "1980-02-01T00:00:00")];
      expect(
        groupFiles(early, { roots, clocks: [rule({ points, from: "1970-01-01" })] })[0]?.images[0]?.findings,
      ).toEqual(["CLOCK_CORRECTED"]);
    });

    test("a clock that is hours off may have been so for many years", () => {
      const old = [ofCanon("a.jpg", "2004-07-15T09:00:00")];
      expect(times(old, [rule()])).toEqual(["2004-07-15T18:02:05"]);
    });
  });

  test("the zone that a clock was set to is not the place's when it was hours off, and is when it was seconds off", () => {
    const stated = { offset: "+02:00", offsetSource: "stated" as const };
    const files = [ofCanon("a.jpg", "2024-07-15T20:30:00", stated)];
    expect(times(files, [rule()])).toEqual(["2024-07-16T05:32:05"]);
    expect(times(files, [rule()], "Pacific/Auckland")).toEqual(["2024-07-16T05:32:05+12:00"]);
    const seconds = rule({ points: [{ shown: "2024-07-15T20:30:00", actual: "2024-07-15T20:30:20" }] });
    expect(times(files, [seconds])).toEqual(["2024-07-15T20:30:20+02:00"]);
    const withGps = [ofCanon("a.jpg", "2024-07-15T20:30:00", { ...stated, gpsTime: "2024-07-15T17:32:00.000Z" })];
    expect(times(withGps, [rule()])).toEqual(["2024-07-16T05:32:05+12:00"]);
    // A fix of days ago tells no zone.
    const stale = [ofCanon("a.jpg", "2024-07-15T20:30:00", { ...stated, gpsTime: "2024-07-12T17:32:00.000Z" })];
    expect(times(stale, [rule()])).toEqual(["2024-07-16T05:32:05"]);
  });

  test("without a serial number it is the model in a folder, the inner folder before the outer; nothing without a time of day", () => {
    const at = "2024-07-15T10:00:00";
    const files = ["BW/1.jpg", "BW/cards/2.jpg", "BWX/3.jpg"].map((path) => photo(path, { at, model: "D850" }));
    const inFolder = (folder: string, actual: string) =>
      rule({
        camera: { make: null, model: "D850", serial: null, folder },
        points: [{ shown: at, actual }],
      });
    const clocks = [
      inFolder("/data/season/BW/cards", "2024-07-15T12:00:00"),
      inFolder("/data/season/BW", "2024-07-15T11:00:00"),
    ];
    expect(times(files, clocks).sort()).toEqual([at, "2024-07-15T11:00:00", "2024-07-15T12:00:00"]);
    const dayOnly = photo("BW/4.jpg", { at: "2024-07-15", model: "D850" });
    expect(times([dayOnly], clocks)).toEqual(["2024-07-15"]);
  });

  test("a date that a program wrote into the file is not the camera's", () => {
    const files = [ofCanon("a.jpg", "2024-07-15T20:30:00", { timeSource: "xmp:CreateDate" })];
    expect(times(files, [rule()])).toEqual(["2024-07-15T20:30:00"]);
  });
});

test("what a correction does is told before it is made", () => {
  const files = [
    ofCanon("days/b.jpg", "2024-07-15T20:30:00"),
    ofCanon("days/a.jpg", "2024-07-15T09:00:00"),
    photo("c.jpg", { at: "2024-07-15T09:00:00", model: "D850" }),
  ];
  expect(clockEffect(files, roots, rule())).toEqual({
    images: 2,
    otherDay: 1,
    apart: 0,
    examples: [
      { fileName: "a.jpg", shown: "2024-07-15T09:00:00", actual: "2024-07-15T18:02:05" },
      { fileName: "b.jpg", shown: "2024-07-15T20:30:00", actual: "2024-07-16T05:32:05" },
    ],
  });
});

describe("the cameras of a season", () => {
  test("bodies are told apart by serial number, else by model and root, with the times that they showed", () => {
    const files = [
      ofCanon("1.jpg", "2024-07-15T10:00:00"),
      ofCanon("2.jpg", null, { shownTime: "2000-01-01T00:10:00" }),
      photo("3.jpg", { at: "2024-07-16T10:00:00", model: "D850" }),
      photo("4.jpg", { at: "2024-07-16T10:00:00" }),
    ];
    expect(camerasOf(files, roots)).toEqual([
      {
        camera: canon,
        images: 2,
        firstAt: "2000-01-01T00:10:00",
        lastAt: "2024-07-15T10:00:00",
        gps: null,
        track: null,
      },
      {
        camera: { make: null, model: "D850", serial: null, folder: "/data/season" },
        images: 1,
        firstAt: "2024-07-16T10:00:00",
        lastAt: "2024-07-16T10:00:00",
        gps: null,
        track: null,
      },
    ]);
  });

  test("the time of its GPS tells by how much a clock is off, beside any zone and whatever a stale fix says", () => {
    const at = (minute: number, fix: number) =>
      ofCanon(`${minute}.jpg`, `2024-07-15T10:${String(minute).padStart(2, "0")}:00`, {
        gpsTime: new Date(Date.UTC(2024, 6, 15, 17, minute + fix)).toISOString(),
      });
    const files = [at(1, 4), at(2, 4), at(3, 4), at(4, -2), at(5, 4)];
    expect(camerasOf(files, roots)[0]?.gps).toEqual({
      images: 5,
      points: [expect.objectContaining({ shown: expect.any(String) })],
    });
    const [point] = camerasOf(files, roots)[0]?.gps?.points ?? [];
    expect(Date.parse(`${point?.actual}Z`) - Date.parse(`${point?.shown}Z`)).toBe(4 * 60_000);
    expect(camerasOf([at(1, 0), at(2, 0)], roots)[0]?.gps).toBeNull();
    // No zone is a quarter of an hour beside this one: the clock is.
    const [quarter] = camerasOf([at(1, 15), at(2, 15)], roots)[0]?.gps?.points ?? [];
    expect(Date.parse(`${quarter?.actual}Z`) - Date.parse(`${quarter?.shown}Z`)).toBe(15 * 60_000);
    expect(camerasOf([at(1, 3 * 24 * 60), at(2, 3 * 24 * 60)], roots)[0]?.gps).toBeNull();
  });

  test("a clock that drifts over the season gives two moments", () => {
    const files = Array.from({ length: 40 }, (_, day) => {
      const shown = Date.UTC(2024, 5, 1 + day, 10);
      const gpsTime = new Date(shown + day * 10_000).toISOString();
      return ofCanon(`${day}.jpg`, new Date(shown).toISOString().slice(0, 19), { gpsTime });
    });
    const points = camerasOf(files, roots)[0]?.gps?.points ?? [];
    expect(points).toHaveLength(2);
    expect(correctedTime("2024-06-21T10:00:00", points)).toBe("2024-06-21T10:03:20");
  });

  test("a clock that was set in between gives none: no line through both is right", () => {
    const files = Array.from({ length: 10 }, (_, day) => {
      const shown = Date.UTC(2024, 5, 1 + day, 10);
      const gpsTime = new Date(shown + (day < 5 ? 0 : 9 * 3_600_000)).toISOString();
      return ofCanon(`${day}.jpg`, new Date(shown).toISOString().slice(0, 19), { gpsTime });
    });
    expect(camerasOf(files, roots)[0]?.gps).toBeNull();
  });
});
