import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawScenario } from "../../fixtures/index.ts";
import { landfall, removeFolders, startLandfall, tempFolder } from "../support/landfall.ts";
import { endAll } from "../support/process.ts";

const executablePath = process.env.LANDFALL_CHROMIUM ?? "/usr/bin/chromium";
const quietly = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  const data = await tempFolder("individuals-page");
  const photographs = join(await tempFolder("individuals-photographs"), "Season");
  await drawScenario("C", photographs);
  await landfall(data, "scan", photographs, "--population", "Residents");
  const station = startLandfall(data, "start", "--port", "0");
  const [link] = await station.says(/http:\/\/[\w.:]+\/sign-in\?code=[\w-]+/);
  const args = [...quietly, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  browser = await chromium.launch({ executablePath, args });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.on("weberror", (error) => troubles.push(error.error().message));
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  await page.goto(link);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await endAll();
  await removeFolders();
});

async function expectWell() {
  for (const [width, colorScheme] of [
    [390, "dark"],
    [1440, "light"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    const content = await page.evaluate<number>("document.documentElement.scrollWidth");
    expect(content).toBeLessThanOrEqual(width);
  }
}

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
  await expectWell();
  await page.getByRole("button", { name: "It is T065A" }).press("Enter");
  await page.getByText("T65As is T065A").waitFor();
  await page.getByRole("heading", { name: "1 individual" }).waitFor();
  await expectWell();
});

test("individuals are chips on Review: one is added by keyboard, and taken out", async () => {
  await page.getByRole("link", { name: "Review Season" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Season" }).waitFor();
  const field = page.getByRole("textbox", { name: "Individuals" }).first();
  await field.press("End");
  await page.keyboard.type("J047,");
  await page.getByRole("button", { name: "Take J047 out" }).waitFor();
  expect(await page.evaluate("document.activeElement.value")).toBe("");
  await expectWell();
  await page.getByRole("button", { name: "Take T065A out" }).press("Enter");
  await page.getByRole("button", { name: "Take J047 out" }).waitFor({ state: "detached" });
  await page.getByText("set by you").first().waitFor();
  expect(await page.getByText("J047", { exact: true }).count()).toBe(1);
  expect(troubles).toEqual([]);
});
