/** A season beside its backup: every number is of photographs, and every question is asked once. */
import { isPatternError, parsePathPattern } from "@landfall/protocol";
import { expect, test } from "vitest";
import { type ClockRule, camerasOf, clockEffect, type GroupInput, groupWithSources } from "../src/index.ts";
import { sheet } from "./sheets/photographs.ts";
import { photo } from "./support/photo.ts";

const roots = ["/season/Summer", "/backup/Copy of Summer"];
const camera = { model: "D500" };
const season = [
  photo("03-04-2024 Haro/a.jpg", { ...camera, serial: "1" }),
  photo("03-04-2024 Haro/b.jpg", { ...camera, serial: "1" }),
  photo("BEST/b.jpg", { ...camera, serial: "1", sha: "03-04-2024 Haro/b.jpg" }),
  photo("05-04-2024 Haro/c.jpg", camera),
  photo("loose/d.jpg", camera),
];
const files: GroupInput[] = [...season, ...season.map((file) => ({ ...file, root: 1, path: `untitled/${file.path}` }))];

test("of sheets, patterns and dates", async () => {
  const source = await sheet("Date,Place\n2024-04-03,Haro Strait\n2024-06-01,Active Pass\n");
  const pattern = parsePathPattern("{date} {locality}");
  if (isPatternError(pattern)) throw new Error(pattern.message);
  const { sheets, withoutRow, patterns, dates } = groupWithSources(files, {
    roots,
    sheets: [source],
    patterns: [pattern],
    dayMonthOrders: ["dayFirst", null],
  });
  expect(sheets).toMatchObject([{ used: 1, matched: { day: 2 } }]);
  expect(withoutRow.map(({ because, count }) => [because, count])).toEqual([
    ["noRow", 1],
    ["noDate", 1],
  ]);
  expect(patterns).toMatchObject([{ images: 3 }]);
  expect(dates).toMatchObject([{ root: 0, images: 3, order: "dayFirst" }]);
});

test("of cameras and corrections of their clocks", () => {
  expect(camerasOf(files, roots).map(({ camera: { serial, folder }, images }) => [serial, folder, images])).toEqual([
    ["1", null, 2],
    [null, "/season/Summer", 2],
  ]);
  const shown = "2024-04-03T10:00:00";
  const timed = [photo("a.jpg", { ...camera, serial: "1", at: shown })];
  const rule: ClockRule = {
    camera: { make: null, model: "D500", serial: "1", folder: null },
    from: null,
    to: null,
    points: [{ shown, actual: "2024-04-03T11:00:00" }],
  };
  const both = [...timed, ...timed.map((file) => ({ ...file, root: 1 }))];
  expect(clockEffect(both, roots, rule)).toMatchObject({ images: 1, otherDay: 0 });
});
