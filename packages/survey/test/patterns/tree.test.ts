import { isPatternError, parsePathPattern } from "@landfall/protocol";
import { expect, test } from "vitest";
import { coverageOf, fitTree, groupFiles, photographsIn, showRow, suggestPatterns, treeOf } from "../../src/index.ts";
import { photo } from "../support/photo.ts";

const read = (text: string) => {
  const pattern = parsePathPattern(text);
  if (isPatternError(pattern)) throw new Error(pattern.message);
  return pattern;
};

const rowsOf = (patterns: readonly string[], ...paths: readonly string[]) => {
  const tree = treeOf(paths.map((path) => ({ root: 0, path, taken: null })));
  const all = patterns.map(read);
  return fitTree(tree, all, [null]).map((row) => showRow(row, all, [null]));
};

test("a folder is one row; where a pattern speaks of files, each that it fits is one", () => {
  const paths = ["2024-07-15_Haro/a.jpg", "2024-07-15_Haro/b.jpg", "x/20240716_Skana.jpg", "x/c.jpg", "d.jpg"];
  expect(rowsOf(["{date}_{locality}"], ...paths).map(({ path, images, pattern }) => [path, images, pattern])).toEqual([
    ["2024-07-15_Haro", 2, 0],
    ["x", 2, null],
    ["", 1, null],
  ]);
  const both = ["{date}_{locality}", "**/{date}_{locality}.*"];
  expect(rowsOf(both, ...paths).map(({ path, images, pattern }) => [path, images, pattern])).toEqual([
    ["2024-07-15_Haro", 2, 0],
    ["x/20240716_Skana.jpg", 1, 1],
    ["x/c.jpg", 1, null],
    ["", 1, null],
  ]);
});

test("a photograph under several paths of one root counts once: where a pattern fits, else where it lies first", () => {
  const treeOfPhotographs = (...paths: readonly (readonly [string, string | null])[]) =>
    treeOf(paths.map(([path, sha256]) => ({ root: 0, path, taken: null, sha256 })));
  const counted = (tree: ReturnType<typeof treeOf>, pattern: string) =>
    fitTree(tree, [read(pattern)], [null]).map(({ folder, file, images, match }) => [
      [folder.path, file].filter(Boolean).join("/"),
      images,
      match !== null,
    ]);
  const tree = treeOfPhotographs(
    ["BEST/a.jpg", "a"],
    ["2024-07-15_Haro/a.jpg", "a"],
    ["2024-07-15_Haro/a (1).jpg", "a"],
    ["2024-07-15_Haro/b.jpg", "b"],
    ["x/c.jpg", "c"],
    ["y/c.jpg", "c"],
    ["y/not read.jpg", null],
  );
  expect(photographsIn(tree)).toBe(4);
  expect(counted(tree, "{date}_{locality}")).toEqual([
    ["2024-07-15_Haro", 2, true],
    ["x", 1, false],
    ["y", 1, false],
  ]);
  expect(suggestPatterns(tree, [null])[0]).toMatchObject({ pattern: "{date}_{locality}", images: 2, confidence: 0.45 });
  const named = treeOfPhotographs(["x/IMG_1.jpg", "d"], ["x/c.jpg", "c"], ["y/20240716_Skana.jpg", "d"]);
  expect(counted(named, "**/{date}_{locality}.*")).toEqual([
    ["x", 1, false],
    ["y/20240716_Skana.jpg", 1, true],
  ]);
});

test.each([
  ["{year}/{date}", "2024/Haro/a.jpg", "“Haro” does not fit {date}."],
  ["{year}/{date}_{locality}/{photographer}", "2024/2024-07-15_Haro/a.jpg", "It has no folder for {photographer}."],
  ["{year}/{month}/{day}", "2024/06/31/a.jpg", "There is no such day in the calendar."],
  ["{year}/{date}_*.*", "2024/IMG_1.jpg", "“IMG_1” does not fit {date}_*."],
  ["**/{date}", "a/b/c.jpg", "No folder on the way fits **/{date}."],
])("%s says of %s: %s", (pattern, path, because) => {
  expect(rowsOf([pattern], path)).toMatchObject([{ pattern: null, because, pieces: [{ field: null }] }]);
});

test("coverage counts the images of each source, those without a value last", () => {
  const files = [
    photo("2024-07-15_Haro/a.jpg", { at: "2024-07-15T09:00:00" }),
    photo("2024-07-16_Haro/b.jpg", { gps: [48.5, -123.1] }),
    photo("x/c.jpg", { artist: "Bob" }),
  ];
  const found = coverageOf(groupFiles(files, { roots: ["/disk/Season"], patterns: [read("{date}_{locality}")] }));
  expect(Object.fromEntries(found.map(({ field, sources }) => [field, sources]))).toEqual({
    eventDate: [
      { source: "exif", images: 1 },
      { source: "pattern", images: 1 },
      { source: null, images: 1 },
    ],
    locality: [
      { source: "pattern", images: 2 },
      { source: null, images: 1 },
    ],
    recordedBy: [
      { source: "exif", images: 1 },
      { source: null, images: 2 },
    ],
    position: [
      { source: "exif", images: 1 },
      { source: null, images: 2 },
    ],
    organismName: [{ source: null, images: 3 }],
  });
});
