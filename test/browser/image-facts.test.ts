import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawScenario } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];
let data: string;
let manifest: string;

beforeAll(async () => {
  data = await tempFolder("facts-page");
  const photographs = join(await tempFolder("facts-photographs"), "Season");
  await drawScenario("D", photographs);
  manifest = (await landfall(data, "scan", photographs, "--population", "Residents")).json.manifestId;
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

const cell = (at: number) => page.getByRole("grid").getByRole("gridcell").nth(at);
/** What is said of an image, between its state and its findings; the drawn ones look nearly the same once they have been decoded. */
const said = (at: number) =>
  expect.poll(
    async () =>
      /: Waits until its encounter is approved, (.*?)(?:, looks nearly the same as .*)?, \d+ findings?$/.exec(
        (await cell(at).getAttribute("aria-label")) ?? "",
      )?.[1],
  );

test("side, quality and people by one key each: one image, several, one shown large; and undone", async () => {
  await page.goto(`${new URL(page.url()).origin}/manifests/${manifest}`);
  await page
    .getByRole("button", { name: /^Look at 2 images/ })
    .first()
    .click();
  await said(0).toBe("left side");
  await said(1).toBe("right side");

  // Faster than the station answers.
  for (const key of ["3", "p", "ArrowRight", "d"]) await page.keyboard.press(key);
  await said(0).toBe("left side, quality 3, people in the picture");
  await said(1).toBe("from above");
  await expectWell(page);

  await page.keyboard.press("ControlOrMeta+a");
  await page.getByText("2 of 2 images selected").waitFor();
  for (const key of ["0", "l", "p"]) await page.keyboard.press(key);
  await said(0).toBe("left side, quality 0, people in the picture");
  await said(1).toBe("left side, quality 0, people in the picture");
  await page.getByRole("button", { name: /^People in the picture/ }).click();
  await page.getByRole("combobox", { name: "Side" }).selectOption("ventral");
  await said(1).toBe("from below, quality 0");
  await expectWell(page);

  // The keys work on among the images, though what had the focus is gone.
  for (const key of ["Escape", "Home", "Enter"]) await page.keyboard.press(key);
  await page.getByText("Image 1 of 2").waitFor();
  for (const key of ["4", "r", "4"]) await page.keyboard.press(key);
  await page.getByText(/^Image 1 of 2 · right side$/).waitFor();
  await page.getByText("Side from you · No quality, by you · No people in the picture, by you").waitFor();
  await expectWell(page);

  await page.keyboard.press("ControlOrMeta+z");
  await page.getByText(/^Image 1 of 2 · right side · quality 4$/).waitFor();
  // The image may show it before the answer is here, and until then nothing else is undone.
  await page.getByRole("dialog").locator(".lastdone button:not([aria-disabled=true])").waitFor();
  await page.keyboard.press("ControlOrMeta+z");
  await page.getByText(/^Image 1 of 2 · from below · quality 4$/).waitFor();

  const { json } = await landfall(data, "review", manifest, "--images");
  expect(
    json.encounters[0].files.map((file: Record<string, unknown>) => [file.side, file.quality, file.people]),
  ).toEqual([
    ["ventral", 4, false],
    ["ventral", 0, false],
  ]);
  expect(troubles).toEqual([]);
});
