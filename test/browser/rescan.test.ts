import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawSeason } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];
let archive: string;
let photographs: string;

beforeAll(async () => {
  const first = await tempFolder("rescan-first");
  const drawn = join(await tempFolder("rescan-photographs"), "Season");
  const season = await drawSeason(drawn, { encounters: 3, imagesPerEncounter: 2, seed: "rescan" });
  const { json } = await landfall(first, "scan", drawn, "--population", "Residents");
  await landfall(first, "approve", json.manifestId);
  rmSync(season[1]?.images[0]?.path ?? "");
  archive = join(await tempFolder("rescan-archive"), "season.landfall");
  const saved = await landfall(first, "project", "export", archive);
  if (saved.code !== 0) throw new Error(saved.stderr);
  // The drive has another name on the machine that takes it in.
  photographs = join(await tempFolder("rescan-moved"), "Season");
  renameSync(drawn, photographs);
  const data = await tempFolder("rescan-second");
  ({ page, troubles } = await openDashboard(data, "--allow", join(archive, ".."), "--allow", photographs));
}, 120_000);
endDashboard();

/** The wrong path is answered so, and the picture of the file that is gone. */
const unexpected = () => troubles.filter((trouble) => !trouble.includes("404 (Not Found)"));

test("a project that was saved elsewhere is taken in by keyboard, and is as it was approved", async () => {
  await page.getByRole("link", { name: "Settings" }).press("Enter");
  await expect
    .poll(() => page.getByRole("link", { name: "Save the project" }).getAttribute("href"))
    .toBe("/api/v1/project.landfall");
  await page.getByLabel("Take in a project that was saved elsewhere").focus();
  await page.keyboard.type(`${archive}x`);
  await page.keyboard.press("Enter");
  await page.getByText("There is no such project archive.").waitFor();
  await expectWell(page);
  await page.getByLabel("Take in a project that was saved elsewhere").fill(archive);
  await page.keyboard.press("Enter");
  const place = page.getByRole("group", { name: /1 folder of photographs/ }).getByRole("textbox");
  await page.getByText("It is not there now.").waitFor();
  await expectWell(page);
  await place.fill(photographs);
  await page.keyboard.press("Enter");
  await page.getByText("1 manifest, 3 encounters and 6 images taken in.").waitFor();
  await page.getByRole("link", { name: "Review", exact: true }).press("Enter");
  await page.getByText("3 encounters").first().waitFor();
  expect(unexpected()).toEqual([]);
});

test("what is as it was approved stays approved when its folder is read again; what changed says in what", async () => {
  await page.getByRole("link", { name: "Folders" }).click();
  await page.getByRole("heading", { name: "Scan a folder" }).waitFor();
  await page.getByRole("link", { name: "Season" }).click();
  await page.getByRole("button", { name: "Scan again" }).press("Enter");
  await page.getByText("0 new, 1 changed, 2 as before; 2 stay approved.").waitFor();
  await page.getByLabel("Read what is new in these folders by itself").press("Space");
  await page.getByLabel("once nothing has changed for").selectOption("5 minutes");
  const watched = "fetch('/api/v1/snapshot').then((a) => a.json()).then((s) => s.scanJobs[0].watchMinutes)";
  await expect.poll(() => page.evaluate<number>(watched)).toBe(5);
  await expectWell(page);
  await page.getByLabel("Scanned: Season").getByRole("link", { name: "Review" }).press("Enter");
  await page.getByText("Since it was approved: 1 image fewer; longitude was -123.1.").waitFor();
  await page.getByRole("button", { name: "Approve 1 pending" }).waitFor();
  await expectWell(page);
  expect(unexpected()).toEqual([]);
});
