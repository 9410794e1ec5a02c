import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { drawScenario, type Scenario } from "../../../../fixtures/index.ts";
import { type FoundFile, scanFolders, suggestPatterns, treeOf } from "../../src/index.ts";

async function suggestionsFor(scenario: Scenario) {
  const folder = mkdtempSync(join(tmpdir(), `landfall-patterns-${scenario}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await drawScenario(scenario, folder);
  const files: FoundFile[] = [];
  await scanFolders({ roots: [folder] }, { files: (batch) => void files.push(...batch) });
  const paths = files
    .filter(({ bucket }) => bucket === "image")
    .map(({ root, path, metadata }) => ({ root, path, taken: metadata?.localTime?.slice(0, 10) ?? null }));
  return suggestPatterns(treeOf(paths), [null]);
}

const suggest = (...paths: readonly string[]) =>
  suggestPatterns(treeOf(paths.map((path) => ({ root: 0, path, taken: null }))), [null]);

describe("the folders of the scenario trees suggest", () => {
  test.each([
    ["A", "{year}/{date}_{locality}/{photographer}", 1],
    ["B", "{date}_{encounter}_{locality}_{photographer}", 1],
    ["C", "{locality}/{date} - {individual} - {photographer}", 0.9],
    ["D", "{date}_{encounter}_{locality}_{photographer}_*.*", 0.9],
    ["E", "{year}/IDs/{individual}", 0.9],
    ["G", "photos/{date}/{encounter}", 1],
    ["I", "{date}_{locality}", 1],
  ] as const)("%s: %s", async (scenario, pattern, confidence) => {
    expect((await suggestionsFor(scenario))[0]).toMatchObject({ pattern, confidence, others: [] });
  });

  test.each(["F", "H"] as const)("%s: nothing, since they name nothing", async (scenario) => {
    expect(await suggestionsFor(scenario)).toEqual([]);
  });
});

describe("a suggestion", () => {
  test("takes bare numbers below a day for its encounters, and is less sure of it", () => {
    const [first] = suggest("2024-07-24/1/a.jpg", "2024-07-24/2/b.jpg", "2024-07-25/1/c.jpg");
    expect(first).toMatchObject({ pattern: "{date}/{encounter}", confidence: 0.63, others: [] });
    expect(suggest("2024/07/24/1/a.jpg", "2024/07/24/02/b.jpg")[0]?.pattern).toBe("{year}/{month}/{day}/{encounter}");
    expect(suggest("2024-07-24/100/a.jpg", "2024-07-24/101/b.jpg")[0]?.pattern).toBe("{date}");
  });
  test("says which paths it fits and which not, and how its dates agree with those of the photographs", () => {
    const [first] = suggestPatterns(
      treeOf([
        { root: 0, path: "2024-07-15_Haro/a.jpg", taken: "2024-07-15" },
        { root: 0, path: "2024-07-15_Haro/b.jpg", taken: "2024-07-16" },
        { root: 0, path: "2024-07-20_Skana/c.jpg", taken: "2024-07-02" },
        { root: 0, path: "unsorted/d.jpg", taken: null },
      ]),
      [null],
    );
    expect(first).toEqual({
      pattern: "{date}_{locality}",
      confidence: 0.5,
      images: 3,
      dates: { agree: 2, differ: 1 },
      matching: ["2024-07-15_Haro/a.jpg", "2024-07-20_Skana/c.jpg"],
      others: ["unsorted/d.jpg"],
    });
  });

  test.each([
    ["{year}/{month}/{day}", ["2024/07/15/a.jpg", "2024/07/16/a.jpg"]],
    ["{year}/{month}/{day} {locality}", ["2024/07 July/15 Haro/a.jpg", "2024/08 August/16 Active Pass/a.jpg"]],
    ["{locality}/{year}/{date}", ["Salish Sea/2024/15 Jul 2024/a.jpg", "Salish Sea/2024/16 Jul 2024/a.jpg"]],
    ["{year}/{date} {locality}/{photographer}", ["2024/2024-07-15 Haro/J. Smith/a.jpg"]],
    ["{date}_{locality}/{photographer}", ["03-04-2021_Haro_Strait/BW/a.jpg"]],
  ])("%s", (pattern, paths) => {
    expect(suggest(...paths)[0]?.pattern).toBe(pattern);
  });

  test("of dates that could be either way round is less sure", () => {
    expect(suggest("03-04-2021_Haro/a.jpg")[0]?.confidence).toBe(0.7);
  });

  test("is given for the likely ones only, several where they fit other folders", () => {
    const found = suggest("2024/2024-07-15_Haro/BW/a.jpg", "2024/2024-07-16_Haro/b.jpg", "x/c.jpg").map(
      ({ pattern, images }) => [pattern, images],
    );
    expect(found).toEqual([
      ["{year}/{date}_{locality}", 2],
      ["{year}/{date}_{locality}/{photographer}", 1],
    ]);
  });

  test("comes the surer the earlier, also before one that says more", () => {
    const found = suggest(
      ...["a", "b", "c", "d"].map((name) => `2024-07-15_Haro/BW/${name}.jpg`),
      ...["a", "b", "c", "d", "e"].map((name) => `2024-08-01/${name}.jpg`),
      "x/y.jpg",
    );
    expect(found.map(({ pattern, confidence }) => [pattern, confidence])).toEqual([
      ["{date}", 0.45],
      ["{date}_{locality}/{photographer}", 0.36],
    ]);
  });

  test("is, of two that say the same, the one that is used for other folders already", () => {
    const tree = treeOf([{ root: 0, path: "photos/2022-05-03/E1/a.jpg", taken: null }]);
    const known = ["*/{date}/{encounter}", "{year}/{month}"];
    expect(suggestPatterns(tree, [null], known).map(({ pattern }) => pattern)).toEqual(["*/{date}/{encounter}"]);
  });

  test("finds the same folders at other depths, as drives have them", () => {
    const found = suggest("Photos/2024/2024-07-15_Haro/BW/a.jpg", "2024/2024-07-16_Skana/BW/b.jpg");
    expect(found.map(({ pattern, images }) => [pattern, images])).toEqual([
      ["**/{year}/{date}_{locality}/{photographer}", 2],
    ]);
  });

  test("comes of no name that no pattern can say", () => {
    const odd = ["{year}", "a*b", "\u{1F40B}", "%#?&", "-x", " ", "a\nb", "\\", "_".repeat(244), "caf\\xe9", "}{", "0"];
    for (const { confidence, images } of suggest(...odd.map((name) => `${name}/a.jpg`), "a.jpg")) {
      expect(confidence).toBeLessThan(0.5);
      expect(images).toBeGreaterThan(0);
    }
    expect(suggest()).toEqual([]);
  });
});
