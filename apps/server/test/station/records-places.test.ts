/** What gives a place away, and the box that places lie in. */
import { expect, test } from "vitest";
import { boxOf, type Seen, see } from "../../src/station/records/box.ts";
import { namesPlace, placeName } from "../../src/station/records/place-names.ts";
import { archiveFaults } from "./published/archive-faults.ts";
import { camtrapFaults } from "./published/camtrap-faults.ts";
import { filesOf, linesIn } from "./records-files.ts";
import { aSeason } from "./records-season.ts";

test.each([
  ["haro-1", "Haro Strait", true],
  ["the strait at dusk", "Haro Strait", true],
  ["Angstrombukta 3", "Ångströmbukta", true],
  ["Kos-3", "Kos", true],
  ["kosher lunch", "Kos", false],
  ["at Ny", "Ny", true],
  ["many", "Ny", false],
  ["香港-3", "香港島", true],
  ["港", "香港", false],
  ["seen off Lime Kiln", "Active Pass", true],
  ["travel, calm", "Active Pass", false],
  ["survey 7", null, false],
  ["Limekiln Nellie", "Active Pass", true],
  ["LIME_KILN-2", "Active Pass", true],
  ["L\u00efme-Kiln", null, true],
  ["Limekilns", null, true],
  ["off activepass", "Active Pass", true],
  ["smugglers cove", null, true],
  ["tromso 2", "Troms\u00f8", true],
  ["man seen", null, false],
  ["line kill", null, false],
  ["group of 12-15", "Site 12", false],
])("%j gives %j away: %s", (text, locality, isGiven) => {
  expect(namesPlace(text, locality, [placeName("Lime Kiln"), placeName("Anse"), placeName("SmugglersCove")])).toBe(
    isGiven,
  );
});

test.each([
  ["one place", [[48, -123]], { west: -123, east: -123, south: 48, north: 48 }],
  [
    "the other side of Greenwich",
    [
      [50, -2],
      [51, 3],
    ],
    { west: -2, east: 3, south: 50, north: 51 },
  ],
  [
    "on both sides of 180°",
    [
      [52, 179.5],
      [51, -178.25],
      [53, 178],
    ],
    { west: 178, east: -178.25, south: 51, north: 53 },
  ],
  [
    "the west alone",
    [
      [48, -123.2],
      [0, -0.0000005],
    ],
    { west: -123.2, east: -0.0000005, south: 0, north: 48 },
  ],
  [
    "round the world",
    [
      [0, -120],
      [0, 0],
      [0, 120],
    ],
    { west: -120, east: 120, south: 0, north: 0 },
  ],
  [
    "at 180° itself",
    [
      [0, 180],
      [0, -180],
    ],
    { west: 180, east: 180, south: 0, north: 0 },
  ],
] as const)("the box of %s", (_, places, box) => {
  const seen = places.reduce<Seen | null>((all, [latitude, longitude]) => see(all, latitude, longitude), null);
  expect(seen && boxOf(seen)).toEqual(box);
});

test("a season on both sides of 180° is no season round the world", async () => {
  const { station, scope, encounters, edit, approve } = await aSeason(2);
  const [first, second] = await encounters();
  await edit(first, { decimalLatitude: 52, decimalLongitude: 179.5 });
  await edit(second, { decimalLatitude: 51.5, decimalLongitude: -179.25 });
  await approve();
  const camtrap = await filesOf(station, scope, "camtrap-dp");
  expect(camtrapFaults(camtrap)).toEqual([]);
  const { spatial } = JSON.parse(camtrap.get("datapackage.json") ?? "");
  expect(spatial.coordinates.flat().map((ring: number[][]) => [ring[0], ring[2]])).toEqual([
    [
      [179.5, 51.5],
      [180, 52],
    ],
    [
      [-180, 51.5],
      [-179.25, 52],
    ],
  ]);
  const archive = await filesOf(station, scope, "dwca");
  expect(archiveFaults(archive)).toEqual([]);
  expect(archive.get("eml.xml")).toContain(
    "<westBoundingCoordinate>179.5</westBoundingCoordinate><eastBoundingCoordinate>-179.25</eastBoundingCoordinate>",
  );
});

test("no text of an encounter names the place of another one of the population", async () => {
  const { station, scope, encounters, edit, approve, tellPlaces } = await aSeason(2);
  const [first] = await encounters();
  await edit(first, {
    fieldNumber: "AP 7",
    behavior: "fast, towards ACTIVE pass",
    vernacularName: "Haro killer whale",
    organismName: "Activepass Nellie",
  });
  await approve();
  await tellPlaces("0.1");
  for (const format of ["csv", "dwca", "camtrap-dp"] as const)
    for (const [name, text] of await filesOf(station, scope, format))
      expect(text, name).not.toMatch(/active|pass|haro/i);
  const [told] = await linesIn(station, scope, "csv", "encounters.csv");
  expect(told).toMatchObject({ fieldNumber: "AP 7", behavior: "", vernacularName: "", organismName: "" });
  expect(told?.informationWithheld).toContain("organismName, vernacularName, behavior");
  await tellPlaces("exact");
  const [exact] = await linesIn(station, scope, "csv", "encounters.csv");
  expect(exact).toMatchObject({ behavior: "fast, towards ACTIVE pass", vernacularName: "Haro killer whale" });
});
