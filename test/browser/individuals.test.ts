import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawScenario } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

beforeAll(async () => {
  const data = await tempFolder("individuals-page");
  const photographs = join(await tempFolder("individuals-photographs"), "Season");
  await drawScenario("C", photographs);
  await landfall(data, "scan", photographs, "--population", "Residents");
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

test("examples make a rule that is seen before it is saved, and a near-miss is taken by a person", async () => {
  await page.getByRole("link", { name: "Folders" }).click();
  await page.getByRole("link", { name: "Season" }).click();
  await page.getByRole("link", { name: "Individuals" }).press("Enter");
  await page.getByText("Without an example nothing is taken for an individual.").waitFor();
  await page.getByRole("textbox", { name: "Examples of identifiers" }).press("End");
  await page.keyboard.type("T002B, J047");
  await page.getByText("[JT]\\d{3}[A-Z]?").waitFor();
  await page.getByText("1 text is nearly one").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Nearly an identifier" }).waitFor();
  await expectWell(page);
  await page.getByRole("button", { name: "It is T065A" }).press("Enter");
  await page.getByText("T65As is T065A").waitFor();
  await page.getByRole("heading", { name: "1 individual" }).waitFor();
  await expectWell(page);
});

test("individuals are chips on Review: one is added by keyboard, and taken out", async () => {
  await page.getByRole("link", { name: "Review Season" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Season" }).waitFor();
  const field = page.getByRole("textbox", { name: "Individuals" }).first();
  await field.press("End");
  await page.keyboard.type("J047,");
  await page.getByRole("button", { name: "Take J047 out" }).waitFor();
  await expect.poll(() => page.evaluate("document.activeElement.value")).toBe("");
  await expectWell(page);
  const takeOut = page.getByRole("button", { name: "Take T065A out" });
  await expect.poll(() => takeOut.count()).toBe(2);
  await takeOut.first().press("Enter");
  await expect.poll(() => takeOut.count()).toBe(1);
  await page.getByText("set by you").first().waitFor();
  await expect.poll(() => page.getByText("J047", { exact: true }).count()).toBe(1);
  // The last one too, and then who is on it is said anew.
  await field.press("Backspace");
  await page.getByText("emptied by you").waitFor();
  await expect.poll(() => page.getByText("J047", { exact: true }).count()).toBe(0);
  await page.keyboard.type("J048,");
  await page.getByRole("button", { name: "Take J048 out" }).waitFor();
});

test("a place is emptied where it stands, and an encounter is put under an embargo", async () => {
  const place = page.getByLabel("Locality", { exact: true }).first();
  const was = await place.inputValue();
  await place.fill("");
  await place.press("Enter");
  const missing = page.getByRole("textbox", { name: "Locality missing" }).first();
  await missing.waitFor();
  await page.getByText(`emptied by you · folder says ${was}`).waitFor();
  await missing.fill(was);
  await missing.press("Enter");
  await page.getByRole("button", { name: "Embargo" }).first().press("Enter");
  await expect.poll(() => page.evaluate("document.activeElement.labels?.[0].innerText")).toBe("Embargo until");
  await page.keyboard.type("soon");
  await page.keyboard.press("Enter");
  await page.getByText("A day such as 2027-01-01.").waitFor();
  const day = page.getByRole("textbox", { name: "Embargo until" });
  await day.fill("2031-01-01");
  await day.press("Enter");
  await expect.poll(() => day.inputValue()).toBe("2031-01-01");
  await expectWell(page);
  await day.fill("");
  await day.press("Enter");
  await page.getByText("emptied by you").waitFor();
  // An example that is half typed is refused, which the browser tells too.
  expect(troubles.filter((text) => !text.includes("422"))).toEqual([]);
});
