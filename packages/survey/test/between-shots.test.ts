import { expect, test } from "vitest";
import { foundBetween, type Shot } from "../src/group/between-shots.ts";

const shot = (fileName: string, localTime: string | null, place: readonly [number, number] | null): Shot => ({
  ...{ fileName, localTime, place },
  camera: null,
});

test("positions far apart name the two photographs, when and where they were taken, and the distance", () => {
  const found = foundBetween([
    shot("IMG_1.JPG", "2024-07-15T09:00:00", [48.5, -123.1]),
    shot("IMG_2.JPG", "2024-07-15T09:30:00", [48.51, -123.1]),
    shot("IMG_3.JPG", "2024-07-15T15:00:00", [49.5, -123.1]),
  ]);
  expect(found).toEqual({
    findings: ["GPS_SPREAD"],
    details: {
      GPS_SPREAD:
        "IMG_3.JPG (2024-07-15 15:00:00, 49.5, -123.1) and IMG_1.JPG (2024-07-15 09:00:00, 48.5, -123.1) are 111 km apart",
    },
  });
});

test("a position that moves faster than a boat names both photographs, the way, the time and the speed", () => {
  const { details } = foundBetween([
    shot("IMG_1.JPG", "2024-07-15T09:00:00", [48.5, -123.1]),
    shot("clip.jpg", null, [10, 10]),
    shot("IMG_2.JPG", "2024-07-15T09:10:00", [48.75, -123.1]),
  ]);
  expect(details.GPS_SPEED).toBe(
    "From IMG_1.JPG (2024-07-15 09:00:00, 48.5, -123.1) to IMG_2.JPG (2024-07-15 09:10:00, 48.75, -123.1): 28 km in 10 min, which is 90 knots",
  );
});

test("of several such ways the first is named, and the others are counted; no speed is made of no time", () => {
  const at = "2024-07-15T09:00:00";
  const shots = [48.5, 48.6, 48.5].map((latitude, index) => shot(`${index}.jpg`, at, [latitude, -123.1]));
  expect(foundBetween(shots).details.GPS_SPEED).toBe(
    "From 0.jpg (2024-07-15 09:00:00, 48.5, -123.1) to 1.jpg (2024-07-15 09:00:00, 48.6, -123.1): 11 km in 0 s, and 1 more such way",
  );
});

test("several cameras are named with how many images are of each", () => {
  const of = (camera: string | null) => ({ ...shot("a.jpg", null, null), camera });
  expect(foundBetween([of("NIKON D7500 3001"), of(null), of("Canon EOS 7D"), of("NIKON D7500 3001")])).toEqual({
    findings: ["MIXED_CAMERAS"],
    details: { MIXED_CAMERAS: "NIKON D7500 3001 (2 images), Canon EOS 7D (1 image)" },
  });
  expect(foundBetween([of("Canon EOS 7D"), of(null)]).findings).toEqual([]);
});
