import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawSeason } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

/** A season of sixty days, each by a photographer of its own in the sheet. */
beforeAll(async () => {
  const data = await tempFolder("long-lists");
  const photographs = join(await tempFolder("long-lists-photographs"), "Season");
  const season = await drawSeason(photographs, { encounters: 60, imagesPerEncounter: 1, size: 64 });
  const rows = season.map(({ eventDate, locality }, at) => `${eventDate},${locality},Photographer ${at + 1}`);
  const sheet = join(photographs, "sightings.csv");
  await writeFile(sheet, ["Date,Location,Photographer", ...rows, ""].join("\n"));
  await landfall(data, "scan", photographs, "--population", "Residents", "--sheet", sheet);
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

test("of sixty names fifty are in the page; the others are a press away or found by text, and what was typed stays", async () => {
  await page.getByRole("link", { name: "Folders" }).click();
  await page.getByRole("link", { name: "Season" }).click();
  await page.getByRole("link", { name: "Photographers" }).press("Enter");
  await page.getByText("1–50 of 60 names").waitFor();
  const names = page.getByRole("list", { name: "Names as they are written" }).getByRole("listitem");
  await expect.poll(() => names.count()).toBe(50);
  await expectWell(page);

  const first = (await names.first().locator("b").textContent()) ?? "";
  await page.getByRole("combobox", { name: `Who is ${first}?` }).fill("Bea Wake");
  await page.getByRole("button", { name: "Next" }).press("Enter");
  await page.getByText("51–60 of 60 names").waitFor();
  await expect.poll(() => names.count()).toBe(10);
  await page.getByText("1 change not saved.").waitFor();

  const find = page.getByRole("searchbox", { name: "Find a name" });
  await find.fill(first);
  // In the form, Enter would save what is not done.
  await find.press("Enter");
  await expect.poll(() => page.getByRole("combobox", { name: `Who is ${first}?` }).inputValue()).toBe("Bea Wake");
  await page.getByText("1 change not saved.").waitFor();
  await find.fill("zebra");
  await page.getByText("None of 60 names has “zebra” in it.").waitFor();
  expect(troubles).toEqual([]);
});
