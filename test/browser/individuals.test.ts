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
  expect(await page.evaluate("document.activeElement.value")).toBe("");
  await expectWell(page);
  await page.getByRole("button", { name: "Take T065A out" }).press("Enter");
  await page.getByRole("button", { name: "Take J047 out" }).waitFor({ state: "detached" });
  await page.getByText("set by you").first().waitFor();
  expect(await page.getByText("J047", { exact: true }).count()).toBe(1);
  // An example that is half typed is refused, which the browser tells too.
  expect(troubles.filter((text) => !text.includes("422"))).toEqual([]);
});
