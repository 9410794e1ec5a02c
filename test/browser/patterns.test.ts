import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawFrame, drawScenario, withComment } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

beforeAll(async () => {
  const data = await tempFolder("patterns-page");
  const folders = await tempFolder("patterns-photographs");
  await drawScenario("D", join(folders, "Season"));
  const picture = await drawFrame({ seed: "patterns", width: 64 });
  for (const path of [
    "Ashore/north/2021-04-03_x/c.jpg",
    "Either/03-04-2021_Haro Strait/BW/a.jpg",
    "Either/05-06-2021_Skana/BW/b.jpg",
  ]) {
    await mkdir(dirname(join(folders, path)), { recursive: true });
    await writeFile(join(folders, path), withComment(picture, path));
  }
  for (const name of ["Season", "Either"])
    await landfall(data, "scan", join(folders, name), "--population", "Residents");
  ({ page, troubles } = await openDashboard(data, "--allow", folders));
}, 120_000);
endDashboard();

const openScan = async (name: string) => {
  await page.getByRole("link", { name: "Folders" }).press("Enter");
  await page.getByRole("link", { name, exact: true }).press("Enter");
};

test("a pattern is suggested, tried on the real folders as it is typed, looked at, and used, all by keyboard", async () => {
  await openScan("Season");
  await page.getByRole("link", { name: "Path patterns" }).press("Enter");
  const input = page.getByRole("textbox", { name: "Path pattern" });
  const suggested = "{date}_{encounter}_{locality}_{photographer}_*.*";
  await page.getByRole("button", { name: `${suggested} 90 %` }).waitFor();
  await expect.poll(() => input.inputValue()).toBe(suggested);
  await page.getByText("3 of 3 images, 100 %").waitFor();
  await page.getByText("folder pattern 100 %").first().waitFor();
  await expectWell(page);

  await input.fill("{dat}_E4_{locality}_*.*");
  await page.getByText("There is no field {dat}. Write {date}.").waitFor();
  await expect.poll(() => input.getAttribute("aria-invalid")).toBe("true");
  await expect.poll(() => page.locator(".patternwrong mark").textContent()).toBe("{dat}");
  await expectWell(page);

  await input.fill("{date}_E4_{locality}_*.*");
  await page.getByText("1 of 3 images, 33 %").waitFor();
  await page.getByRole("radio", { name: "Fitting 1" }).press("ArrowRight");
  await page.getByText("does not fit {date}_E4_{locality}_*.").first().waitFor();
  await expect.poll(() => page.locator(".matchlist li").count()).toBe(2);

  await page.getByRole("button", { name: `${suggested} 90 %` }).press("Enter");
  await page.getByText("It fits every folder with photographs.").waitFor();
  await page.getByRole("radio", { name: "Fitting 3" }).press("Space");
  await page.getByText("Skana", { exact: true }).first().waitFor();
  await expect
    .poll(() => page.locator(".matchvalues").first().textContent())
    .toBe("Date 15 Jul 2024Locality SkanaPhotographer MKEncounter 3");

  await input.press("Enter");
  await page.getByText("Saved.").waitFor();
  await page.getByText("In use.").waitFor();
  await expectWell(page);
  await page.getByRole("link", { name: "Review Season" }).press("Enter");
  await page.getByText("folder pattern “20240715_E3_Skana_MK_0127_T002B_L.jpg”").first().waitFor();
  await openScan("Season");
  await page.getByText(`${suggested} fits 3 of 3 images.`).waitFor();
  await page.getByRole("link", { name: "Path patterns" }).press("Enter");
  await page.getByText("In use.").waitFor();
  await expect.poll(() => input.inputValue()).toBe(suggested);
});

test("a field is put in where the cursor is, and several patterns are asked in their order", async () => {
  const input = page.getByRole("textbox", { name: "Path pattern", exact: true });
  await input.fill("{date}__");
  await input.press("ArrowLeft");
  await page.getByRole("button", { name: "{encounter}", exact: true }).press("Enter");
  await expect.poll(() => input.inputValue()).toBe("{date}_{encounter}_");
  await page.getByRole("button", { name: "Add another" }).press("Enter");
  await page.keyboard.type("{date}_*.*");
  await expect.poll(() => page.getByRole("textbox", { name: "Path pattern 2" }).inputValue()).toBe("{date}_*.*");
  await page.getByText("by pattern 2").first().waitFor();
  await page.getByRole("button", { name: "Path pattern 2: ask it earlier" }).press("Enter");
  await page.getByText("by pattern 1").first().waitFor();
  await page.getByRole("button", { name: /^Add it behind: {date}_{encounter}/ }).press("Enter");
  await page.getByRole("textbox", { name: "Path pattern 3" }).waitFor();
  await expectWell(page);
  await page.getByRole("button", { name: "Path pattern 3: take it out" }).press("Enter");
  await page.getByRole("textbox", { name: "Path pattern 3" }).waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate("document.activeElement.labels[0].textContent")).toBe("Path pattern 2");
});

test("what stands there while the next pattern is tried is as legible as ever, and said to be of the one before", async () => {
  const held = Promise.withResolvers<void>();
  for (const asked of ["**/patterns:try", "**/patterns:preview"])
    await page.route(asked, async (route) => {
      await held.promise;
      await route.continue();
    });
  await page.getByRole("textbox", { name: "Path pattern 2" }).fill("{date}_{locality}_*.*");
  const busy = page.locator(".card[aria-busy=true]");
  await busy.nth(1).waitFor();
  await expectWell(page);
  await expect.poll(() => busy.count()).toBe(2);
  held.resolve();
  await busy.first().waitFor({ state: "detached" });
  await page.unrouteAll({ behavior: "wait" });
});

test("which of day and month comes first is asked once on the scan, and answered there", async () => {
  await openScan("Either");
  await page.getByRole("link", { name: "Review", exact: true }).last().press("Enter");
  await page.getByRole("link", { name: "Say it" }).first().press("Enter");
  await page.getByRole("link", { name: "To the scan" }).press("Enter");
  const question = page.getByRole("group", { name: "Which comes first in 03-04-2021, the day or the month?" });
  await question.getByText("Until you say it, these are no dates.").waitFor();
  await expectWell(page);
  await question.getByRole("radio", { name: "3 April 2021: the day comes first" }).press("Space");
  await question.getByText("Until you say it").waitFor({ state: "detached" });
  await page.getByText("could be either way round").waitFor({ state: "detached" });
  await expect
    .poll(() => question.getByRole("radio", { name: "3 April 2021: the day comes first" }).isChecked())
    .toBe(true);
  await page.getByRole("link", { name: "Review", exact: true }).last().press("Enter");
  await page.getByText("folder “03-04-2021”").first().waitFor();
  expect(troubles).toEqual([]);
});

test("a pattern is said before the scan, and what is wrong with it where it is typed", async () => {
  await page.getByRole("link", { name: "Folders" }).press("Enter");
  await page.getByRole("button", { name: /^landfall-patterns-photographs/ }).press("Enter");
  await page.getByRole("checkbox", { name: "Choose Ashore" }).press("Space");
  await page.getByLabel("Name of this scan (optional)").fill("Ashore with a pattern");
  await page.getByLabel("What the names of the folders mean (optional)").focus();
  await page.keyboard.type("{locality}/{dat}_*");
  await page.getByText("There is no field {dat}. Write {date}.").waitFor();
  await page.getByText("Correct the pattern first.").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Scan", exact: true }).isDisabled()).toBe(true);
  await expectWell(page);
  await page.getByLabel("What the names of the folders mean (optional)").fill("{locality}/{date}_*");
  const zone = page.getByLabel("Time zone of the cameras (optional)");
  await zone.fill("Mars/X");
  await page.getByRole("button", { name: "Scan", exact: true }).press("Enter");
  await page.getByText("Mars/X is not the name of a time zone, such as America/Vancouver.").waitFor();
  await expect.poll(() => zone.getAttribute("aria-invalid")).toBe("true");
  await expect.poll(() => page.getByText("Mars/X is not the name").count()).toBe(1);
  await expectWell(page);
  await zone.fill("");
  await expect.poll(() => zone.getAttribute("aria-invalid")).toBeNull();
  await page.getByRole("button", { name: "Scan", exact: true }).press("Enter");
  await page.getByRole("heading", { name: "Scanned: Ashore with a pattern" }).waitFor();
  await page.getByRole("link", { name: "Review", exact: true }).last().press("Enter");
  await page.getByText("folder pattern", { exact: true }).first().waitFor();
  await expect.poll(() => page.getByRole("textbox", { name: "Locality" }).first().inputValue()).toBe("north");
  expect(troubles).toEqual([]);
});
