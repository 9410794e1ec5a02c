import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gpsAt } from "../../../fixtures/index.ts";
import { type ExifGps, readExifGps, readXmpGps } from "../src/metadata/gps.ts";

const here: ExifGps = {
  latitude: [
    [48, 1],
    [30, 1],
    [0, 1],
  ],
  latitudeRef: "N",
  longitude: [
    [123, 1],
    [15, 1],
    [0, 1],
  ],
  longitudeRef: "W",
  timeStamp: [],
  dateStamp: "",
};
const nowhere: ExifGps = { ...here, latitude: [], latitudeRef: "", longitude: [], longitudeRef: "" };
const at = (decimalLatitude: number, decimalLongitude: number) => ({
  kind: "stated",
  position: expect.objectContaining({ decimalLatitude, decimalLongitude }),
});
const suspect = (finding: string) => ({ kind: "suspect", finding });

describe("EXIF positions", () => {
  test("hemispheres give the signs, in any case and with padding", () => {
    expect(readExifGps(here)).toEqual(at(48.5, -123.25));
    expect(readExifGps({ ...here, latitudeRef: "s\0", longitudeRef: "e " })).toEqual(at(-48.5, 123.25));
  });
  test("undefined minutes or seconds (over zero) count as nothing", () => {
    const latitude = [
      [48, 1],
      [5332358, 100000],
      [0, 0],
    ] as const;
    expect(readExifGps({ ...here, latitude })).toEqual(at(48.888726333333, -123.25));
  });
  test("undefined degrees are no position", () => {
    const nothing = [
      [0, 0],
      [0, 0],
      [0, 0],
    ] as const;
    expect(readExifGps({ ...here, latitude: nothing, longitude: nothing })).toEqual(suspect("GPS_INCOMPLETE"));
  });
  test.each([
    ["no hemisphere", { latitudeRef: "" }],
    ["a hemisphere of the other axis", { latitudeRef: "E" }],
    ["no longitude", { longitude: [] }],
  ])("%s leaves the position incomplete", (_, change) => {
    expect(readExifGps({ ...here, ...change })).toEqual(suspect("GPS_INCOMPLETE"));
  });
  test("0, 0 is a camera without a fix", () => {
    expect(readExifGps({ ...here, latitude: [[0, 1]], longitude: [[0, 1]] })).toEqual(suspect("GPS_ZERO"));
  });
  test("the equator alone is a position", () => {
    expect(readExifGps({ ...here, latitude: [[0, 1]] })).toEqual(at(0, -123.25));
  });
  test("91 degrees north is not on the earth", () => {
    expect(readExifGps({ ...here, latitude: [[91, 1]] })).toMatchObject(suspect("GPS_OUT_OF_RANGE"));
  });
  test("latitude and longitude that were swapped keep their numbers, by their size or by their letters", () => {
    const [latitude, longitude] = [here.longitude, here.latitude];
    const refused = { ...suspect("GPS_OUT_OF_RANGE"), refused: [-123.25, 48.5] };
    expect(readExifGps({ ...here, latitude, longitude, latitudeRef: "S", longitudeRef: "E" })).toEqual(refused);
    expect(readExifGps({ ...here, latitude, longitude, latitudeRef: "W", longitudeRef: "N" })).toEqual(refused);
    expect(readXmpGps("-123.25", "48.5")).toEqual(refused);
  });
  test("no tags are no position and no finding", () => {
    expect(readExifGps(nowhere)).toEqual({ kind: "absent" });
  });
  test("every position that a camera writes comes back within a centimetre", () => {
    const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
    fc.assert(
      fc.property(degrees(89.9), degrees(179.9), (latitude, longitude) => {
        fc.pre(Math.abs(latitude) > 0.001);
        const written = gpsAt(latitude, longitude);
        const reading = readExifGps({ ...nowhere, ...written });
        if (reading.kind !== "stated") throw new Error(JSON.stringify(reading));
        expect(reading.position.decimalLatitude).toBeCloseTo(latitude, 7);
        expect(reading.position.decimalLongitude).toBeCloseTo(longitude, 7);
      }),
    );
  });
});

describe("XMP positions", () => {
  test.each([
    ["48,30.0N", "123,15.0W", 48.5, -123.25],
    ["48,30,0N", "123,15,0w", 48.5, -123.25],
    ["-33.5", "151.25", -33.5, 151.25],
  ])("%s %s", (latitude, longitude, decimalLatitude, decimalLongitude) => {
    expect(readXmpGps(latitude, longitude)).toEqual(at(decimalLatitude, decimalLongitude));
  });
  test("one of two is incomplete", () => {
    expect(readXmpGps("48,30.0N", null)).toEqual(suspect("GPS_INCOMPLETE"));
  });
});
