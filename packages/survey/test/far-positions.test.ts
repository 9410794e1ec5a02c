import { describe, expect, test } from "vitest";
import { positionFindings } from "../src/group/far-positions.ts";
import { groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const at = (decimalLatitude: number | null, decimalLongitude: number | null) => ({ decimalLatitude, decimalLongitude });
const season = [
  at(48.5, -123.1),
  at(48.6, -123.2),
  at(50.5, -126.6),
  at(48.9, -123.3),
  at(null, null),
  at(48.4, -124.5),
];

describe("positions beside those of the season", () => {
  test.each([
    [at(48.5, 123.1), "POSITION_TURNED"],
    [at(-48.5, -123.1), "POSITION_TURNED"],
    [at(12.5, 48.1), "POSITION_FAR"],
    [at(57.1, -135.3), null],
    [at(null, null), null],
  ])("%o is %s", (place, finding) => {
    expect(positionFindings([...season, place])).toEqual([...season.map(() => null), finding]);
  });

  test("south of the equator and east of Greenwich a swap is seen too", () => {
    const turtles = Array.from({ length: 6 }, (_, index) => at(-8.7 + index / 100, 39.6));
    expect(positionFindings([...turtles, at(39.6, -8.7)]).at(-1)).toBe("POSITION_TURNED");
  });

  test("nothing is said of a few", () => {
    expect(positionFindings([at(48, -123), at(-33, 151), at(48, -123)])).toEqual([null, null, null]);
  });
});

test("a position that moves faster than a boat is told, an old fix beside a new one is not", () => {
  const move = (degrees: number, seconds: number) =>
    groupFiles(
      [
        photo("1.jpg", { at: "2024-07-15T09:00:00", gps: [48.5, -123.1] }),
        photo("2.jpg", {
          at: `2024-07-15T09:0${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
          gps: [48.5 + degrees, -123.1],
        }),
      ],
      { roots: ["/data"] },
    )[0]?.findings;
  expect(move(0.2, 60)).toEqual(["GPS_SPEED"]);
  expect(move(0.02, 5)).toEqual([]);
  expect(move(0.05, 300)).toEqual([]);
});

test("the same name with other bytes in one encounter is told", () => {
  const files = ["card 1/IMG_0001.JPG", "card 2/img_0001.jpg", "card 1/IMG_0002.JPG"].map((path) =>
    photo(path, { at: "2024-07-15T09:00:00" }),
  );
  const [encounter] = groupFiles(files, { roots: ["/data"] });
  expect(encounter?.images.map(({ fileName, findings }) => [fileName, findings])).toEqual([
    ["IMG_0001.JPG", ["SAME_NAME"]],
    ["img_0001.jpg", ["SAME_NAME"]],
    ["IMG_0002.JPG", []],
  ]);
});
