/** Folders that are called by two years: a season, or what may be a month as well. */
import { expect, test } from "vitest";
import { type GroupInput, groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const group = (...files: readonly GroupInput[]) => groupFiles(files, { roots: ["/data/whales"] });
const said = (...files: readonly GroupInput[]) => {
  const [encounter] = group(...files);
  const { eventDate, locality } = encounter?.values ?? {};
  return { eventDate, locality, findings: encounter?.images[0]?.findings, details: encounter?.details };
};

test.each([
  ["2009-10 season", "2009/2010", null],
  ["Season 2009-10", "2009/2010", null],
  ["season 2009_10", "2009/2010", null],
  ["2010-11 Season Kaikoura", "2010/2011", "Kaikoura"],
  ["Kaikoura summer 2008-09", "2008/2009", "Kaikoura"],
  ["2005-06 winter", "2005/2006", null],
  ["Saison 2009-10", "2009/2010", null],
  ["temporada 2009-10 Bahia Luna", "2009/2010", "Bahia Luna"],
  ["austral 2012-13", "2012/2013", null],
  ["2009:10 season", "2009/2010", null],
  ["2009-2010", "2009/2010", null],
  ["2009 - 2010 Kaikoura", "2009/2010", "Kaikoura"],
  ["2013-14", "2013/2014", null],
  ["1999-00 Kaikoura", "1999/2000", "Kaikoura"],
  ["2009-10 season/Haro Strait", "2009/2010", "Haro Strait"],
  ["2009-10 season/2009-11 Kaikoura", "2009-11", "Kaikoura"],
  ["2009-11 Kaikoura", "2009-11", "Kaikoura"],
  ["2009–10 Kaikoura", "2009/2010", "Kaikoura"],
  ["2010-11 to 2010-12 Kaikoura", null, null],
  ["1998-2005", null, null],
  ["Backup 2013-14", null, null],
])("%s is of %s, and of the place %s, and nothing is left open", (folder, eventDate, locality) => {
  const { findings, ...values } = said(photo(`${folder}/a.jpg`));
  expect(values).toMatchObject({ eventDate, locality });
  expect(findings).toEqual(eventDate === null ? [] : ["DATE_FROM_NAME"]);
});

test.each([
  ["2009-10", "2009-10", null],
  ["Kaikoura 2009-10", "2009-10", "Kaikoura"],
  ["2009-10 Winter Harbour", "2009-10", "Winter Harbour"],
])("%s may be a month or a season, and both are named", (folder, eventDate, locality) => {
  expect(said(photo(`${folder}/a.jpg`))).toEqual({
    ...{ eventDate, locality },
    findings: ["DATE_FROM_NAME", "MONTH_OR_SEASON"],
    details: { MONTH_OR_SEASON: "“2009-10” may be the month 2009-10, or the season 2009/2010" },
  });
});

test("photographs of a folder show whether it is a month or a season", () => {
  const undated = photo("2009-10/scans/a.jpg");
  const openOf = (at: string) => group(undated, photo("2009-10/b.jpg", { at })).find(({ firstAt }) => firstAt === null);
  expect(openOf("2009-10-20T10:00:00")?.values.eventDate).toBe("2009-10");
  expect(openOf("2009-10-20T10:00:00")?.images[0]?.findings).toEqual(["DATE_FROM_NAME"]);
  expect(openOf("2010-02-03T10:00:00")?.values.eventDate).toBe("2009/2010");
  expect(openOf("2010-02-03T10:00:00")?.images[0]?.findings).toEqual(["DATE_FROM_NAME"]);
  expect(openOf("2016-02-03T10:00:00")?.images[0]?.findings).toContain("MONTH_OR_SEASON");
});

test("photographs of a season are not far from its folder, and a folder of days within it is its own", () => {
  const dated = group(photo("2009-10 Kaikoura/a.jpg", { at: "2010-02-03T10:00:00" }));
  expect(dated[0]?.images[0]?.findings).toEqual([]);
  expect(said(photo("2009-10/2009-12-03 Kaikoura/a.jpg"))).toMatchObject({
    eventDate: "2009-12-03",
    findings: ["DATE_FROM_NAME"],
  });
});
