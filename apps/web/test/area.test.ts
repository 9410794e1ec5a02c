import { describe, expect, it } from "vitest";
import { degreesOf, draftOf, readArea } from "../src/features/area/area-draft.ts";

describe("what is written of an area", () => {
  it.each([
    ["47.5", 47.5],
    ["-122", -122],
    ["−122,25", -122.25],
    ["122 W", -122],
    ["33.9° s", -33.9],
    ["18E", 18],
    ["", Number.NaN],
    ["north", Number.NaN],
    ["4 7", Number.NaN],
  ])("%s is %d degrees", (text, degrees) => {
    expect(degreesOf(text)).toEqual(degrees);
  });

  it("is an area, nothing at all, unfinished, or wrong", () => {
    const draft = { south: "47", west: "125 W", north: "50", east: "122 W" };
    const area = { south: 47, west: -125, north: 50, east: -122 };
    expect(readArea(draft)).toEqual({ area });
    expect(readArea(draftOf(area))).toEqual({ area });
    expect(readArea(draftOf(null))).toEqual({ area: null });
    expect(readArea({ ...draft, east: "" })).toEqual({});
    expect(readArea({ ...draft, south: "51" }).wrong).toContain("the south has to lie south of the north");
    expect(readArea({ ...draft, west: "200 W" }).wrong).toContain("longitudes to 180");
  });
});
