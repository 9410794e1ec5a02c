import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawSeason } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let data: string;
let troubles: readonly string[];

beforeAll(async () => {
  data = await tempFolder("area-page");
  const photographs = join(await tempFolder("area-photographs"), "Season");
  await drawSeason(photographs, { encounters: 2, imagesPerEncounter: 1, seed: "area" });
  await landfall(data, "scan", photographs, "--population", "Residents");
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

test("an address that can be of nothing is no page, and no error", async () => {
  const { pathname, origin } = new URL(page.url());
  const { json } = await landfall(data, "status");
  const [{ manifests }] = json.populations;
  for (const path of [`/manifests/${manifests[0].id}x`, "/populations/x/area", "/scans/x/pattern"]) {
    await page.goto(`${origin}${path}`);
    await page.getByRole("heading", { name: "There is no such page" }).waitFor();
    await page.getByRole("link", { name: "Folders" }).waitFor();
  }
  expect(troubles).toEqual([]);
  await page.goto(`${origin}${pathname}`);
});

test("where a population lives is said by keyboard; what lies outside says so on Review, and as a command", async () => {
  await page.getByRole("link", { name: "Folders" }).click();
  await page.getByRole("link", { name: "Season" }).click();
  await page.getByRole("link", { name: "Area" }).press("Enter");
  await page.getByText("Nothing is said yet: any position is taken.").waitFor();
  await page.getByText("The positions of 2 encounters lie within").waitFor();
  await expectWell(page);
  await page.getByLabel("South (latitude)").focus();
  await page.keyboard.type("10 S");
  await page.keyboard.press("Tab");
  await page.keyboard.type("200 W");
  await page.getByLabel("North (latitude)").fill("5 S");
  await page.getByLabel("East (longitude)").fill("150 W");
  await page.getByText("Write degrees such as 47.5 or 122 W").waitFor();
  await expectWell(page);
  await page.getByLabel("West (longitude)").fill("160 W");
  await page.keyboard.press("Enter");
  await page.getByText("2 encounters lie outside, and say so on Review.").first().waitFor();
  await expectWell(page);
  const { json } = await landfall(data, "area");
  expect(json).toMatchObject({ area: { south: -10, west: -160, north: -5, east: -150 }, outside: 2 });

  await page.getByRole("link", { name: "Review", exact: true }).click();
  await page.getByRole("link", { name: "Season" }).first().click();
  await page.getByText("The position lies outside the area where this population lives.").first().waitFor();
  await page
    .getByText(/km outside/)
    .first()
    .waitFor();
  await page.goBack();
  await page.goBack();
  await page.getByRole("button", { name: "Use that" }).press("Enter");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByText("No encounter lies outside.").first().waitFor();
  expect(troubles).toEqual([]);
});

test("a command says what is wrong with an area, draws one around the positions, and forgets it", async () => {
  expect((await landfall(data, "area", "--set", "50N,125W,47N,122W")).code).toBe(1);
  expect((await landfall(data, "area", "--set", "somewhere")).code).toBe(1);
  const drawn = await landfall(data, "area", "--from-positions");
  expect(drawn.json).toMatchObject({ outside: 0 });
  expect(drawn.json.area).toEqual(drawn.json.known.area);
  expect((await landfall(data, "area", "--forget")).json.area).toBe(null);
});
