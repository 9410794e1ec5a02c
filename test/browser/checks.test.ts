/** Photographs that are not whole block their encounter on Review, by name, until a person has decided about them. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawBroken } from "../../fixtures/broken.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];
let photographs: string;

beforeAll(async () => {
  const data = await tempFolder("checks-page");
  photographs = join(await tempFolder("checks-photographs"), "Season");
  await drawBroken(join(photographs, "2024-07-15_Haro Strait", "BW"));
  const other = join(photographs, "2024-07-15_Active Pass", "BW");
  const { broken } = await drawBroken(other, "others");
  for (const name of broken) rmSync(join(other, name));
  await landfall(data, "scan", photographs, "--population", "Residents");
  await landfall(data, "settings", "set", "checkPictures=off");
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

test("photographs that nobody has checked are told of while that is paused, and it goes on from there", async () => {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Review" }).press("Enter");
  await page.getByRole("link", { name: "Review Season" }).press("Enter");
  await page.getByText("5 photographs not checked for damage: the check is paused.").waitFor();
  await expectWell(page);
  await page.getByRole("button", { name: "Check them (check for damage)" }).press("Enter");
  await page.getByText("checked for damage").waitFor({ state: "detached" });
});

test("approving all says what it left out, and why", async () => {
  await page.getByText("Needs a decision about 3 images").waitFor();
  await expect
    .poll(() => page.getByRole("button", { name: "Approve 15 Jul 2024 · Haro Strait" }).isDisabled())
    .toBe(true);
  await page.getByRole("button", { name: "Approve 1 pending" }).press("Enter");
  const note = page.getByRole("region", { name: "What approving came to" });
  await note.getByText("1 encounter approved.").waitFor();
  await note.getByText("IMG_0002.JPG; IMG_0003.JPG; IMG_0004.JPG").waitFor();
  await expectWell(page);
  // What is undone is not said any more.
  await page.getByRole("button", { name: /^Undo/ }).press("Enter");
  await note.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Approve 1 pending" }).press("Enter");
  await note.getByText("1 encounter approved.").waitFor();
  await note.getByRole("button", { name: "Close" }).press("Enter");
  await note.waitFor({ state: "detached" });
});

test("damaged photographs are left out, taken back, and delivered as they are", async () => {
  await page.getByRole("button", { name: /^Leave out IMG_0002\.JPG/ }).press("Enter");
  await page.getByText("1 image, 3 left out", { exact: false }).first().waitFor();
  // The list may show it before the answer is here, with which the button is about this.
  await page.getByText("Left out 3 images of", { exact: false }).first().waitFor();
  await page.getByRole("button", { name: /^Undo/ }).press("Enter");
  await page.getByRole("button", { name: /^Deliver as it is IMG_0002\.JPG/ }).press("Enter");
  await page.getByText("you have said that it is delivered as it is").waitFor();
  await expectWell(page);
});

test("a file that is gone is found when its encounter is approved, and the encounter says so", async () => {
  rmSync(join(photographs, "2024-07-15_Haro Strait", "BW", "IMG_0001.JPG"));
  await page.getByRole("button", { name: "Approve 15 Jul 2024 · Haro Strait" }).press("Enter");
  await page.getByText("IMG_0001.JPG: The file is not where it was scanned.").waitFor();
  await page.getByRole("button", { name: /^Leave out IMG_0001\.JPG/ }).press("Enter");
  await page.getByRole("button", { name: "Approve 1 pending" }).waitFor();
  expect(troubles).toEqual([]);
});
