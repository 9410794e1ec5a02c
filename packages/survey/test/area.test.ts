/** Where a population lives: a box, and how far a position lies outside. */
import { expect, test } from "vitest";
import { areaAround, isOutside, outsideText } from "../src/index.ts";

const at = (decimalLatitude: number | null, decimalLongitude: number | null) => ({ decimalLatitude, decimalLongitude });
const salish = { south: 47, west: -125, north: 50, east: -122 };
const fiji = { south: -20, west: 176, north: -15, east: -178 };

test.each([
  [at(48.5, -123.2), salish, false],
  [at(47, -125), salish, false],
  [at(48.5, 123.2), salish, true],
  [at(51, -123.2), salish, true],
  [at(null, null), salish, false],
  [at(-17, 179), fiji, false],
  [at(-17, -179), fiji, false],
  [at(-17, 175), fiji, true],
  [at(-17, 0), fiji, true],
])("%o in %o is outside: %s", (of, area, expected) => {
  expect(isOutside(of, area)).toBe(expected);
  expect(outsideText(of, area) !== null).toBe(expected);
});

test("how far it is, and whether it would lie inside once turned round", () => {
  expect(outsideText(at(50.05, -123), salish)).toBe("50.05, -123 is 5.6 km outside");
  expect(outsideText(at(48.5, 123.2), salish)).toMatch(
    /^48\.5, 123\.2 is [78],\d{3} km outside; with the other sign of the longitude it would lie inside: 48\.5, -123\.2$/,
  );
  expect(outsideText(at(48.5, -23.2), { ...salish, west: -25, east: -22 })).toBe(null);
  expect(outsideText(at(-23.2, 48.5), { ...salish, west: -25, east: -22 })).toContain(
    "with latitude and longitude swapped it would lie inside: 48.5, -23.2",
  );
  expect(outsideText(at(-17, 175.5), fiji)).toBe("-17, 175.5 is 53 km outside");
  expect(outsideText(at(-17, -177.5), fiji)).toBe("-17, -177.5 is 53 km outside");
});

test("the box around positions has some room, and knows the 180th meridian", () => {
  expect(areaAround([])).toBe(null);
  expect(areaAround([at(null, null)])).toBe(null);
  expect(areaAround([at(48.5, -123.2)])).toEqual({ south: 48.25, west: -123.45, north: 48.75, east: -122.95 });
  expect(areaAround([at(40, -10), at(50, -30), at(45, -20)])).toEqual({ south: 39, west: -32, north: 51, east: -8 });
  const pacific = areaAround([at(-17, 179.5), at(-18, -179.5), at(-17.5, 179.9)]);
  expect(pacific).toEqual({ south: -18.25, west: 179.25, north: -16.75, east: -179.25 });
  expect(isOutside(at(-17.2, 180), pacific ?? fiji)).toBe(false);
  expect(areaAround([0, 45, 90, 135, 180, -135, -90, -45].map((longitude) => at(0, longitude)))).toBe(null);
  expect(areaAround([at(89.9, 0)])?.north).toBe(90);
});
