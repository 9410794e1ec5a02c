import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingFields } from "@landfall/protocol";
import { expect, onTestFinished, test } from "vitest";
import { drawScenario, type Scenario } from "../../../fixtures/index.ts";
import { type FoundFile, groupFiles, scanFolders } from "../src/index.ts";

/** The tree on a disk, scanned and grouped as a station does it. */
async function read(scenario: Scenario, examples: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), `landfall-scenario-${scenario}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, "Season");
  await drawScenario(scenario, root);
  const files: FoundFile[] = [];
  await scanFolders({ roots: [root] }, { files: (batch) => void files.push(...batch) });
  const identifiers = { examples, corrections: [] };
  return { files, encounters: groupFiles(files, { roots: [root], identifiers }) };
}

/** Day, place, photographer, number, and the files of each image; what belongs to another file is named with it. */
async function encountersOf(scenario: Scenario) {
  const { files, encounters } = await read(scenario);
  const short = (file: number) => files[file]?.path.split("/").at(-1);
  return encounters.map(({ values, encounterNumber, images }) => ({
    is: [values.eventDate, values.locality, values.recordedBy, encounterNumber],
    images: images.map((image) => [
      ...image.files.map(short),
      ...(image.pairedWith ? [`with ${image.pairedWith}`] : []),
    ]),
  }));
}

test("A: year, day and place, photographer; a copy in BEST is the same image; a night at sea is one encounter", async () => {
  expect(await encountersOf("A")).toEqual([
    {
      is: ["2024-07-15", "Haro Strait", "BW", null],
      images: [["IMG_0001.JPG", "IMG_0001.JPG"], ["IMG_0002.JPG"]],
    },
    { is: ["2024-07-15", "Haro Strait", "BW + AW", null], images: [["DSC_0001.JPG"]] },
    { is: ["2024-07-16", "Active Pass", "BW", null], images: [["IMG_0003.JPG"], ["IMG_0004.JPG"]] },
  ]);
});

test("B: day, encounter, place and people in one name; RAW, JPEG and sidecar stay together, a long pause does not split", async () => {
  expect(await encountersOf("B")).toEqual([
    {
      is: ["2023-08-12", "Johnstone", "JT+GE", 2],
      images: [
        ["_DSC4411.JPG", "with _DSC4411.NEF"],
        ["_DSC4411.NEF"],
        ["_DSC4411.xmp", "with _DSC4411.NEF"],
        ["_DSC4412.JPG"],
      ],
    },
    { is: ["2023-08-12", "Johnstone", "JT+GE", 3], images: [["_DSC4413.JPG"]] },
  ]);
});

test("C: place first, day before month; one date that can be read in one way only tells how the others are meant", async () => {
  expect(await encountersOf("C")).toEqual([
    { is: ["2024-06-05", "Salish Sea", "J. Smith", null], images: [["DSC_0001.jpg"]] },
    { is: ["2024-07-15", "Salish Sea", "J. Smith", null], images: [["DSC_0412.jpg"], ["DSC_0413.jpg"]] },
  ]);
});

test("D: everything in the file's name", async () => {
  expect(await encountersOf("D")).toEqual([
    {
      is: ["2024-07-15", null, "MK", 3],
      images: [["20240715_E3_Skana_MK_0127_T002B_L.jpg"], ["20240715_E3_Skana_MK_0128_T002B_R.jpg"]],
    },
    { is: ["2024-07-15", null, "MK", 4], images: [["20240715_E4_Skana_MK_0129_T002B_L.jpg"]] },
  ]);
});

test("E: animals as folders are no places and no people", async () => {
  expect(await encountersOf("E")).toEqual([
    {
      is: ["2019-06-02", null, null, null],
      images: [["2019-06-02 T002B (1).jpg"], ["2019-06-02 T065A (3).jpg"], ["2019-06-02 T065A (4).jpg"]],
    },
  ]);
});

test("E: animals as folders are the encounter's individuals, by the population's rule", async () => {
  const { encounters } = await read("E", ["T002B"]);
  expect(encounters.map(({ values, provenance }) => [values.organismName, provenance.organismName?.source])).toEqual([
    ["T002B | T065A", "filename"],
  ]);
});

test("F: a counter that starts again does not split, the same counter of two bodies does not join", async () => {
  expect(await encountersOf("F")).toEqual([
    { is: ["2024-07-15", null, "Jo", null], images: [["IMG_9998.JPG"], ["IMG_9999.JPG"], ["IMG_0001.JPG"]] },
    { is: ["2024-07-15", null, "Sam", null], images: [["IMG_9998.JPG"]] },
  ]);
});

test("G: days and encounters as folders", async () => {
  expect(await encountersOf("G")).toEqual([
    { is: ["2022-05-03", null, null, 1], images: [["IMG_0001.JPG"], ["IMG_0002.JPG"]] },
    { is: ["2022-05-03", null, null, 2], images: [["IMG_0003.JPG"]] },
  ]);
});

test("H: a catalogue has no days and no places: its images are the reference of each individual, by side", async () => {
  expect(await encountersOf("H")).toEqual([
    { is: [null, null, null, null], images: [["017-03W_L.jpg"], ["017-03W_R.jpg"]] },
    { is: [null, null, null, null], images: [["018-11E_L.jpg"]] },
  ]);
  const { encounters } = await read("H");
  expect(
    encounters.map(({ values, images }) => [
      values.eventType,
      values.organismName,
      images.map(({ facts }) => facts?.side),
      missingFields(values, { requireCoordinates: true, requireLicense: false }),
    ]),
  ).toEqual([
    ["reference", "017-03W", ["left", "right"], []],
    ["reference", "018-11E", ["left"], []],
  ]);
});

test("I: what systems and programs leave behind is counted and not taken", async () => {
  const { files, encounters } = await read("I");
  expect(encounters.map(({ images }) => images.length)).toEqual([1]);
  const taken = files.filter(({ bucket }) => bucket === "image").map(({ path }) => path.split("/").at(-1));
  expect(taken).toEqual(["IMG_0001.JPG"]);
  const left = files
    .filter(({ bucket }) => bucket !== "image")
    .map(({ path, reason }) => [path.split("/").at(-1), reason]);
  expect(left).toEqual(
    [
      "Season.lrcat",
      ".DS_Store",
      "._IMG_0001.JPG",
      "IMG_0002.JPG.part",
      "Thumbs.db",
      "desktop.ini",
      "upload.tmp",
      "SYNOPHOTO_THUMB_M.jpg",
    ].map((name) => [name, "JUNK"]),
  );
});
