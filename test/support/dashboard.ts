/** The dashboard of a station that runs, in a Chromium, signed in. */
import AxeBuilder from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, expect } from "vitest";
import { needNoLicense } from "../../apps/server/test/station/support.ts";
import { removeFolders, startLandfall } from "./landfall.ts";
import { endAll, type Program } from "./process.ts";

const executablePath = process.env.LANDFALL_CHROMIUM ?? "/usr/bin/chromium";
const quietly = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

export interface Dashboard {
  readonly page: Page;
  /** Of the station. */
  readonly origin: string;
  readonly station: Program;
  /** Errors that the page threw, or that stand in its console. */
  readonly troubles: string[];
  /** Requests that left this machine. */
  readonly strays: readonly string[];
}

let browser: Browser | undefined;

/** Starts a station on the data folder, which needs no licences where it is new, and opens its page, 1440 wide; all of it ends with the file's tests. */
export async function openDashboard(data: string, ...args: readonly string[]): Promise<Dashboard> {
  needNoLicense(data);
  const station = startLandfall(data, "start", "--port", "0", ...args);
  const [link] = await station.says(/http:\/\/[\w.:]+\/sign-in\?code=[\w-]+/);
  browser = await chromium.launch({
    executablePath,
    args: [...quietly, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const troubles: string[] = [];
  const strays: string[] = [];
  context.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) strays.push(request.url());
  });
  context.on("weberror", (error) => troubles.push(error.error().message));
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text());
  });
  await page.goto(link);
  await page.getByRole("heading", { name: "Sync", level: 1 }).waitFor();
  return { page, origin: new URL(page.url()).origin, station, troubles, strays };
}

/** To be called once by a file that opens a dashboard. */
export const endDashboard = (): void =>
  afterAll(async () => {
    await browser?.close();
    await endAll();
    await removeFolders();
  });

/** Accessible, and no wider than the window: narrow in the dark, then wide in the light. */
export async function expectWell(page: Page): Promise<void> {
  for (const [width, colorScheme] of [
    [390, "dark"],
    [1440, "light"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    await expect.poll(() => page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  }
}
