/** What the tracks of a season say of a camera's clock. */
import { describe, expect, test } from "vitest";
import { camerasOf, type GroupInput, groupWithSources, type Track } from "../../src/index.ts";
import { photo } from "../support/photo.ts";

const hourMs = 3_600_000;
const zone = "America/Vancouver";
/** From 8 to 16 o'clock in summer time, a point a minute, northwards. */
const startMs = (day: number) => Date.parse(`2024-07-${day}T15:00:00Z`);
const minutes = Array.from({ length: 481 }, (_, minute) => minute);
const latitudeAt = (minute: number) => 48.5 + minute * 0.001;

const trackOf = (days: readonly number[], skip: (minute: number) => boolean = () => false): Track => {
  const points = days.flatMap((day) => minutes.filter((minute) => !skip(minute)).map((minute) => ({ day, minute })));
  return {
    path: "/data/boat.gpx",
    name: "boat.gpx",
    ms: Float64Array.from(points, ({ day, minute }) => startMs(day) + minute * 60_000),
    latitudes: Float64Array.from(points, ({ minute }) => latitudeAt(minute)),
    longitudes: Float64Array.from(points, () => -123.1),
  };
};

interface Shots {
  readonly days?: readonly number[];
  /** By how many hours the clock is ahead. */
  readonly ahead?: number;
  readonly places?: boolean;
}

/** Twelve photographs a day, all while the track is recorded. */
const shots = ({ days = [15, 16], ahead = 0, places = false }: Shots = {}): GroupInput[] =>
  days.flatMap((day) =>
    Array.from({ length: 12 }, (_, index) => {
      const minute = 5 + index * 40;
      const at = new Date(startMs(day) + minute * 60_000 + (ahead - 7) * hourMs).toISOString().slice(0, 19);
      const gps = places ? { gps: [latitudeAt(minute), -123.1] as const } : {};
      return photo(`2024-07-${day}_Haro Strait/BW/${index}.JPG`, { at, model: "NIKON D500", serial: "1", ...gps });
    }),
  );

const said = (files: readonly GroupInput[], tracks: readonly Track[], timezone: string | null = zone) =>
  camerasOf(files, ["/data"], { tracks, zoneOf: () => timezone ?? undefined })[0]?.track ?? null;

describe("a clock that is whole hours off", () => {
  test("shows by photographs that were taken while no track was recorded", () => {
    expect(said(shots({ ahead: -1 }), [trackOf([15, 16])])).toEqual({
      images: 24,
      beside: 4,
      points: [{ shown: "2024-07-15T07:05:00", actual: "2024-07-15T08:05:00" }],
    });
    expect(said(shots({ ahead: 9 }), [trackOf([15, 16])])).toMatchObject({
      points: [{ shown: "2024-07-15T17:05:00", actual: "2024-07-15T08:05:00" }],
    });
  });

  test("shows by positions of their own, over a pause of the recorder too", () => {
    const paused = trackOf([15], (minute) => minute > 180 && minute < 240);
    expect(said(shots({ days: [15], ahead: 1, places: true }), [paused])).toMatchObject({
      images: 12,
      beside: 12,
      points: [{ shown: "2024-07-15T09:05:00", actual: "2024-07-15T08:05:00" }],
    });
    expect(said(shots({ days: [15], places: true }), [paused])).toBeNull();
  });

  test("is not called so where the photographs lie on the tracks, where another hour is no better, or where the zone is unknown", () => {
    expect(said(shots(), [trackOf([15, 16])])).toBeNull();
    expect(said(shots({ ahead: 1 }), [])).toBeNull();
    expect(said(shots({ days: [15, 16, 17, 18], ahead: -1 }).slice(0, 9), [trackOf([15, 16])])).toBeNull();
    const early = (minute: number) => minute < 240;
    expect(said(shots(), [trackOf([15], early), trackOf([16], (minute) => !early(minute))])).toBeNull();
    expect(said(shots({ ahead: -1 }), [trackOf([15, 16])], null)).toBeNull();
  });
});

test("its encounters warn until the clock is corrected", () => {
  const tracks = [trackOf([15, 16])];
  const files = shots({ ahead: -1 });
  const findingsBy = (clocks: Parameters<typeof groupWithSources>[1]["clocks"] = []) =>
    groupWithSources(files, { roots: ["/data"], tracks, timezone: zone, clocks }).encounters.map(({ findings }) =>
      findings.includes("CLOCK_BESIDE_TRACK"),
    );
  expect(findingsBy()).toEqual([true, true]);
  const points = said(files, tracks)?.points ?? [];
  const camera = { make: null, model: "NIKON D500", serial: "1", folder: null };
  expect(findingsBy([{ camera, from: null, to: null, points }])).toEqual([false, false]);
});
