/** The same bytes under several paths: one image of one encounter, whatever the folders say. */
import { describe, expect, test } from "vitest";
import { type GroupInput, groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const at = "2023-07-12T09:00:00";
const roots = ["/media/A", "/media/B"];
const on = (root: number, file: GroupInput): GroupInput => ({ ...file, root });
const told = (files: readonly GroupInput[]) =>
  groupFiles(files, { roots }).map(({ values: { eventDate, locality }, images, details }) => ({
    of: [eventDate, locality, images.map(({ sha256 }) => sha256).join(" ")].join(" · "),
    ...(details?.COPY_ELSEWHERE && { copy: details.COPY_ELSEWHERE }),
  }));

describe("drives that overlap", () => {
  const taken = (second: string) => `2023-07-12T09:00:0${second}`;
  const files = [
    ...["1", "2", "3"].map((sha) => on(0, photo(`2023-07-12_Active Pass/BW/${sha}.JPG`, { at: taken(sha), sha }))),
    ...["1", "2", "4"].map((sha) => on(1, photo(`2023-07-12_Active Pass B/BW/${sha}.JPG`, { at: taken(sha), sha }))),
  ];

  test("have each photograph once, and both paths are named", () => {
    const encounters = groupFiles(files, { roots });
    expect(told(files)).toEqual([
      {
        of: "2023-07-12 · Active Pass · 1 2 3",
        copy: "“/media/A/2023-07-12_Active Pass/BW/1.JPG” and “/media/B/2023-07-12_Active Pass B/BW/1.JPG”",
      },
      { of: "2023-07-12 · Active Pass B · 4" },
    ]);
    expect(encounters[0]?.images.map(({ findings }) => findings)).toEqual([
      ["SAME_BYTES", "COPY_ELSEWHERE"],
      ["SAME_BYTES", "COPY_ELSEWHERE"],
      [],
    ]);
    expect(encounters[0]?.images.map((image) => image.files)).toEqual([[0, 3], [1, 4], [2]]);
  });

  test("make the same encounters in whatever order they were found", () => {
    expect(told(files.toReversed())).toEqual(told(files));
  });
});

test.each([
  ["a folder that says more", "2023-07-12_Active Pass/BW/1.jpg", "2023-07-12_Sidney/1.jpg", "2023-07-12 · Active Pass"],
  ["the camera's own day", "2023-07-12/1.jpg", "2023-12-01_Sidney/BW/1.jpg", "2023-07-12 · "],
])("%s places it", (_, right, wrong, expected) => {
  const files = [
    on(0, photo(wrong, { at, sha: "same" })),
    on(1, photo(right, { at, sha: "same" })),
    on(0, photo("x", { at })),
  ];
  const [encounter] = told([...files, on(1, photo("y", { at }))]).filter(({ of }) => of.includes("same"));
  expect(encounter?.of).toContain(expected);
  expect(encounter?.copy).toContain(wrong);
});

test("a day in a name comes before a year", () => {
  const files = [photo("2023/1.jpg", { sha: "same" }), photo("2022-04-03/1.jpg", { sha: "same" })];
  expect(told(files)).toMatchObject([{ of: expect.stringContaining("2022-04-03") }]);
});

test("a copy in a folder that says nothing else is no finding", () => {
  const files = [
    photo("2023-07-12_Active Pass/BW/1.jpg", { at, sha: "same" }),
    photo("BEST/1.jpg", { at, sha: "same" }),
  ];
  expect(told(files)).toEqual([{ of: "2023-07-12 · Active Pass · same" }]);
});

describe("what belongs to a photograph", () => {
  const raw = (path: string, sha: string): GroupInput => ({
    ...photo(path, { at, sha }),
    mediaType: "image/x-canon-cr3",
  });
  const sidecar = (path: string, sha: string): GroupInput => ({
    ...photo(path, { sha }),
    mediaType: "application/rdf+xml",
    metadata: null,
  });

  test("is with it, though another copy of it lies elsewhere alone", () => {
    const files = [
      raw("2023-07-12/1.cr3", "raw"),
      photo("2023-07-12/1.jpg", { at, sha: "jpeg" }),
      photo("2023-07-12_Sidney/BW/1.jpg", { at, sha: "jpeg" }),
      raw("2023-07-12_Active Pass/BW/1.cr3", "raw"),
    ];
    expect(told(files)).toMatchObject([{ of: "2023-07-12 · Active Pass · jpeg raw" }]);
  });

  test("a sidecar that says nothing is beside each photograph that has it", () => {
    const files = ["Active Pass", "Sidney"].flatMap((place) => [
      photo(`2023-07-12_${place}/1.jpg`, { at, sha: place }),
      sidecar(`2023-07-12_${place}/1.xmp`, "empty"),
    ]);
    expect(told(files).map(({ of }) => of)).toEqual([
      "2023-07-12 · Active Pass · Active Pass empty",
      "2023-07-12 · Sidney · Sidney empty",
    ]);
  });
});

describe("what was placed before", () => {
  const right = "2023-04-03_Sidney/BW/1.jpg";
  const poor = "2023-12_Sidney/1.jpg";
  const now = (files: readonly GroupInput[], isDecided = false) => {
    const known = [
      { root: 0, path: right },
      { root: 1, path: poor },
    ];
    const before = new Map([["same", [{ root: 0, path: right, key: 7, isDecided, known }]]]);
    return groupFiles(files, { roots, before }).flatMap(({ values, images }) =>
      images.filter(({ sha256 }) => sha256 === "same").map(({ placedBy }) => [values.eventDate, placedBy]),
    );
  };
  const copy = on(1, photo(poor, { sha: "same" }));

  test("stays there when its file is gone and only copies that were known are left", () => {
    expect(now([copy])).toEqual([["2023-04-03", 7]]);
  });

  test("is placed anew where it lies under a path that nobody knew", () => {
    expect(now([copy, on(0, photo("2023-04-05_Sidney/BW/1.jpg", { sha: "same" }))])).toEqual([
      ["2023-04-05", undefined],
    ]);
  });

  test("by a person's decision stays, though another folder says more", () => {
    const richer = on(1, photo("2022-01-01_Haro Strait/BW/Enc 3/1.jpg", { sha: "same" }));
    const files = [on(0, photo(right, { sha: "same" })), richer, on(0, photo("x/x.jpg")), on(1, photo("y/y.jpg"))];
    expect(now(files, true)).toEqual([["2023-04-03", undefined]]);
    expect(now(files)).toEqual([["2022-01-01", undefined]]);
  });
});
