import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawSheetDriven } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

beforeAll(async () => {
  const folder = await tempFolder("sheets-season");
  const { photos, track } = await drawSheetDriven(folder);
  await cp(track, join(photos, "boat.gpx"));
  await mkdir(join(photos, "lists"));
  const odd = "When,Where exactly,Who,Folder\n04/05/2022,Stuart Channel,BW,2022-05-20\n";
  await writeFile(join(photos, "lists", "odd.csv"), odd);
  ({ page, troubles } = await openDashboard(await tempFolder("sheets-page"), "--allow", folder));
}, 120_000);
endDashboard();

test("a sheet is added on Folders by keyboard, and what became of it is told with the scan", async () => {
  await page.getByRole("link", { name: "Folders" }).press("Enter");
  await page.getByRole("button", { name: /^landfall-sheets-season/ }).press("Enter");
  await page.getByRole("checkbox", { name: "Choose photos" }).press("Space");
  await page.getByRole("button", { name: "Add a sheet or track…" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^landfall-sheets-season/ }).press("Enter");
  await dialog.getByRole("button", { name: "Use sightings_2022.xlsx" }).press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("list", { name: "Chosen sheets and tracks" }).getByText("sightings_2022.xlsx").waitFor();
  await page.getByLabel("Population", { exact: true }).fill("Residents");
  await page.getByLabel("Time zone of the cameras (optional)").fill("America/Vancouver");
  await expectWell(page);
  await page.getByRole("button", { name: "Scan", exact: true }).press("Enter");
  await page.getByText("6 photographs of 3 of its 4 rows.").waitFor();
  await page.getByText("2 sheets and tracks lie in the folders and are not used: boat.gpx, odd.csv").waitFor();
  await expectWell(page);
});

test("what lies in the folders is used with one press, and its columns are said, dates too", async () => {
  await page.getByRole("link", { name: "Sheets, columns and tracks" }).press("Enter");
  await page.getByText("1 row without photographs").waitFor();
  await page.getByText("04/05/2024 is the fourth of May, as other dates of the sheet show.").waitFor();
  await page.getByRole("button", { name: "Use boat.gpx" }).press("Enter");
  await page.getByText(": 1 photograph placed").waitFor();
  await page.getByRole("button", { name: "Use odd.csv" }).press("Enter");
  const odd = page.getByRole("region", { name: "odd.csv" });
  await odd.getByText("1 of 1 row with photographs").waitFor();
  await odd.getByLabel(/^When/).selectOption("Date");
  await odd.getByLabel(/^Where exactly/).selectOption("Locality");
  await odd.getByRole("button", { name: "Save columns" }).press("Enter");
  await odd.getByText("“04/05/2022”: Day and month could be either way round.").waitFor();
  await expectWell(page);
  await odd.getByRole("radio", { name: /^5 April/ }).press("Space");
  await odd.getByRole("button", { name: "Save columns" }).press("Enter");
  await odd.getByText("0 of 1 row with photographs").waitFor();
  await odd.getByLabel(/^When/).selectOption("Not used");
  await odd.getByRole("button", { name: "Save columns" }).press("Enter");
  await odd.getByText("1 of 1 row with photographs").waitFor();
  expect(troubles).toEqual([]);
});

test("what a row says is shown with its encounter, with the row that it came from", async () => {
  await page.getByRole("main").getByRole("link", { name: "Review" }).press("Enter");
  await page.getByText("sightings_2022.xlsx, sheet 2, row 4").first().waitFor();
  await page.getByText("folder “BW” · sightings_2022.xlsx, sheet 2, row 4 says BW + AW").waitFor();
  await expect.poll(() => page.getByLabel("Species").first().inputValue()).toBe("Killer whale");
  await page.getByLabel("Behaviour").first().fill("forage");
  await page.getByLabel("Behaviour").first().press("Enter");
  await page.getByText(/^set by you · sightings_2022.xlsx, sheet 2, row 4 says travel$/).waitFor();
  await expectWell(page);
});
