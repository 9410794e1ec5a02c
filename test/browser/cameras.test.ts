import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawSeason } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

beforeAll(async () => {
  const data = await tempFolder("cameras-page");
  const photographs = join(await tempFolder("cameras-photographs"), "Season");
  await drawSeason(photographs, { encounters: 2, imagesPerEncounter: 2, seed: "cameras" });
  await landfall(data, "scan", photographs, "--population", "Residents");
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

test("a camera's wrong clock is corrected by keyboard, seen before it is saved, reviewed, and taken back", async () => {
  await page.getByRole("link", { name: "Folders" }).click();
  await page.getByRole("link", { name: "Season" }).click();
  await page.getByRole("link", { name: "Cameras and clocks" }).press("Enter");
  await page.getByRole("heading", { name: "NIKON D7500" }).waitFor();
  await page.getByRole("button", { name: "Correct the clock" }).press("Enter");
  await page.keyboard.type("2024-05-01 09:30:00");
  await page.keyboard.press("Tab");
  await page.keyboard.type("2024-05-02 9:32");
  await page.getByText("The clock was 1 d 2 min behind. 4 photographs will be corrected, 4 of them to").waitFor();
  await page.getByText("DSC_0001.JPG: 1 May 2024 09:30:00 → 2 May 2024 09:32:00").waitFor();
  await expectWell(page);
  await page.keyboard.press("Enter");
  await page.getByText("4 photographs have another time now").waitFor();
  await page.getByRole("list", { name: "Corrections" }).getByText("1 d 2 min behind").waitFor();
  await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Add a correction");
  await expectWell(page);

  await page.getByRole("link", { name: "Review Season" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Season" }).waitFor();
  await page.getByText("2 May 2024").first().waitFor();
  await page.goBack();
  await page.getByRole("button", { name: "Take back" }).press("Enter");
  await page.getByRole("button", { name: "Correct the clock" }).waitFor();
  expect(troubles).toEqual([]);
});

test("what is not a time is said where it was typed, and nothing is saved", async () => {
  await page.getByRole("button", { name: "Correct the clock" }).press("Enter");
  await page.keyboard.type("2024-02-30 10:00:00");
  await page.getByText("Write a time such as 2024-07-15 10:00:03.").waitFor();
  await page.getByRole("button", { name: "Correct the clock" }).last().press("Enter");
  await expect.poll(() => page.getByText("Write a time such as").count()).toBe(2);
  await page.getByLabel("The camera showed", { exact: true }).fill("2022-07-05 07:32:00");
  await page.getByLabel("The true local time was").fill("2023-07-05 08:32:00");
  await page.getByLabel("From (as the camera showed)").fill("2023-07-01");
  await page.getByText("does not lie within the dates from and to").waitFor();
  await expectWell(page);
  await page.getByRole("button", { name: "Correct the clock" }).last().press("Enter");
  await page.getByRole("button", { name: "Cancel" }).press("Enter");
  await expect.poll(() => page.getByRole("list", { name: "Corrections" }).count()).toBe(0);
});

test("folders are scanned again as they were the last time, with one press", async () => {
  await page.getByRole("link", { name: "Folders" }).click();
  await page.getByRole("link", { name: "Season" }).click();
  await page.getByRole("button", { name: "Scan again" }).press("Enter");
  await page.getByText("All is as it was: there is no new version").waitFor();
  await page.getByRole("heading", { name: "Scanned: Season" }).waitFor();
  expect(troubles).toEqual([]);
});

test("whose photographs a camera's are is said by keyboard, shown where it counts, and taken back", async () => {
  await page.getByRole("link", { name: "Cameras and clocks" }).press("Enter");
  await page.getByLabel("Its photographs are by").focus();
  await page.keyboard.type("Bill + Ann");
  await page.getByText("One person's name, without").waitFor();
  await expectWell(page);
  await page.getByLabel("Its photographs are by").fill("Bartholomew Wood-Featherstonehaugh");
  await page.getByLabel("Also where a file or its folder names somebody else").press("Space");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByText("Saved for 4 photographs of this camera, and for later scans.").first().waitFor();
  await expect.poll(() => page.evaluate("document.activeElement.value")).toBe("Bartholomew Wood-Featherstonehaugh");
  await expectWell(page);

  await page.getByRole("link", { name: "Review Season" }).press("Enter");
  await page.getByText("photographer of the camera").first().waitFor();
  await page.goBack();
  await page.getByLabel("Its photographs are by").fill("");
  await page.keyboard.press("Enter");
  await page.getByText("Saved for 4 photographs").first().waitFor();
  await page.getByRole("button", { name: "Save" }).waitFor({ state: "detached" });
  expect(troubles).toEqual([]);
});
