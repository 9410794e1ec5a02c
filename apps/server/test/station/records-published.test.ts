/** Exports of a hard season against the published schemas, transcribed in `published/`; and each kind of fault is found. */
import { describe, expect, test } from "vitest";
import { archiveFaults } from "./published/archive-faults.ts";
import { camtrapFaults } from "./published/camtrap-faults.ts";
import { type Grid, gridOf } from "./published/table-schema.ts";
import { filesOf, linesOf } from "./records-files.ts";
import { aHardSeason } from "./records-hard-season.ts";

type Files = ReadonlyMap<string, string>;

/** Made once: a season takes seconds. */
let valid: { camtrap: Files; archive: Files } | undefined;
const made = async () => {
  if (valid) return valid;
  const { station, scope } = await aHardSeason();
  valid = { camtrap: await filesOf(station, scope, "camtrap-dp"), archive: await filesOf(station, scope, "dwca") };
  return valid;
};

describe("a hard season", () => {
  test("is valid in both forms, with places told in every precision", async () => {
    const { station, scope, population, tellPlaces } = await aHardSeason();
    for (const precision of ["exact", "0.01", "0.1", "none"] as const) {
      await tellPlaces(precision);
      expect(archiveFaults(await filesOf(station, scope, "dwca")), precision).toEqual([]);
      const all = { of: { population }, status: "all" } as const;
      expect(archiveFaults(await filesOf(station, all, "dwca")), precision).toEqual([]);
      if (precision === "none") {
        const refused = { code: "NOTHING_TO_EXPORT", detail: expect.stringContaining("withheld") };
        await expect(filesOf(station, scope, "camtrap-dp")).rejects.toMatchObject(refused);
        continue;
      }
      expect(camtrapFaults(await filesOf(station, scope, "camtrap-dp")), precision).toEqual([]);
      expect(camtrapFaults(await filesOf(station, all, "camtrap-dp")), precision).toEqual([]);
    }
  });

  test("has in Camtrap DP what the form has a place for, and the others with the reason", async () => {
    const { camtrap: files } = await made();
    const media = linesOf(files.get("media.csv"));
    expect(media.map(({ fileName }) => fileName)).toEqual(expect.arrayContaining(["_DSC4411.NEF", "_DSC4411.JPG"]));
    expect(media.map(({ fileMediatype }) => fileMediatype)).not.toContain("application/rdf+xml");
    const deployments = linesOf(files.get("deployments.csv"));
    const at = (latitude: string) => deployments.find((line) => line.latitude === latitude);
    expect(at("0.00000038888888888889")).toMatchObject({
      longitude: "-0.0000005",
      timestampIssues: "true",
      deploymentComments: "Photographs state no time but that of their last change",
    });
    expect(at("48.5")).toMatchObject({ timestampIssues: "false" });
    // A person says another day than the camera: nobody takes the camera's for the encounter's.
    expect(at("48.51")).toMatchObject({
      timestampIssues: "true",
      deploymentComments: expect.stringContaining("1998-07"),
    });
    const observations = linesOf(files.get("observations.csv"));
    const of = (latitude: string) =>
      observations.filter(({ deploymentID }) => deploymentID === at(latitude)?.deploymentID);
    expect(of("48.55").map(({ observationType }) => observationType)).toContain("blank");
    const { taxonomic } = JSON.parse(files.get("datapackage.json") ?? "");
    expect(taxonomic).toEqual([{ scientificName: "Orcinus orca", vernacularNames: { und: "Killer whale" } }]);
    const left = linesOf(files.get("not-exported.csv")).map(({ table, fileName, reason }) => [table, fileName, reason]);
    expect(left).toEqual(
      expect.arrayContaining([
        ["image", "_DSC4411.xmp", "The form holds images, video and sound, and it is of the type application/rdf+xml."],
        ["encounter", "", "It is no sighting: these are the images by which an animal is known."],
        ["encounter", "", "Its coordinates are not known."],
        ["encounter", "", "It is under embargo until 2199-01-01."],
        ["image", "DSC_0001.JPG", "People are in the picture."],
      ]),
    );
  });

  test("has a line for each record of an archive, and names each person once", async () => {
    const { archive, camtrap } = await made();
    for (const [name, text] of archive)
      if (name.endsWith(".csv")) expect(text.split(/\r\n|\r|\n/), name).toHaveLength(gridOf(text).length + 1);
    const told = linesOf(archive.get("event.csv")).find(({ eventRemarks }) => eventRemarks !== "");
    expect(told?.eventRemarks).toBe('=1+1, "calm" later <rain> & \u0007bell\ufffd');
    const people = ["B. Ålesund", "Jo Tidewater", "N/A", "Sam Whitecap"];
    const named = [...(archive.get("eml.xml") ?? "").matchAll(/<surName>(.*?)<\/surName>/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(people);
    const { contributors } = JSON.parse(camtrap.get("datapackage.json") ?? "");
    expect(contributors.map(({ title }: { title: string }) => title).sort()).toEqual(
      ["Residents", ...people.filter((name) => name !== "N/A")].sort(),
    );
  });

  test("says in an archive of what kind each file is, and what is allowed with it", async () => {
    const media = linesOf((await made()).archive.get("multimedia.csv"));
    const kinds = media.map(({ fileName = "", type }) => [fileName.split(".").at(-1)?.toLowerCase(), type].join(" "));
    expect(new Set(kinds)).toEqual(new Set(["jpg StillImage", "nef StillImage", "xmp Text", "mp4 MovingImage"]));
    expect(new Set(media.map(({ rights, license }) => `${rights} ${license}`))).toEqual(
      new Set([
        "not stated ",
        "within the organisation only ",
        "public https://creativecommons.org/publicdomain/zero/1.0/",
        "public, with attribution https://creativecommons.org/licenses/by/4.0/",
      ]),
    );
  });
});

/** With one file altered. */
const withFile = (files: Files, name: string, alter: (text: string) => string): Files =>
  new Map([...files, [name, alter(files.get(name) ?? "")]]);

const csvOf = (grid: Grid): string =>
  grid.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`).join("");

/** With another value in the first row of a column. */
const withCell = (files: Files, name: string, column: string, value: string): Files =>
  withFile(files, name, (text) => {
    const grid = gridOf(text);
    const at = grid[0]?.indexOf(column) ?? -1;
    return csvOf(grid.map((row, line) => (line === 1 ? row.with(at, value) : row)));
  });

describe("a fault is found in Camtrap DP", () => {
  test.each([
    ["deployments", "deploymentID", "", "is missing"],
    ["deployments", "latitude", "48,5", "is no number"],
    ["deployments", "longitude", "181", "is not in -180..180"],
    ["deployments", "coordinateUncertainty", "0.5", "is no integer"],
    ["deployments", "coordinateUncertainty", "0", "is not in 1.."],
    ["deployments", "deploymentStart", "2024-05-01T09:30:00", "is no datetime"],
    ["deployments", "deploymentEnd", "2024-02-30T09:30:00Z", "is no datetime"],
    ["deployments", "timestampIssues", "no", "is no boolean"],
    ["media", "deploymentID", "gone", "is not in deployments"],
    ["media", "filePath", "../a.jpg", "is not of the form"],
    ["media", "fileMediatype", "application/rdf+xml", "is not of the form"],
    ["observations", "observationLevel", "file", "is none of media, event"],
    ["observations", "mediaID", "gone", "is not in media"],
    ["observations", "count", "0", "is not in 1.."],
  ])("%s.%s: %s %s", async (table, column, value, fault) => {
    const { camtrap } = await made();
    const faults = camtrapFaults(withCell(camtrap, `${table}.csv`, column, value));
    expect(faults).toContainEqual(expect.stringContaining(`${table}.${column} ${value} ${fault}`));
  });

  test("where a key is given twice, a column is another, or a row is short", async () => {
    const { camtrap } = await made();
    const twice = withFile(camtrap, "media.csv", (text) => csvOf([...gridOf(text), gridOf(text)[1] ?? []]));
    expect(camtrapFaults(twice)).toEqual(["media.mediaID is not unique", "media has a row without a key of its own"]);
    const named = withFile(camtrap, "media.csv", (text) => text.replace(",favorite,", ",favourite,"));
    expect(camtrapFaults(named)).toEqual([expect.stringContaining("media has the columns")]);
    const more = withFile(camtrap, "media.csv", (text) => csvOf(gridOf(text).map((row) => [...row, "x"])));
    expect(camtrapFaults(more)[0]).toContain("media has the columns");
    const short = withFile(camtrap, "media.csv", (text) =>
      csvOf(gridOf(text).map((row, at) => row.slice(0, at || 99))),
    );
    expect(camtrapFaults(short)).toContain("media row 1 has 1 fields");
  });

  test.each([
    ["profile", "https://example.org/profile.json"],
    ["name", "Résidents"],
    ["created", "yesterday"],
    ["contributors", [{ title: "A", role: "photographer" }]],
    ["licenses", [{ path: "https://example.org", scope: "data" }]],
    [
      "spatial",
      {
        type: "Polygon",
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      },
    ],
    ["temporal", { start: "2024-05", end: "2024-06" }],
    ["taxonomic", [{ scientificName: "Orcinus orca", vernacularNames: { en: "Killer whale" } }]],
    ["project", { title: "A" }],
    ["resources", []],
    ["season", "2024"],
  ])("in its description: %s", async (property, value) => {
    const { camtrap } = await made();
    const broken = withFile(camtrap, "datapackage.json", (text) =>
      JSON.stringify({ ...JSON.parse(text), [property]: value }),
    );
    expect(camtrapFaults(broken).join()).toContain(property);
  });
});

describe("a fault is found in a Darwin Core Archive", () => {
  const term = "http://rs.tdwg.org/dwc/terms";

  test.each([
    ["event.csv", "eventDate", "May 2024", `event.csv ${term}/eventDate may not be May 2024`],
    ["event.csv", "decimalLatitude", "4e-7", `event.csv ${term}/decimalLatitude may not be 4e-7`],
    ["event.csv", "coordinateUncertaintyInMeters", "0", `${term}/coordinateUncertaintyInMeters may not be 0`],
    ["event.csv", "eventID", "", "event.csv has a row without an id of its own"],
    ["multimedia.csv", "eventID", "gone", "multimedia.csv gone is not in event.csv"],
    ["multimedia.csv", "mediaID", "", "has no http://purl.org/dc/terms/identifier"],
    ["multimedia.csv", "type", "Picture", "http://purl.org/dc/elements/1.1/type may not be Picture"],
    ["multimedia.csv", "license", "CC0", "http://purl.org/dc/terms/rights may not be CC0"],
    ["occurrence.csv", "basisOfRecord", "Photograph", `${term}/basisOfRecord may not be Photograph`],
    ["occurrence.csv", "individualCount", "few", `${term}/individualCount may not be few`],
  ])("%s %s: %s", async (file, column, value, fault) => {
    const { archive } = await made();
    expect(archiveFaults(withCell(archive, file, column, value)).join("; ")).toContain(fault);
  });

  test.each([
    ["meta.xml", "<files>", "<files/><files>", "core may not have the children files files id"],
    ["meta.xml", ' rowType="', ' rows="', "core has no rowType"],
    ["meta.xml", "terms/locality", "terms/place", `event.csv may not have ${term}/place`],
    ["meta.xml", "terms/locality", "terms/eventDate", "event.csv has two columns of one term"],
    ["meta.xml", /<field index="3".*\n/, "", "event.csv.datasetID is not described"],
    ["meta.xml", /<field default="eng".*\n/, "", "metadataLanguageLiteral"],
    ["meta.xml", "event.csv", "events.csv", "events.csv is not there"],
    ["eml.xml", /<pubDate>.*<\/pubDate>/, "", "dataset may not have the children"],
    ["eml.xml", /<surName>.*?<\/surName>/, "<surName> </surName>", "surName may not be"],
    ["eml.xml", /(<westBounding\w+>).*?</, "$14e-7<", "westBoundingCoordinate may not be 4e-7"],
    ["eml.xml", /<calendarDate>.*?</, "<calendarDate>1998-07<", "calendarDate may not be 1998-07"],
    ["eml.xml", /<calendarDate>.*?</, "<calendarDate>2023-02-30<", "calendarDate may not be 2023-02-30"],
    ["eml.xml", ' scope="system"', ' scope="document"', "eml:eml may not have scope document"],
    ["eml.xml", "<language>", "<abbr/><language>", "abbr is not described"],
  ])("%s: %s", async (file, what, by, fault) => {
    const { archive } = await made();
    expect(archiveFaults(withFile(archive, file, (text) => text.replace(what, by))).join("; ")).toContain(fault);
  });
});
