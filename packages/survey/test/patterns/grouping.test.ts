import { type DayMonthOrder, isPatternError, parsePathPattern } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { type GroupInput, type GroupOptions, groupWithSources } from "../../src/index.ts";
import { photo } from "../support/photo.ts";

const read = (text: string) => {
  const pattern = parsePathPattern(text);
  if (isPatternError(pattern)) throw new Error(pattern.message);
  return pattern;
};

const group = (files: readonly GroupInput[], patterns: readonly string[], more: Partial<GroupOptions> = {}) =>
  groupWithSources(files, { roots: ["/disk/Season"], ...more, patterns: patterns.map(read) });

const fields = (files: readonly GroupInput[], patterns: readonly string[], more: Partial<GroupOptions> = {}) =>
  group(files, patterns, more).encounters.map(({ values, encounterNumber }) => [
    values.eventDate,
    values.locality,
    values.recordedBy,
    encounterNumber,
  ]);

describe("a pattern of the scan", () => {
  test("says what nobody could guess, with the name and the pattern as provenance; the camera's owner stands beside it", () => {
    const [encounter] = group(
      [photo("Skana/Bob/2024-07-15/a.jpg", { at: "2024-07-15T09:00:00", artist: "Owner of the camera", place: "BC" })],
      ["{locality}/{photographer}/{date}"],
    ).encounters;
    expect(encounter?.values).toMatchObject({ eventDate: "2024-07-15", locality: "Skana", recordedBy: "Bob" });
    const place = "{locality}/{photographer}/{date}";
    expect(encounter?.provenance).toMatchObject({
      eventDate: { source: "exif" },
      locality: { source: "pattern", raw: "Skana", place, conflicts: [{ value: "BC", source: "iptc" }] },
      recordedBy: { source: "pattern", raw: "Bob", place, conflicts: [{ value: "Owner of the camera" }] },
    });
  });

  test("goes before what is guessed; where it does not fit, that goes on", () => {
    const files = [photo("2024-07-15_Haro Strait/a.jpg"), photo("other/2024-07-16_Active Pass/b.jpg")];
    expect(fields(files, ["{date}_{photographer}"])).toEqual([
      ["2024-07-15", null, "Haro Strait", null],
      ["2024-07-16", "Active Pass", null, null],
    ]);
  });

  test("leaves folders below it to be read as ever", () => {
    expect(fields([photo("2024-07-15_Haro/BW/E2/a.jpg")], ["{date}_{locality}"])).toEqual([
      ["2024-07-15", "Haro", "BW", 2],
    ]);
  });

  test("gives a day after the camera's, and finds where they differ", () => {
    const [encounter] = group([photo("2024-07-20_Haro/a.jpg", { at: "2024-07-15T09:00:00" })], ["{date}_*"]).encounters;
    expect(encounter?.provenance.eventDate).toMatchObject({
      source: "exif",
      conflicts: [{ value: "2024-07-20", source: "pattern" }],
    });
    expect(encounter?.images[0]?.findings).toContain("FOLDER_DATE_DIFFERS");
  });

  test("a year alone is kept as it is where nothing says more, and is no conflict with a day of it", () => {
    const files = [
      photo("1998/Haro/a.jpg"),
      photo("1998/Haro/b.jpg", { at: "1998-07-15T09:00:00" }),
      photo("1998/Haro/c.jpg", { at: "2001-07-15T09:00:00" }),
    ];
    const { encounters } = group(files, ["{year}/{locality}"]);
    expect(
      encounters.map(({ values, provenance }) => [values.eventDate, provenance.eventDate?.conflicts.length]),
    ).toEqual([
      ["1998", 0],
      ["1998-07-15", 0],
      ["2001-07-15", 1],
    ]);
  });

  test("individuals of all folders of an encounter are its animals, as the population writes them", () => {
    const files = [photo("2019-06-02/T065A/a.jpg"), photo("2019-06-02/t2b/b.jpg"), photo("2019-06-02/a calf/c.jpg")];
    const { encounters } = group(files, ["{date}/{individual}"], {
      identifiers: { examples: ["T002B"], corrections: [{ text: "t2b", individual: "T002B" }] },
    });
    expect(encounters.map(({ values, provenance }) => [values.organismName, provenance.organismName?.source])).toEqual([
      ["T002B | T065A | a calf", "pattern"],
    ]);
  });

  test("of file names says day, encounter and people", () => {
    const files = [photo("x/20240715_E3_Skana_MK_0127_T002B_L.jpg"), photo("x/20240715_E4_Skana_MK_0129_L.jpg")];
    expect(fields(files, ["*/{date}_{encounter}_{locality}_{photographer}_*.*"])).toEqual([
      ["2024-07-15", "Skana", "MK", 3],
      ["2024-07-15", "Skana", "MK", 4],
    ]);
  });

  test("several are asked in their order, folders and files", () => {
    const files = [photo("A/20240715_Skana_1.jpg"), photo("2024-07-16_Haro/b.jpg")];
    expect(group(files, ["*/{date}_{locality}_*.*", "{date}_{locality}", "{year}/{month}"]).patterns).toEqual([
      { pattern: "*/{date}_{locality}_*.*", images: 1 },
      { pattern: "{date}_{locality}", images: 1 },
      { pattern: "{year}/{month}", images: 0 },
    ]);
    expect(fields(files, ["*/{date}_{locality}_*.*", "{date}_{locality}"])).toEqual([
      ["2024-07-15", "Skana", null, null],
      ["2024-07-16", "Haro", null, null],
    ]);
  });

  test("people are resolved as everywhere", () => {
    const people = {
      people: ["Bill Wood"],
      aliases: [{ name: "Bob", people: ["Bill Wood"] }],
      defaultPhotographer: null,
    };
    expect(fields([photo("2024-07-15/Bob/a.jpg")], ["{date}/{photographer}"], { people })).toEqual([
      ["2024-07-15", null, "Bill Wood", null],
    ]);
  });
});

describe("dates that could be either way round", () => {
  const either = "03-04-2021 Haro/a.jpg";
  const days = (files: readonly GroupInput[], said: DayMonthOrder | null = null, patterns: readonly string[] = []) => {
    const { encounters, dates } = group(files, patterns, { dayMonthOrders: [said] });
    return { days: encounters.map(({ values }) => values.eventDate), dates, encounters };
  };

  test("are no dates while nothing tells which part is the day, and the images say so", () => {
    const { days: found, dates, encounters } = days([photo(either), photo("05-06-2021 Haro/b.jpg")]);
    expect(found).toEqual([null, null]);
    expect(dates).toEqual([{ root: 0, order: null, by: null, images: 2, examples: ["03-04-2021", "05-06-2021"] }]);
    expect(encounters[0]?.images[0]?.findings).toEqual(["DATE_EITHER"]);
  });

  test("follow another name of the root that can be read in one way only", () => {
    expect(days([photo(either), photo("25-04-2021 Haro/b.jpg")])).toMatchObject({
      days: ["2021-04-03", "2021-04-25"],
      dates: [{ order: "dayFirst", by: "names", images: 1 }],
    });
    expect(days([photo(either), photo("04-25-2021 Haro/b.jpg")])).toMatchObject({
      days: ["2021-03-04", "2021-04-25"],
      dates: [{ order: "monthFirst", by: "names" }],
    });
  });

  test("follow the photographs' own dates, where these all say the same", () => {
    const shown = (at: string, path = either) => photo(path, { at, sha: at });
    expect(days([photo(either), shown("2021-04-03T10:00:00", "03-04-2021 Haro/b.jpg")])).toMatchObject({
      days: ["2021-04-03"],
      dates: [{ order: "dayFirst", by: "photographs" }],
    });
    const camera = { make: null, model: "Canon EOS R6", serial: "0123", folder: null };
    const points = [{ shown: "2020-01-01T00:00:00", actual: "2021-04-03T10:00:00" }];
    const reset = photo(either, { at: "2020-01-01T00:00:00", model: camera.model, serial: camera.serial });
    expect(group([reset], [], { clocks: [{ camera, from: null, to: null, points }] })).toMatchObject({
      encounters: [{ values: { eventDate: "2021-04-03" } }],
      dates: [{ order: "dayFirst", by: "clocks" }],
    });
    const contrary = [
      photo("05-06-2021 Haro/c.jpg"),
      shown("2021-04-03T10:00:00", "03-04-2021 Haro/a.jpg"),
      shown("2021-07-08T10:00:00", "07-08-2021 Haro/b.jpg"),
    ];
    expect(days(contrary).dates).toMatchObject([{ order: null, by: null, images: 3 }]);
  });

  test("contradicting names tell nothing; a person does", () => {
    const files = [photo(either), photo("25-04-2021 Haro/b.jpg"), photo("04-26-2021 Haro/c.jpg")];
    expect(days(files).dates).toMatchObject([{ order: null, by: null }]);
    expect(days(files, "monthFirst")).toMatchObject({
      days: ["2021-03-04", "2021-04-25", "2021-04-26"],
      dates: [{ order: "monthFirst", by: "person" }],
    });
  });

  test("are understood so in patterns and file names too, each root by itself", () => {
    expect(days([photo(either)], "dayFirst", ["{date} {locality}"]).days).toEqual(["2021-04-03"]);
    expect(days([photo("x/03-04-2021 1.jpg")], "monthFirst").days).toEqual(["2021-03-04"]);
    const { encounters } = groupWithSources([photo(either), { ...photo(either, { sha: "b" }), root: 1 }], {
      roots: ["/disk/A", "/disk/B"],
      dayMonthOrders: ["dayFirst", null],
    });
    expect(encounters.map(({ values }) => values.eventDate).sort()).toEqual(["2021-04-03", null]);
  });

  test("with both parts the same are dates", () => {
    expect(days([photo("03-03-2021 Haro/a.jpg")])).toMatchObject({ days: ["2021-03-03"], dates: [] });
  });
});
