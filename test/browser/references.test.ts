import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawScenario } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];
let manifest: string;

beforeAll(async () => {
  const data = await tempFolder("references-page");
  const photographs = join(await tempFolder("references-photographs"), "Photos");
  await drawScenario("H", photographs);
  manifest = (await landfall(data, "scan", photographs, "--population", "Residents")).json.manifestId;
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

test("a catalogue is ready to approve without a date or a place, and what is a sighting is said so", async () => {
  await page.goto(`${new URL(page.url()).origin}/manifests/${manifest}`);
  await page.getByText("Reference images of an individual").first().waitFor();
  await expect.poll(() => page.getByText("Reference images of an individual").count()).toBe(2);
  await expect
    .poll(() => page.getByRole("button", { name: "Approve Reference images · 017-03W" }).isEnabled())
    .toBe(true);
  await expectWell(page);

  await page.getByRole("button", { name: "It is a sighting" }).first().press("Enter");
  await page.getByText("Date missing").waitFor();
  await expect.poll(() => page.getByText("Reference images of an individual").count()).toBe(1);
  await page.getByRole("button", { name: "Reference images", exact: true }).press("Enter");
  await page.getByText("Date missing").waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Approve 2 pending" }).click();
  await expect.poll(() => page.getByRole("button", { name: /^Reopen Reference images/ }).count()).toBe(2);
  await expectWell(page);
  expect(troubles).toEqual([]);
});
