import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type Dashboard, endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { tempFolder } from "../support/landfall.ts";

let dashboard: Dashboard;
let page: Page;

beforeAll(async () => {
  dashboard = await openDashboard(await tempFolder("journey"), "--sample");
  page = dashboard.page;
}, 180_000);
endDashboard();

const manifest = (name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, level: 3 }) });

describe("a researcher delivers the sample season from the browser", () => {
  test("the one link signs in, and does not work twice", async () => {
    await page.getByRole("heading", { name: "Sync", level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe("");
    await page.getByText("56 photographs", { exact: false }).first().waitFor();
    await expectWell(page);
    const link = /http:\/\/[\w.:]+\/sign-in\?code=[\w-]+/.exec(dashboard.station.output())?.[0] ?? "";
    const stranger = await (page.context().browser() as Browser).newContext();
    const response = await (await stranger.newPage()).goto(link);
    expect(response?.status()).toBe(403);
    await stranger.close();
  });

  test("what is missing is named, filled for all at once, and approved", async () => {
    await manifest("Spring 2024, card 2").getByRole("link", { name: "Review" }).click();
    await page.getByRole("link", { name: "Incomplete 3" }).waitFor();
    await expectWell(page);
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
    await page.getByText(/56 of 56 photographs delivered and verified/).waitFor({ timeout: 120_000 });
    await expectWell(page);
  });

  test("the hub shows the photographs of an encounter through a one-time link", async () => {
    await manifest("Spring 2024, card 2").getByRole("button", { name: "Show images" }).click();
    const opened = page.context().waitForEvent("page");
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
    await expectWell(hubPage);
    await hubPage.close();
  });

  test("the folder picker stays under the allowed roots", async () => {
    await page.getByRole("link", { name: "Folders" }).click();
    await page.getByRole("heading", { name: "Scan a folder" }).waitFor();
    await expectWell(page);
    const refused = await page.evaluate(() => fetch("/api/v1/folders?path=%2Fetc").then((response) => response.status));
    expect(refused).toBe(403);
  });

  test("dark is as readable as light", async () => {
    for (const path of ["/", "/review", "/folders"]) {
      await page.goto(new URL(path, page.url()).href);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expectWell(page);
    }
  });

  test("nothing left this machine, and no page met an error", () => {
    expect(dashboard.strays).toEqual([]);
    // The refused folder above is told by the browser too.
    expect(dashboard.troubles.filter((text) => !text.includes("403"))).toEqual([]);
  });

  test("stopping leaves nothing behind", async () => {
    expect(await dashboard.station.stop()).toMatchObject({ code: 0 });
  });
});
