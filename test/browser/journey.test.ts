import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolders, startLandfall, tempFolder } from "../support/landfall.ts";
import { endAll, type Program } from "../support/process.ts";

const executablePath = process.env.LANDFALL_CHROMIUM ?? "/usr/bin/chromium";
const quietly = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

let station: Program;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** Requests that left this machine, and errors that the pages met. */
const strays: string[] = [];
const troubles: string[] = [];

beforeAll(async () => {
  station = startLandfall(await tempFolder("journey"), "start", "--sample", "--port", "0");
  const [link] = await station.says(/http:\/\/[\w.:]+\/sign-in\?code=[\w-]+/);
  browser = await chromium.launch({
    executablePath,
    args: [...quietly, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) strays.push(request.url());
  });
  context.on("weberror", (error) => troubles.push(error.error().message));
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text());
  });
  await page.goto(link);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await endAll();
  await removeFolders();
});

async function expectAccessible(of: Page) {
  const { violations } = await new AxeBuilder({ page: of }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

async function expectFitsNarrow(of: Page) {
  await of.setViewportSize({ width: 390, height: 844 });
  const [content, width] = await of.evaluate<[number, number]>("[document.documentElement.scrollWidth, innerWidth]");
  expect(content).toBeLessThanOrEqual(width);
  await of.setViewportSize({ width: 1440, height: 900 });
}

const manifest = (name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, level: 3 }) });

describe("a researcher delivers the sample season from the browser", () => {
  test("the one link signs in, and does not work twice", async () => {
    await page.getByRole("heading", { name: "Sync", level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe("");
    await page.getByText("56 images", { exact: false }).first().waitFor();
    await expectAccessible(page);
    await expectFitsNarrow(page);
    const link = /http:\/\/[\w.:]+\/sign-in\?code=[\w-]+/.exec(station.output())?.[0] ?? "";
    const stranger = await browser.newContext();
    const response = await (await stranger.newPage()).goto(link);
    expect(response?.status()).toBe(403);
    await stranger.close();
  });

  test("what is missing is named, filled for all at once, and approved", async () => {
    await manifest("Spring 2024, card 2").getByRole("link", { name: "Review" }).click();
    await page.getByRole("link", { name: "Incomplete 3" }).waitFor();
    await expectAccessible(page);
    await expectFitsNarrow(page);
    await page.getByRole("button", { name: /Set for all/ }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Locality" }).fill("Squally Channel");
    await page.getByRole("button", { name: "Fill empty fields" }).click();
    await page.getByRole("button", { name: "Approve 3 pending" }).click();
    await page.getByRole("link", { name: "Approved 3" }).waitFor();
  });

  test("one encounter is edited and approved by the keyboard alone", async () => {
    await page.getByRole("link", { name: "Sync", exact: true }).click();
    await manifest("Summer 2024").getByRole("link", { name: "Review" }).click();
    await page.getByRole("link", { name: "Incomplete 1" }).click();
    const place = page.getByRole("textbox", { name: /Locality/ });
    await place.focus();
    await page.keyboard.type("Boundary Pass");
    await page.keyboard.press("Enter");
    await page.getByText("Incomplete 0").waitFor();
    await page.getByRole("link", { name: /^Pending/ }).click();
    await page.getByRole("button", { name: /^Approve \d+ pending/ }).click();
    await page.getByRole("link", { name: "Approved 6" }).waitFor();
  });

  test("both manifests are synced, and every image is verified", async () => {
    await page.getByRole("link", { name: "Sync", exact: true }).click();
    for (const name of ["Spring 2024, card 2", "Summer 2024"]) {
      await manifest(name).getByRole("button", { name: "Sync", exact: true }).click();
    }
    await page.getByText(/56 of 56 images delivered and verified|All 56 images/).waitFor({ timeout: 120_000 });
    await expectAccessible(page);
    await expectFitsNarrow(page);
  });

  test("the hub shows the photographs of an encounter through a one-time link", async () => {
    await manifest("Spring 2024, card 2").getByRole("button", { name: "Show images" }).click();
    const opened = context.waitForEvent("page");
    await page
      .getByRole("link", { name: /Open.*on hub/ })
      .or(page.getByRole("button", { name: /Open.*on hub/ }))
      .first()
      .click();
    const hubPage = await opened;
    await hubPage.waitForLoadState("load");
    await hubPage.getByText("Squally Channel").first().waitFor();
    const loaded = () =>
      hubPage.evaluate<number>("[...document.images].filter((image) => image.naturalWidth > 0).length");
    await expect
      .poll(
        async () => {
          await hubPage.reload();
          return loaded();
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBeGreaterThanOrEqual(5);
    await expectAccessible(hubPage);
    await expectFitsNarrow(hubPage);
    await hubPage.close();
  });

  test("the folder picker stays under the allowed roots", async () => {
    await page.getByRole("link", { name: "Folders" }).click();
    await page.getByRole("heading", { name: "Scan a folder" }).waitFor();
    await expectAccessible(page);
    await expectFitsNarrow(page);
    const refused = await page.evaluate(() => fetch("/api/v1/folders?path=%2Fetc").then((response) => response.status));
    expect(refused).toBe(403);
  });

  test("dark is as readable as light", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    for (const path of ["/", "/review", "/folders"]) {
      await page.goto(new URL(path, page.url()).href);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expectAccessible(page);
    }
  });

  test("nothing left this machine, and no page met an error", () => {
    expect(strays).toEqual([]);
    // The refused folder above is told by the browser too.
    expect(troubles.filter((text) => !text.includes("403"))).toEqual([]);
  });

  test("stopping leaves nothing behind", async () => {
    expect(await station.stop()).toMatchObject({ code: 0 });
  });
});
