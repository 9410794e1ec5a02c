import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterEach, beforeEach, expect, type MockInstance, onTestFinished, test, vi } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { run } from "../../src/cli/main.ts";

let stdout: MockInstance;
let stderr: MockInstance;
beforeEach(() => {
  stdout = vi.spyOn(console, "log").mockImplementation(() => {});
  stderr = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

const said = (spy: MockInstance): string => spy.mock.calls.map(([line]) => String(line)).join("\n");

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "landfall-export-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true, maxRetries: 3 }));
  return made;
}

test("records of a manifest and of a population are written whole, or nothing is touched", async () => {
  const [photos, data, to] = [folder(), folder(), folder()];
  await drawSeason(photos, { encounters: 2, imagesPerEncounter: 1, size: 64 });
  const landfall = (...words: string[]) => run([...words, "--data", data]);
  const lastObject = () => JSON.parse(said(stdout).split("\n").at(-1) ?? "");
  expect(await landfall("scan", photos, "--population", "Residents", "--json")).toBe(0);
  const { manifestId } = lastObject();
  const file = path.join(to, "records.zip");
  writeFileSync(file, "what was there");

  expect(await landfall("export", manifestId, "--format", "csv", "--out", file)).not.toBe(0);
  expect(said(stderr)).toContain("There are no encounters.");
  expect(await landfall("export", manifestId, "--format", "csv", "--years", "24", "--out", file)).toBe(1);
  expect(said(stderr)).toContain("2019-2024");
  expect(await landfall("export", "--population", "Residents", "--format", "json", "--out", file)).toBe(1);
  expect(await landfall("export", manifestId, "--format", "pdf", "--out", file)).toBe(1);
  expect(readFileSync(file, "utf8")).toBe("what was there");
  expect(readdirSync(to)).toEqual(["records.zip"]);

  expect(await landfall("approve", manifestId)).toBe(0);
  expect(await landfall("export", manifestId, "--format", "csv", "--out", file, "--json")).toBe(0);
  expect(lastObject()).toMatchObject({ encounters: 2, images: 2, withheld: 0, notExported: [], format: "csv" });
  expect(Object.keys(unzipSync(readFileSync(file)))).toEqual(["encounters.csv", "images.csv", "not-exported.csv"]);
  expect(await landfall("places", "none", "--population", "Residents")).toBe(0);
  const all = ["export", "--population", "residents", "--years", "2019-2024", "--status", "all", "--out", file];
  expect(await landfall(...all, "--format", "json-records")).toBe(0);
  expect(said(stdout)).toContain("2 encounters and 2 images written to");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ locationPrecision: "none" });
  expect(await landfall("export", manifestId, "--format", "json", "--out", file)).toBe(0);
  expect(JSON.parse(readFileSync(file, "utf8"))).toHaveLength(2);
});
