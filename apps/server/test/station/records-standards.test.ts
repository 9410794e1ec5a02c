import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { drawImages, drawSeason } from "../../../../fixtures/index.ts";
import { archiveFaults } from "./published/archive-faults.ts";
import { camtrapFaults } from "./published/camtrap-faults.ts";
import { camtrapTables } from "./published/camtrap-tables.ts";
import { xml } from "./published/elements.ts";
import { filesOf, type Line, linesIn, linesOf } from "./records-files.ts";
import { aSeason, attack, ofFolder } from "./records-season.ts";
import { temporaryFolder } from "./support.ts";

const known = {
  individualCount: 5,
  behavior: "travel",
  organismName: "T065A, T002B | T065A",
  scientificName: "Orcinus orca",
  vernacularName: "Killer whale",
  license: "attribution",
  parentEventID: "survey 7",
  eventRemarks: '=1+1, "calm"\r\nlater rain',
  coordinateUncertaintyInMeters: 0.5,
} as const;

describe("a Darwin Core Archive", () => {
  test("says by meta.xml which files it has, and what each column is", async () => {
    const { station, scope, encounters, edit, approve } = await aSeason();
    await edit((await encounters())[1], known);
    await approve();
    const files = await filesOf(station, scope, "dwca");
    const meta = xml(files.get("meta.xml"));
    expect([meta.name, meta.attributes.metadata]).toEqual(["archive", "eml.xml"]);
    expect(meta.children.map(({ name, attributes }) => [name, attributes.rowType])).toEqual([
      ["core", "http://rs.tdwg.org/dwc/terms/Event"],
      ["extension", "http://rs.tdwg.org/ac/terms/Multimedia"],
      ["extension", "http://rs.tdwg.org/dwc/terms/Occurrence"],
    ]);
    expect(archiveFaults(files)).toEqual([]);
    expect([...files.keys()]).toEqual(
      "meta.xml eml.xml event.csv multimedia.csv occurrence.csv not-exported.csv".split(" "),
    );
  });

  test("has an occurrence for each animal that is known and one for the others, and none without", async () => {
    const { station, scope, encounters, edit, approve } = await aSeason();
    const [, second] = await encounters();
    await edit(second, known);
    await approve();
    const lines = await linesIn(station, scope, "dwca", "occurrence.csv");
    expect(lines.map(({ eventID, organismID, individualCount }) => [eventID, organismID, individualCount])).toEqual([
      [second?.eventID, "T065A", "1"],
      [second?.eventID, "T002B", "1"],
      [second?.eventID, "", "3"],
    ]);
    expect(new Set(lines.map(({ occurrenceID }) => occurrenceID)).size).toBe(3);
    const plain = await aSeason(1);
    await plain.approve();
    expect([...(await filesOf(plain.station, plain.scope, "dwca")).keys()]).not.toContain("occurrence.csv");
  });
});

const tablesIn = (files: ReadonlyMap<string, string>): Record<string, Line[]> =>
  Object.fromEntries(Object.keys(camtrapTables).map((name) => [name, linesOf(files.get(`${name}.csv`))]));

describe("a Camtrap DP package", () => {
  test("has tables that its schemas allow", async () => {
    const { station, scope, encounters, edit, approve } = await aSeason();
    const [, second] = await encounters();
    await edit(second, known);
    await approve();
    const files = await filesOf(station, scope, "camtrap-dp");
    expect(camtrapFaults(files)).toEqual([]);
    const tables = tablesIn(files);
    expect([tables.deployments?.length, tables.media?.length, tables.observations?.length]).toEqual([3, 6, 5]);
    expect(tables.observations?.filter(({ eventID }) => eventID === second?.eventID)).toMatchObject([
      { individualID: "T065A", count: "1", scientificName: "Orcinus orca", observationType: "animal" },
      { individualID: "T002B", count: "1" },
      { individualID: "", count: "3", behavior: "travel" },
    ]);
    expect(tables.media?.map(({ fileName }) => fileName)).toContain(attack);
    expect(tables.media?.[0]?.timestamp).toBe("2024-05-01T09:30:00-07:00");
    expect(tables.deployments?.[1]).toMatchObject({
      deploymentComments: known.eventRemarks,
      coordinateUncertainty: "1",
      deploymentGroups: "sighting:survey 7",
    });
  });

  test("is described as the profile asks", async () => {
    const { station, scope, encounters, edit, approve } = await aSeason();
    for (const each of await encounters()) await edit(each, { license: "attribution", scientificName: "Orcinus orca" });
    await approve();
    const told = JSON.parse((await filesOf(station, scope, "camtrap-dp")).get("datapackage.json") ?? "");
    const schema = (name: string) => `https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.1/${name}`;
    expect(told).toMatchObject({
      profile: schema("camtrap-dp-profile.json"),
      name: "residents",
      created: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
      project: { samplingDesign: "opportunistic", captureMethod: ["activityDetection"], observationLevel: ["event"] },
      temporal: { start: "2024-05-01", end: "2024-05-03" },
      taxonomic: [{ scientificName: "Orcinus orca" }],
      spatial: { type: "Polygon" },
    });
    expect(told.resources.slice(0, 3)).toMatchObject(
      ["deployments", "media", "observations"].map((name) => ({
        name,
        path: `${name}.csv`,
        profile: "tabular-data-resource",
        schema: schema(`${name}-table-schema.json`),
      })),
    );
    for (const { role } of told.contributors) expect(["rightsHolder", "contributor"]).toContain(role);
    expect(told.licenses.map(({ scope }: { scope: string }) => scope)).toEqual(["data", "media"]);
    const [corners] = told.spatial.coordinates;
    expect(corners).toHaveLength(5);
    expect(corners[0]).toEqual(corners[4]);
  });

  test("lists what it has no place for with the reason; no zone is invented", async () => {
    const { station, scope, manifest, encounters, edit, approve, tellPlaces } = await ofZoneless();
    const [first] = await encounters();
    await edit(first, { eventDate: "2024-05-01", locality: "Haro Strait", recordedBy: "A. Diver" });
    await edit(first, { decimalLatitude: 48.5, decimalLongitude: -123.1 });
    await approve();
    await expect(filesOf(station, scope, "camtrap-dp")).rejects.toMatchObject({
      code: "NOTHING_TO_EXPORT",
      detail: "It has no image whose time has a zone.",
    });
    await tellPlaces("none");
    await expect(filesOf(station, scope, "camtrap-dp")).rejects.toMatchObject({
      detail: expect.stringContaining("withheld"),
    });
    const query = { status: "approved", format: "camtrap-dp" } as const;
    const summary = await station.ask("manifestRecords", { params: { id: manifest }, query });
    expect(summary).toMatchObject({ encounters: 0, images: 0 });
    expect(summary.notExported.reduce((sum, { images }) => sum + images, 0)).toBe(2);
  });

  test("leaves out the encounter without coordinates, and names it and its images", async () => {
    const folder = temporaryFolder("mixed");
    await drawSeason(folder, { encounters: 2, imagesPerEncounter: 2, seed: "records", size: 64 });
    await drawImages(join(folder, "loose"), 2, { size: 64 });
    const { station, scope, encounters, edit, approve } = await ofFolder(folder);
    const loose = (await encounters()).find(({ values }) => values.decimalLatitude === null);
    await edit(loose, { eventDate: "2024-05-01", locality: "Haro Strait", recordedBy: "A. Diver" });
    await approve();
    const files = await filesOf(station, scope, "camtrap-dp");
    expect(camtrapFaults(files)).toEqual([]);
    const tables = tablesIn(files);
    expect([tables.deployments?.length, tables.media?.length]).toEqual([2, 4]);
    const left = await linesIn(station, scope, "camtrap-dp", "not-exported.csv");
    expect(left.map(({ table, eventID, reason }) => [table, eventID, reason])).toEqual([
      ["encounter", loose?.eventID, "Its coordinates are not known."],
      ["image", loose?.eventID, "No time of day is known of it."],
      ["image", loose?.eventID, "No time of day is known of it."],
    ]);
  });
});

/** Photographs that state no time. */
async function ofZoneless() {
  const folder = temporaryFolder("zoneless");
  await drawImages(folder, 2, { size: 64 });
  return ofFolder(folder);
}
