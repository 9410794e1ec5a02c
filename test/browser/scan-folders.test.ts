/** A season's next drive is added to its scan, and taken out of it again, by keyboard. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawSeason } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

beforeAll(async () => {
  const data = await tempFolder("folders-page");
  const drives = await tempFolder("folders-drives");
  await drawSeason(join(drives, "first"), { encounters: 1, imagesPerEncounter: 1, seed: "first" });
  await drawSeason(join(drives, "second"), { encounters: 1, imagesPerEncounter: 1, seed: "second", firstDay: 1 });
  await landfall(data, "scan", join(drives, "first"), "--population", "Residents", "--name", "Season");
  ({ page, troubles } = await openDashboard(data, "--allow", drives));
}, 120_000);
endDashboard();

test("a folder is added to a scan and taken out again", async () => {
  await page.getByRole("link", { name: "Folders" }).press("Enter");
  await page.getByRole("link", { name: "Season" }).press("Enter");
  const folders = page.getByRole("list", { name: "Folders of this scan" });
  await folders.getByText("/first").waitFor();
  expect(await folders.getByRole("button").count()).toBe(0);
  await page.getByRole("button", { name: "Add a folder…" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^landfall-folders-drives/ }).press("Enter");
  await dialog.getByRole("checkbox", { name: "Choose second" }).press("Space");
  await expectWell(page);
  await dialog.getByRole("button", { name: "Add and scan" }).press("Enter");
  await page.getByText("1 new, 0 changed, 1 as before").waitFor();
  await folders.getByText("/second").waitFor();
  await expectWell(page);

  await folders.getByRole("button", { name: /second out of this scan$/ }).press("Enter");
  await expectWell(page);
  await dialog.getByRole("button", { name: "Take it out and scan" }).press("Enter");
  await page.getByText("1 of the version before is not there now").waitFor();
  await expect.poll(() => folders.getByRole("listitem").count()).toBe(1);
  expect(troubles).toEqual([]);
});
