import type { FieldPatch } from "@landfall/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDraft, type GroupInput, groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const group = (
  files: readonly GroupInput[],
  more: { set?: FieldPatch; override?: FieldPatch; roots?: string[] } = {},
) => groupFiles(files, { roots: ["/data/season"], ...more });

/** Day, place, photographer, number and images of each encounter. */
const shape = (files: readonly GroupInput[], more: Parameters<typeof group>[1] = {}) =>
  group(files, more).map(({ values, encounterNumber, images }) => [
    values.eventDate,
    values.locality,
    values.recordedBy,
    encounterNumber,
    images.length,
  ]);

describe("how groups keep their folders", () => {
  test("year / date_place / photographer", () => {
    const folder = "2024/2024-07-15_Haro Strait";
    expect(
      shape([
        photo(`${folder}/BW/IMG_0001.JPG`, { at: "2024-07-15T09:00:00" }),
        photo(`${folder}/BW/IMG_0002.JPG`, { at: "2024-07-15T09:01:00" }),
        photo(`${folder}/BW + AW/IMG_0003.JPG`, { at: "2024-07-15T09:01:30" }),
      ]),
    ).toEqual([
      ["2024-07-15", "Haro Strait", "BW", null, 2],
      ["2024-07-15", "Haro Strait", "BW + AW", null, 1],
    ]);
  });

  test("date, encounter, place and people in one name", () => {
    expect(shape([photo("20230812_Enc02_Johnstone_JT+GE/_DSC4411.NEF", { at: "2023-08-12T10:00:00" })])).toEqual([
      ["2023-08-12", "Johnstone", "JT+GE", 2, 1],
    ]);
  });

  test.each([
    ["2024-07-15 Enc 3 Haro Strait", "Haro Strait", 3],
    ["2024-07-15 E2 Haro Strait", "Haro Strait", 2],
    ["2024-07-15 Haro Strait E2", "Haro Strait", 2],
    ["2024-07-15_sighting 4, Robson Bight", "Robson Bight", 4],
    ["2024-07-15 East Point", "East Point", null],
    ["2024-07-15 Encounter Bay", "Encounter Bay", null],
  ])("in %s the encounter is told from the place", (folder, place, number) => {
    expect(shape([photo(`${folder}/a.jpg`)])).toEqual([["2024-07-15", place, null, number, 1]]);
  });

  test("place first, day before month, the animals and a person in the dated folder", () => {
    expect(shape([photo("Salish Sea/15-07-2024 - T65As - J. Smith/DSC_0412.jpg")])).toEqual([
      ["2024-07-15", "Salish Sea", "J. Smith", null, 1],
    ]);
  });

  test("everything in the file's name: date, encounter and initials, and no guess at the rest", () => {
    expect(shape([photo("20240715_E3_Skana_MK_0127_T002B_L.jpg")])).toEqual([["2024-07-15", null, "MK", 3, 1]]);
  });

  test("a time of day behind the date is no part of the place", () => {
    expect(shape([photo("2024-07-15 0930 Haro Strait/a.jpg")])).toEqual([["2024-07-15", "Haro Strait", null, null, 1]]);
  });

  test("animals as folders are no places and no people", () => {
    expect(shape([photo("2019/IDs/T065A/2019-06-02 T065A (3).jpg")])).toEqual([["2019-06-02", null, null, null, 1]]);
  });

  test("a card's counter that starts again does not split an encounter", () => {
    expect(
      shape([
        photo("SD_card_3/DCIM/100CANON/IMG_9998.JPG", { at: "2024-07-15T09:00:00", artist: "Jo" }),
        photo("SD_card_3/DCIM/101CANON/IMG_0001.JPG", { at: "2024-07-15T09:00:09", artist: "Jo" }),
      ]),
    ).toEqual([["2024-07-15", null, "Jo", null, 2]]);
  });

  test("dated folders with encounter folders inside", () => {
    const at = "2022-05-03T09:00:00";
    expect(shape([photo("photos/2022-05-03/E1/a.jpg", { at }), photo("photos/2022-05-03/E2/b.jpg", { at })])).toEqual([
      ["2022-05-03", null, null, 1, 1],
      ["2022-05-03", null, null, 2, 1],
    ]);
  });

  test("the scanned folder's own name counts, those above it are not places", () => {
    const at = "2024-07-15T09:00:00";
    const roots = ["/home/Desolation Sound/2024-07-15_Haro Strait/BW"];
    expect(shape([photo("a.jpg", { at })], { roots })).toEqual([["2024-07-15", "Haro Strait", "BW", null, 1]]);
    expect(shape([photo("x/a.jpg", { at })], { roots: ["/home/Desolation Sound"] })).toEqual([
      ["2024-07-15", null, null, null, 1],
    ]);
  });

  test.each([
    "DCIM/100CANON/a.jpg",
    "2024-07-15/BEST/a.jpg",
    "2024-07-15/to ID/a.jpg",
    "2024-07-15/edited crops/a.jpg",
    "Summer 2024/card 2/a.jpg",
    "2024-07-15_RAW/a.jpg",
    "2024-07-15_16/a.jpg",
    "2024-07-15 backup/a.jpg",
    "2024/07/15/a.jpg",
  ])("%s names neither a place nor a person", (path) => {
    expect(shape([photo(path, { at: "2024-07-15T09:00:00" })])).toEqual([["2024-07-15", null, null, null, 1]]);
  });
});

describe("days", () => {
  test.each([
    ["2024_07_15/a.jpg", "2024-07-15"],
    ["20240715/a.jpg", "2024-07-15"],
    ["IMG_20240715_101112.jpg", "2024-07-15"],
    ["15.07.2024/a.jpg", "2024-07-15"],
    ["07-15-2024/a.jpg", "2024-07-15"],
    ["05-05-2024/a.jpg", "2024-05-05"],
    ["05-06-2024/a.jpg", null],
    ["2024-02-30/a.jpg", null],
    ["2024-07-15_17/a.jpg", "2024-07-15/2024-07-17"],
    ["20210531082538-RCNX0031.JPG", null],
    ["DSC_1999.jpg", null],
  ])("without a camera's date, %s means %s", (path, day) => {
    expect(group([photo(path)])[0]?.values.eventDate).toBe(day);
  });

  test("the camera's day wins over names, and says so where a folder is more than a day off", () => {
    const [encounter] = group([photo("2024-07-15_Haro Strait/a.jpg", { at: "2024-08-01T10:00:00" })]);
    expect(encounter?.values.eventDate).toBe("2024-08-01");
    expect(encounter?.provenance.eventDate).toEqual({
      source: "exif",
      raw: "2024-08-01T10:00:00",
      conflicts: [{ value: "2024-07-15", source: "folder", raw: "2024-07-15" }],
    });
    expect(encounter?.images[0]?.findings).toEqual(["FOLDER_DATE_DIFFERS"]);
    const near = group([photo("2024-07-15_16/a.jpg", { at: "2024-07-17T01:00:00" })]);
    expect(near[0]?.images[0]?.findings).toEqual([]);
    const upload = group([photo("20210531082538-RCNX0031.JPG", { at: "2021-04-11T20:43:09" })]);
    expect(upload[0]?.images[0]?.findings).toEqual([]);
  });

  test("the date of a later change of the file is not said to be the camera's", () => {
    const stated = { timeSource: "ModifyDate" } as const;
    const [encounter] = group([photo("2024-07-15_Haro Strait/a.jpg", { at: "2010-01-02T10:00:00", stated })]);
    expect(encounter?.provenance.eventDate).toMatchObject({
      source: "exif",
      place: "date of a later change of the file",
      conflicts: [{ value: "2024-07-15", source: "folder" }],
    });
  });

  test("what goes on over midnight is of the day on which it began, by the same person, in the same folder, without a pause", () => {
    const at = (time: string, path: string, artist = "Jo") => photo(path, { at: time, artist });
    const evening = at("2024-07-15T23:50:00", "card/1.jpg");
    const night = [at("2024-07-16T00:10:00", "card/2.jpg"), at("2024-07-16T01:55:00", "card/3.jpg")];
    const [encounter, ...others] = group([evening, ...night]);
    expect(others).toEqual([]);
    expect([encounter?.values.eventDate, encounter?.lastAt]).toEqual(["2024-07-15", "2024-07-16T01:55:00"]);
    expect(encounter?.images.map(({ findings }) => findings)).toEqual([[], ["OVER_MIDNIGHT"], ["OVER_MIDNIGHT"]]);
    for (const other of [
      at("2024-07-16T02:30:00", "card/2.jpg"),
      at("2024-07-16T00:10:00", "other card/2.jpg"),
      at("2024-07-16T00:10:00", "card/2.jpg", "Sam"),
    ])
      expect(shape([evening, other]).map(([day]) => day)).toEqual(["2024-07-15", "2024-07-16"]);
  });

  test("what has no day stays with its folder, and apart from other folders", () => {
    expect(shape([photo("a/1.jpg"), photo("a/2.jpg"), photo("b/3.jpg")])).toEqual([
      [null, null, null, 1, 2],
      [null, null, null, 2, 1],
    ]);
  });
});

describe("several encounters of one day, place and photographer", () => {
  const haro = "2024-07-15_Haro Strait";
  const at = (time: string) => ({ at: `2024-07-15T${time}`, artist: "Jo" });

  test("a long pause splits, a short one does not", () => {
    const files = [
      photo(`${haro}/1.jpg`, at("09:00:00")),
      photo(`${haro}/2.jpg`, at("10:59:00")),
      photo(`${haro}/3.jpg`, at("13:00:00")),
    ];
    expect(shape(files)).toEqual([
      ["2024-07-15", "Haro Strait", "Jo", 1, 2],
      ["2024-07-15", "Haro Strait", "Jo", 2, 1],
    ]);
  });

  test("a pause inside a folder that names its encounter does not", () => {
    const files = [
      photo(`${haro}_Enc 1/1.jpg`, at("09:00:00")),
      photo(`${haro}_Enc 1/2.jpg`, at("15:00:00")),
      photo(`${haro}_Enc 2/3.jpg`, at("09:30:00")),
    ];
    expect(shape(files)).toEqual([
      ["2024-07-15", "Haro Strait", "Jo", 1, 2],
      ["2024-07-15", "Haro Strait", "Jo", 2, 1],
    ]);
  });

  test("has a number that nobody has written, unless a folder has", () => {
    const numbers = [1, 2, 3].map((each) =>
      photo(`2024-07-15_Haro_Enc0${each}/a.jpg`, { at: `2024-07-15T0${each}:00:00` }),
    );
    const pause = ["11", "15"].map((hour) => photo(`2024-07-15_Haro/${hour}.jpg`, { at: `2024-07-15T${hour}:00:00` }));
    expect(
      group([...numbers, ...pause]).map(({ encounterNumber, isNumberGiven }) => [encounterNumber, isNumberGiven]),
    ).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, true],
      [5, true],
    ]);
  });

  test("two groups of animals named by their folders stay two", () => {
    const files = ["T65As", "T100s"].map((animals) =>
      photo(`Haro Strait/15-07-2024 - ${animals} - J. Smith/${animals}.jpg`, { at: "2024-07-15T09:00:00" }),
    );
    expect(shape(files).map(([, , , number]) => number)).toEqual([1, 2]);
  });

  test("spelling, case and composition do not make two encounters", () => {
    const files = ["Ångström Bay".normalize("NFC"), "ångström  bay".normalize("NFD")].map((place, index) =>
      photo(`${index}.jpg`, { ...at(`09:00:0${index}`), place }),
    );
    expect(shape(files)).toHaveLength(1);
  });

  test("set fills what is empty and never regroups: what becomes alike is numbered", () => {
    const files = [photo(`${haro}/1.jpg`, at("09:00:00")), photo("card/2.jpg", at("09:00:30"))];
    expect(shape(files, { set: { locality: "haro strait" } })).toEqual([
      ["2024-07-15", "Haro Strait", "Jo", 1, 1],
      ["2024-07-15", "haro strait", "Jo", 2, 1],
    ]);
  });

  test("an overridden place replaces those of the folders, and they are one encounter", () => {
    const files = [photo(`${haro}/1.jpg`, at("09:00:00")), photo("2024-07-15_Haro Str/2.jpg", at("09:00:30"))];
    const [only, ...others] = group(files, { override: { locality: "Haro Strait, north" } });
    expect(others).toEqual([]);
    expect(only?.values.locality).toBe("Haro Strait, north");
    expect(only?.provenance.locality).toMatchObject({ source: "override" });
    expect(only?.provenance.locality?.conflicts.map(({ value }) => value)).toEqual(["Haro Strait", "Haro Str"]);
  });

  test("an overridden day replaces it without merging encounters", () => {
    const files = [photo("1.jpg", at("09:00:00")), photo("2.jpg", { at: "2024-07-16T09:00:00", artist: "Jo" })];
    expect(shape(files, { override: { eventDate: "1998-07" } })).toEqual([
      ["1998-07", null, "Jo", 1, 1],
      ["1998-07", null, "Jo", 2, 1],
    ]);
  });
});

describe("the same bytes", () => {
  const at = "2024-07-15T09:00:00";
  test("in a folder of the best are one image, sent from where the encounter is", () => {
    const files = [
      photo("2024-07-15_Haro Strait/BEST/a.jpg", { at, sha: "same" }),
      photo("2024-07-15_Haro Strait/BW/a.jpg", { at, sha: "same" }),
      photo("BEST of 2024/a (1).jpg", { at, sha: "same" }),
    ];
    const [encounter, ...others] = group(files);
    expect(others).toEqual([]);
    expect(encounter?.images).toMatchObject([{ fileName: "a.jpg", files: [1, 0, 2], findings: ["SAME_BYTES"] }]);
    expect(encounter?.values.recordedBy).toBe("BW");
  });
});

test.each([
  ["E-M1", "camera"],
  [undefined, "file"],
])("a folder that names another day than a file of the camera %s is told with both days", (model, by) => {
  const at = "2024-07-25T09:00:00";
  const [encounter] = group([photo("2024-07-20_Haro Strait/BW/a.jpg", { at, ...(model && { model }) })]);
  expect(encounter?.images[0]?.findings).toEqual(["FOLDER_DATE_DIFFERS"]);
  expect(encounter?.details).toEqual({
    FOLDER_DATE_DIFFERS: `“2024-07-20” says 2024-07-20, and the ${by} 2024-07-25`,
  });
});

describe("positions and cameras", () => {
  const at = (second: number) => `2024-07-15T09:00:0${second}`;
  test("the first position in time counts", () => {
    const files = [
      photo("b.jpg", { at: at(2), gps: [48.51, -123.11] }),
      photo("c.jpg", { at: at(0) }),
      photo("a.jpg", { at: at(1), gps: [48.5, -123.1] }),
    ];
    const [encounter] = group(files);
    expect(encounter?.values).toMatchObject({ decimalLatitude: 48.5, decimalLongitude: -123.1 });
    expect(encounter?.provenance.decimalLatitude?.source).toBe("exif");
    expect(encounter).toMatchObject({ firstAt: at(0), lastAt: at(2), findings: [] });
  });
  test("far apart and of two cameras is worth a look", () => {
    const files = [
      photo("a.jpg", { at: at(0), gps: [48.5, -123.1], model: "D7500" }),
      photo("b.jpg", { at: at(1), gps: [49.5, -123.1], model: "7D" }),
    ];
    expect(group(files)[0]?.findings).toEqual(["MIXED_CAMERAS", "GPS_SPREAD", "GPS_SPEED"]);
  });
});

test("whatever the names and dates, every image file is in exactly one encounter, and numbers tell encounters apart", () => {
  const segment = fc.constantFrom(
    "2024-07-15_Haro Strait",
    "BW",
    "DCIM",
    "15-07-2024 - T65As - J. Smith",
    "E2",
    "Enc 3",
    "BEST",
  );
  const file = fc.record({
    folders: fc.array(segment, { maxLength: 3 }),
    at: fc.option(fc.constantFrom("2024-07-15T09:00:00", "2024-07-15T14:00:00", "2024-07-16", "2024-07-15"), {
      nil: null,
    }),
    artist: fc.option(fc.constantFrom("Jo", "jo ", "BW"), { nil: undefined }),
    sha: fc.constantFrom("a", "b", "c", "d", "e", "f"),
  });
  fc.assert(
    fc.property(fc.array(file, { maxLength: 25 }), fc.boolean(), (list, hasSet) => {
      const files = list.map(({ folders, at, artist, sha }, index) =>
        photo([...folders, `${index}.jpg`].join("/"), { at, sha, ...(artist === undefined ? {} : { artist }) }),
      );
      const encounters = group(
        files,
        hasSet ? { set: { locality: "Here", recordedBy: "Someone", eventDate: "2024-07-15" } } : {},
      );
      const placed = encounters.flatMap(({ images }) => images.flatMap((image) => image.files)).sort((a, b) => a - b);
      expect(placed).toEqual(files.map((_, index) => index));
      for (const { images } of encounters) {
        expect(images.length).toBeGreaterThan(0);
        expect(new Set(images.map(({ sha256 }) => sha256)).size).toBe(images.length);
      }
      const keys = encounters.map(({ values: { eventDate, locality, recordedBy }, encounterNumber }) =>
        JSON.stringify([eventDate, locality?.toLowerCase(), recordedBy?.toLowerCase().trim(), encounterNumber]),
      );
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 300 },
  );
});

test("a check names what is missing, counts findings, and shows examples", () => {
  const files = [
    { ...photo("2024-07-15_Haro Strait/BW/a.jpg", { at: "2024-07-15T09:00:00" }), reason: null },
    { ...photo("card/b.jpg"), findings: ["DATE_ZERO" as const, "GPS_ZERO" as const], reason: null },
    { ...photo("clip.mp4"), bucket: "ignored" as const, reason: "VIDEO" as const, sha256: null, metadata: null },
  ];
  const check = checkDraft({ files, encounters: group(files) }, { requireCoordinates: false, requireLicense: true });
  expect(check.files).toEqual({ found: 3, images: 2, unreadable: 0, ignored: 1 });
  expect(check).toMatchObject({ complete: 0, incomplete: 2 });
  expect(check.encounters.map(({ missing }) => missing)).toEqual([
    ["license"],
    ["eventDate", "locality", "recordedBy", "license"],
  ]);
  expect(check.encounters[1]?.findings).toEqual([
    { code: "DATE_ZERO", count: 1 },
    { code: "GPS_ZERO", count: 1 },
  ]);
  expect(check.reasons).toMatchObject([{ reason: "VIDEO", count: 1, examples: ["clip.mp4"] }]);
  expect(check.findings).toMatchObject([
    { code: "GPS_ZERO", severity: "blocking", count: 1, examples: ["card/b.jpg"] },
    { code: "DATE_ZERO", severity: "warning", count: 1, examples: ["card/b.jpg"] },
  ]);
});
