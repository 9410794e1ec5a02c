import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawScenario } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

beforeAll(async () => {
  const data = await tempFolder("people-page");
  const photographs = join(await tempFolder("people-photographs"), "Season");
  await drawScenario("A", photographs);
  await landfall(data, "scan", photographs, "--population", "Residents");
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

test("photographers are resolved by keyboard as one change, the likely ones with one press, and reviewed", async () => {
  await page.getByRole("link", { name: "Folders" }).click();
  await page.getByRole("link", { name: "Season" }).click();
  await page.getByRole("link", { name: "Photographers" }).press("Enter");
  await page.getByText("2 names are unresolved: they stay as written.").waitFor();
  await expectWell(page);

  await page.getByRole("combobox", { name: "Who is BW?" }).press("End");
  await page.keyboard.type("Bill Wood + Ann Wave");
  await page.getByText("1 change not saved.").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("1 name is unresolved").waitFor();
  await expect.poll(() => page.evaluate("document.activeElement.value")).toBe("Bill Wood + Ann Wave");
  await page.getByRole("button", { name: "Ann Wave (their initials)" }).waitFor();
  await page.getByRole("button", { name: "Take the likely one" }).press("Enter");
  await page.getByText("Every name is somebody, or left out.").waitFor();
  await page.getByRole("combobox", { name: "Who is BW?" }).fill("Bill Wood");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing to save.").waitFor();

  const nobody = page.getByRole("checkbox", { name: "AW is not a person" });
  await nobody.press("Space");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByText("Left out").waitFor();
  await expectWell(page);
  await nobody.press("Space");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByText("1 name is unresolved").waitFor();

  await page.getByRole("link", { name: "Review Season" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Season" }).waitFor();
  await expect.poll(() => page.getByLabel("Photographer", { exact: true }).first().inputValue()).toBe("Bill Wood");
});

test("an encounter of an unresolved name warns, and blocks where a person wants that", async () => {
  await page.getByText("Nobody has said who the photographer is: the name goes to the hub as it is written.").waitFor();
  await page.goBack();
  await page.getByRole("radio", { name: "Block their approval" }).press("Space");
  await page.getByRole("radio", { name: "Block their approval", checked: true }).waitFor();
  await expectWell(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Review" }).press("Enter");
  await page.getByRole("link", { name: "Review Season" }).press("Enter");
  await page.getByText("Say on the Photographers page whom the name stands for").waitFor();
  await page.getByText("Needs a decision about what is noted").waitFor();
  await expectWell(page);
  expect(troubles).toEqual([]);
});
