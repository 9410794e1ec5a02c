import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { expect, onTestFinished, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";
import { aDataFolder, aService } from "../a-service.ts";
import { terminal } from "./terminal.ts";

const { stdout, stderr } = terminal();

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "landfall-export-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true, maxRetries: 3 }));
  return made;
}

test("records of a manifest and of a population are written whole, or nothing is touched", async () => {
  const [photos, data, to] = [folder(), aDataFolder(), folder()];
  await drawSeason(photos, { encounters: 2, imagesPerEncounter: 1, size: 64 });
  const landfall = (...words: string[]) => run([...words, "--data", data]);
  expect(await landfall("scan", photos, "--population", "Residents", "--json")).toBe(0);
  const { manifestId } = stdout.lastObject();
  const file = path.join(to, "records.zip");
  writeFileSync(file, "what was there");

  expect(await landfall("export", manifestId, "--format", "csv", "--out", file, "--force")).not.toBe(0);
  expect(stderr.text()).toContain("There are no encounters.");
  expect(await landfall("export", manifestId, "--format", "csv", "--years", "24", "--out", file)).toBe(1);
  expect(stderr.text()).toContain("2019-2024");
  const inventory = path.join(to, "inventory.json");
  expect(await landfall("export", "--population", "Residents", "--format", "json", "--out", inventory)).toBe(1);
  expect(await landfall("export", manifestId, "--format", "pdf", "--out", file)).toBe(1);
  expect(readFileSync(file, "utf8")).toBe("what was there");
  expect(readdirSync(to)).toEqual(["records.zip"]);

  expect(await landfall("approve", manifestId)).toBe(0);
  stderr.clear();
  const away = path.join(to, "missing");
  expect(await landfall("export", manifestId, "--format", "csv", "--out", path.join(away, "a.zip"))).toBe(1);
  expect(stderr.text()).toBe(`There is no folder ${away}: make it first, or name another.`);
  expect(await landfall("export", manifestId, "--format", "csv", "--out", file, "--force", "--json")).toBe(0);
  expect(stdout.lastObject()).toMatchObject({ encounters: 2, images: 2, withheld: 0, notExported: [], format: "csv" });
  expect(Object.keys(unzipSync(readFileSync(file)))).toEqual(["encounters.csv", "images.csv", "not-exported.csv"]);
  expect(await landfall("places", "none", "--population", "Residents")).toBe(0);
  const records = path.join(to, "records.json");
  const all = ["export", "--population", "residents", "--years", "2019-2024", "--status", "all", "--out", records];
  expect(await landfall(...all, "--format", "json-records")).toBe(0);
  expect(stdout.text()).toContain(`2 encounters and 2 images written to ${records}, one JSON object.`);
  expect(JSON.parse(readFileSync(records, "utf8"))).toMatchObject({ locationPrecision: "none" });
  expect(await landfall("export", manifestId, "--format", "json", "--out", inventory)).toBe(0);
  expect(JSON.parse(readFileSync(inventory, "utf8"))).toHaveLength(2);
});

test("a file is not called as if it were of another kind, and it is said what it is and which encounters it has not", async () => {
  const [photos, data, to] = [folder(), aDataFolder(), folder()];
  await drawSeason(photos, { encounters: 6, imagesPerEncounter: 1, size: 64 });
  const landfall = (...words: string[]) => run([...words, "--data", data]);
  expect(await landfall("scan", photos, "--population", "Residents", "--json")).toBe(0);
  const { manifestId } = JSON.parse(stdout.text().split("\n").at(-1) ?? "");
  expect(await landfall("approve", manifestId)).toBe(0);
  stdout.clear();
  const out = (name: string) => ["--out", path.join(to, name)];
  const wrong = [
    ["csv", "season.csv", "season.zip"],
    ["dwca", "season.json", "season.zip"],
    ["camtrap-dp", "season.CSV", "season.zip"],
    ["xlsx", "season.zip", "season.xlsx"],
    ["json-records", "season.zip", "season.json"],
    ["json", "season.csv", "season.json"],
  ] as const;
  for (const [format, name, better] of wrong) {
    stderr.clear();
    expect(await landfall("export", manifestId, "--format", format, ...out(name))).toBe(1);
    expect(stderr.text()).toContain(`Write --out ${path.join(to, better)}`);
  }
  expect(readdirSync(to)).toEqual([]);

  const page = async () => {
    stdout.clear();
    expect(await landfall("review", manifestId, "--json")).toBe(0);
    return JSON.parse(stdout.text()).encounters as { id: string }[];
  };
  for (const { id } of (await page()).slice(0, 5))
    expect(await landfall("edit", id, "--set", "available=2199-01-01")).toBe(0);
  expect(await landfall("approve", manifestId)).toBe(0);
  stdout.clear();
  expect(await landfall("export", manifestId, "--format", "csv", ...out("season.zip"))).toBe(0);
  expect(stdout.text().split("\n")).toEqual([
    `1 encounter and 1 image written to ${path.join(to, "season.zip")}, a ZIP of three tables: encounters.csv, images.csv and not-exported.csv.`,
    "Not exported: 5 encounters and 5 images. It is under embargo until 2199-01-01.",
    "  2024-05-01 · Haro Strait · Jo Tidewater",
    "  2024-05-02 · Active Pass · Jo Tidewater",
    "  2024-05-03 · Boundary Pass · Jo Tidewater",
    "  and 2 more",
  ]);
  expect(await landfall("export", manifestId, "--format", "csv", ...out("season"))).toBe(0);
  expect(readdirSync(to)).toEqual(["season", "season.zip"]);
});

test("what breaks off while it is made leaves the file that was there", async () => {
  async function* breaking() {
    yield Buffer.alloc(200_000, "x");
    throw new Error("the disk went away");
  }
  const { dataFolder } = await aService({
    handlers: {
      outputFile: ({ body }) => ({ path: body.path }),
      manifestRecords: () => ({ encounters: 2, images: 2, withheld: 0, locationPrecision: "exact", notExported: [] }),
    },
    download: { fileName: "records.json", mediaType: "application/json", parts: breaking() },
  });
  const to = folder();
  const file = path.join(to, "records.json");
  writeFileSync(file, "what was there");
  const id = "5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e5f";
  expect(await run(["export", id, "--format", "json-records", "--out", file, "--force", "--data", dataFolder])).toBe(1);
  expect(stderr.text()).toContain(`cannot write ${file}`);
  expect(readFileSync(file, "utf8")).toBe("what was there");
  expect(readdirSync(to)).toEqual(["records.json"]);
});
