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
  const data = await tempFolder("people-page");
  const photographs = join(await tempFolder("people-photographs"), "Season");
  await drawScenario("A", photographs);
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

test("photographers are resolved by keyboard as one change, the likely ones with one press, and reviewed", async () => {
  await page.getByRole("link", { name: "Folders" }).click();
  await page.getByRole("link", { name: "Season" }).click();
  await page.getByRole("link", { name: "Photographers" }).press("Enter");
  await page.getByText("2 names are unresolved: they stay as written.").waitFor();
  await expectWell();

  await page.getByRole("combobox", { name: "Who is BW?" }).press("End");
  await page.keyboard.type("Bill Wood + Ann Wave");
  await page.getByText("1 change not saved.").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("1 name is unresolved").waitFor();
  expect(await page.evaluate("document.activeElement.value")).toBe("Bill Wood + Ann Wave");
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
  await expectWell();
  await nobody.press("Space");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByText("1 name is unresolved").waitFor();

  await page.getByRole("link", { name: "Review Season" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "Season" }).waitFor();
  await expect.poll(() => page.getByLabel("Photographer", { exact: true }).first().inputValue()).toBe("Bill Wood");
  expect(troubles).toEqual([]);
});
