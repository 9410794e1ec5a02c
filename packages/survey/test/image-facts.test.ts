import { describe, expect, test } from "vitest";
import { groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const at = "2024-07-15T10:00:00";
const factsOf = (path: string, stated: NonNullable<Parameters<typeof photo>[1]>["stated"] = {}) =>
  groupFiles([photo(path, { at, stated })], { roots: ["/photos"] })[0]?.images[0]?.facts;

describe("the side of an animal", () => {
  test.each([
    ["Catalogue/Left/017-03W_L.jpg", "left", "filename", "017-03W_L.jpg"],
    ["20240715_E3_Skana_MK_0127_T002B_R.jpg", "right", "filename", "20240715_E3_Skana_MK_0127_T002B_R.jpg"],
    ["T002B left (2).jpg", "left", "filename", "T002B left (2).jpg"],
    ["Right sides/T002B.jpg", "right", "folder", "Right sides"],
    ["Left/017-03W_R.jpg", "right", "filename", "017-03W_R.jpg"],
    ["Dorsal/T002B.jpg", "dorsal", "folder", "Dorsal"],
    ["T002B_ventral.jpg", "ventral", "filename", "T002B_ventral.jpg"],
  ])("%s shows it: %s", (path, side, source, raw) => {
    expect(factsOf(path)).toMatchObject({ side, said: { side: { source, raw } } });
  });

  test.each(["IMG_0001l.jpg", "copy r.jpg", "Leftovers/IMG_0001.jpg", "T002B_D.jpg"])(
    "%s says nothing of it",
    (path) => {
      expect(factsOf(path)).toBeUndefined();
    },
  );

  test.each([
    ["left side", "left"],
    ["Right", "right"],
    ["front view", "anterior"],
    ["posterior", "posterior"],
  ])("a keyword comes before the name: %s", (keyword, side) => {
    expect(factsOf("T002B_L.jpg", { keywords: [{ value: keyword, source: "xmp" }] })).toMatchObject({
      side,
      said: { side: { source: "keyword", raw: keyword } },
    });
  });
});

test.each([
  [5, 4],
  [3, 2],
  [1, 0],
  [-1, 0],
])("a rating of %i is quality %i", (rating, quality) => {
  expect(factsOf("IMG_1.jpg", { rating })).toMatchObject({ quality, said: { quality: { source: "rating" } } });
});

test("a keyword tells of people in the picture", () => {
  const tagged = (value: string) => factsOf("IMG_1.jpg", { keywords: [{ value, source: "iptc" }] })?.people ?? false;
  expect(["People", "person", "people in picture", "peopleless", "human error"].map(tagged)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test("what is said of a RAW file is said of the JPEG of the same shot, and not of a video of the moments around it", () => {
  const raw = photo("IMG_1.NEF", { at, stated: { rating: 4 } });
  const [encounter] = groupFiles(
    [
      { ...raw, mediaType: "image/x-nikon-nef" },
      photo("IMG_1.JPG", { at }),
      { ...photo("MVI_2.MP4", { at }), mediaType: "video/mp4" },
    ],
    { roots: ["/photos"] },
  );
  expect(encounter?.images.map(({ fileName, facts }) => [fileName, facts?.quality ?? null]).sort()).toEqual([
    ["IMG_1.JPG", 3],
    ["IMG_1.NEF", 3],
    ["MVI_2.MP4", null],
  ]);
});
