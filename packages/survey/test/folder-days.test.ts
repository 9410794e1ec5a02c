/** A folder that is called one encounter, and holds photographs of several days. */
import { expect, test } from "vitest";
import { type GroupOptions, groupFiles } from "../src/index.ts";
import { type Photo, photo } from "./support/photo.ts";

/** What is said of each encounter, by its day. */
const said = (photos: Readonly<Record<string, string | Photo>>, options: Partial<GroupOptions> = {}) =>
  groupFiles(
    Object.entries(photos).map(([path, more]) => photo(path, typeof more === "string" ? { at: more } : more)),
    { roots: ["/photos"], ...options },
  ).map(({ values, findings, details }) => [
    values.eventDate,
    findings.includes("FOLDER_SPANS_DAYS"),
    details?.FOLDER_SPANS_DAYS ?? null,
  ]);

test("each of its encounters names the folder and its days", () => {
  const detail = "“Enc 3”: 2024-07-15 (2 images), 2024-07-18 (1 image)";
  expect(
    said({
      "Haro Strait/Enc 3/card 1/a.jpg": "2024-07-15T10:00:00",
      "Haro Strait/Enc 3/card 1/b.jpg": "2024-07-15T10:01:00",
      "Haro Strait/Enc 3/card 2/c.jpg": "2024-07-18T10:00:00",
      "Haro Strait/Enc 4/d.jpg": "2024-07-18T15:00:00",
    }),
  ).toEqual([
    ["2024-07-15", true, detail],
    ["2024-07-18", true, detail],
    ["2024-07-18", false, null],
  ]);
});

test("so does one that names a single day, also the day beside it", () => {
  const detail = "“2024-07-15_Haro Strait”: 2024-07-15 (1 image), 2024-07-16 (1 image)";
  expect(
    said({
      "2024-07-15_Haro Strait/a.jpg": "2024-07-15T10:00:00",
      "2024-07-15_Haro Strait/RAW/b.jpg": "2024-07-16T14:00:00",
    }),
  ).toEqual([
    ["2024-07-15", true, detail],
    ["2024-07-16", true, detail],
  ]);
});

test.each([
  ["a night without a pause", { "2024-07-15/a.jpg": "2024-07-15T23:30:00", "2024-07-15/b.jpg": "2024-07-16T00:40:00" }],
  ["a night with one", { "2024-07-15/a.jpg": "2024-07-15T19:00:00", "2024-07-15/b.jpg": "2024-07-16T04:40:00" }],
  [
    "days that it names",
    { "2024-07-15_16/a.jpg": "2024-07-15T10:00:00", "2024-07-15_16/b.jpg": "2024-07-16T14:00:00" },
  ],
  [
    "a month",
    { "2024-07 Haro Strait/a.jpg": "2024-07-15T10:00:00", "2024-07 Haro Strait/b.jpg": "2024-07-20T10:00:00" },
  ],
  ["an area", { "Haro Strait/a.jpg": "2024-07-15T10:00:00", "Haro Strait/b.jpg": "2024-07-20T10:00:00" }],
  [
    "the date of a later change",
    {
      "2024-07-15/a.jpg": "2024-07-15T10:00:00",
      "2024-07-15/b.jpg": { at: "2024-08-20T10:00:00", stated: { timeSource: "ModifyDate" } } as Photo,
    },
  ],
])("%s is no matter", (_, photos) => {
  expect(said(photos).every(([, isSaid]) => !isSaid)).toBe(true);
});

test("a corrected clock takes it back, and a pattern that says what a folder is makes it known", () => {
  const camera = { make: null, model: "X", serial: "7", folder: null };
  const photos = {
    "2024-07-15 Enc 2/a.jpg": "2024-07-15T10:00:00",
    "2024-07-15 Enc 2/b.jpg": { at: "2021-01-01T00:30:00", model: "X", serial: "7" },
  };
  const points = [{ shown: "2021-01-01T00:00:00", actual: "2024-07-15T09:45:00" }];
  expect(said(photos)).toHaveLength(2);
  expect(said(photos)[0]?.[1]).toBe(true);
  expect(said(photos, { clocks: [{ camera, from: null, to: null, points }] })).toEqual([["2024-07-15", false, null]]);
});
