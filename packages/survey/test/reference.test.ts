import { describe, expect, test } from "vitest";
import { groupFiles, type IdentifierRules } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const at = "2024-07-15T10:00:00";
const rule = (...examples: string[]): IdentifierRules => ({ examples, corrections: [] });
const grouped = (files: Parameters<typeof groupFiles>[0], identifiers?: IdentifierRules, root = "/photos/Season") =>
  groupFiles(files, { roots: [root], ...(identifiers && { identifiers }) }).map(({ values, images }) => ({
    is: values.eventType ?? "sighting",
    of: values.organismName ?? null,
    on: values.eventDate,
    images: images.map(({ fileName }) => fileName),
  }));
const one = (path: string, identifiers?: IdentifierRules, taken: string | null = null, root?: string) =>
  grouped([photo(path, { at: taken })], identifiers, root).map(({ is, of }) => [is, of])[0];

describe("a catalogue photograph", () => {
  test.each([
    ["Catalogue/Left/017-03W_L.jpg", "017-03W"],
    ["ID Catalogue 2019/BCX1068_R.jpg", "BCX1068"],
    ["Katalog/017-03W right.jpg", "017-03W"],
    ["Reference photos/T065A_L (2).jpg", "T065A"],
    ["Catalogue/Right/017-03W.jpg", "017-03W"],
  ])("is told by its folder and its name: %s", (path, individual) => {
    expect(one(path)).toEqual(["reference", individual]);
    // Whatever day it was taken.
    expect(one(path, undefined, at)).toEqual(["reference", individual]);
  });

  test("is told by the folder that was scanned", () => {
    expect(one("017-03W_L.jpg", undefined, at, "/data/Catalogue")).toEqual(["reference", "017-03W"]);
  });

  test("is told by the population's rule where it has no day", () => {
    expect(one("ids/T065A_L.jpg", rule("T002B"))).toEqual(["reference", "T065A"]);
    expect(one("ids/T065A_L.jpg", rule("T002B"), at)).toEqual(["sighting", "T065A"]);
    expect(one("2024-07-15 Haro Strait/T065A_L.jpg", rule("T002B"))).toEqual(["sighting", "T065A"]);
    expect(one("ids/T065A_L.jpg")).toEqual(["sighting", null]);
  });

  test("is written as a person has corrected it", () => {
    const corrected = { examples: ["T002B"], corrections: [{ text: "T2B", individual: "T002B" }] };
    expect(one("Catalogue/T2B_L.jpg", corrected)).toEqual(["reference", "T002B"]);
  });

  test.each([
    "Catalogue/017-03W.jpg",
    "Catalogue/IMG_1234_L.jpg",
    "Catalogue/2024-07-15_L.jpg",
    "Catalogue/fin shapes_L.jpg",
    "Catalogued by Sam/Haro_L.jpg",
  ])("is not told by less: %s", (path) => {
    expect(one(path)?.[0]).toBe("sighting");
  });
});

test("all images of an individual are one reference, however far apart they were taken, and get no number", () => {
  const files = [
    photo("Catalogue/Left/T065A_L.jpg", { at: "2009-06-01T10:00:00", gps: [48, -123] }),
    photo("Catalogue/Right/T065A_R.jpg", { at: "2019-08-01T10:00:00", gps: [54, -130], artist: "B. Wood" }),
    photo("Catalogue/Left/T002B_L.jpg"),
  ];
  const encounters = groupFiles(files, { roots: ["/photos"] });
  expect(
    encounters.map(({ values, encounterNumber, findings }) => [values.organismName, encounterNumber, findings]),
  ).toEqual([
    ["T065A", null, []],
    ["T002B", null, []],
  ]);
  expect(encounters[0]?.values).toMatchObject({ eventDate: null, decimalLatitude: null, recordedBy: "B. Wood" });
  expect(encounters[0]?.provenance.organismName).toMatchObject({ source: "filename", raw: "T065A_L.jpg" });
});

test("a copy of an encounter's photograph in the catalogue is in both", () => {
  const files = [
    photo("2024-07-15 Haro Strait/IMG_1.jpg", { at, sha: "same" }),
    photo("Catalogue/T065A_L.jpg", { at, sha: "same" }),
    photo("Old/Catalogue/T065A_L.jpg", { at, sha: "same" }),
  ];
  expect(grouped(files)).toEqual([
    { is: "sighting", of: null, on: "2024-07-15", images: ["IMG_1.jpg"] },
    { is: "reference", of: "T065A", on: null, images: ["T065A_L.jpg"] },
  ]);
});
