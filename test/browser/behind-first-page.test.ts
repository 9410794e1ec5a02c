/** What lies behind the first page of encounters, and behind the first images of a report, is told and reached. */
import { join } from "node:path";
import type { ManifestId } from "@landfall/protocol";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { approve, closeDatabase, openDatabase } from "../../packages/db/src/index.ts";
import { storeScan, type Wanted } from "../../packages/db/test/support.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];
let season: ManifestId;
let delivered: ManifestId;

const reportShown = 5000;

/** A hundred encounters that wait for a place, and the last two for a licence; and a report of one image more than are shown at once. */
beforeAll(async () => {
  const data = await tempFolder("behind");
  const db = openDatabase(join(data, "station.db"));
  const waiting = (at: number): Wanted => ({
    images: [`a${at}`],
    values:
      at < 100
        ? { locality: null, license: "public" }
        : { eventDate: at === 100 ? "2999-07-16" : "2024-07-16", recordedBy: `BW ${at}` },
  });
  season = storeScan(
    db,
    Array.from({ length: 102 }, (_, at) => waiting(at)),
  ).manifest;
  const images = Array.from({ length: reportShown + 1 }, (_, at) => `b${at}`);
  delivered = storeScan(db, [{ images, values: { license: "public" } }], "Large").manifest;
  approve(db, delivered, {});
  closeDatabase(db);
  ({ page, troubles } = await openDashboard(data));
}, 120_000);
endDashboard();

test("a licence that is missing behind the first hundred encounters is asked for, and given", async () => {
  await page.goto(`${new URL(page.url()).origin}/manifests/${season}`);
  const choice = page.getByRole("combobox", { name: "2 encounters wait for a licence. For all that have none:" });
  await choice.waitFor();
  await expectWell(page);
  await choice.selectOption("attribution");
  await page
    .getByText(/^Licence set for 2 encounters/)
    .first()
    .waitFor();
  await choice.waitFor({ state: "detached" });
});

test("what blocks an encounter as a whole names no files", async () => {
  await page.getByRole("link", { name: /^Warnings 1/ }).click();
  const note = page.locator(".note.blocking");
  await expect
    .poll(async () => (await note.first().textContent())?.trim())
    .toMatch(/^The encounter's day is in the future\./);
});

test("a report says how many of its images are shown, and shows the others", async () => {
  await page.goto(`${new URL(page.url()).origin}/manifests/${delivered}/report`);
  await page.getByText(/^The first 5,000 of 5,001 images are shown and printed\./).waitFor();
  const rows = page.getByRole("region", { name: "Images" }).locator("tbody tr:not(.reportencounter)");
  expect(await rows.count()).toBe(reportShown);
  await page.getByRole("rowheader", { name: /the first 5,000 images/ }).waitFor();
  await page.getByRole("button", { name: "Show more: 1 left" }).click();
  await expect.poll(() => rows.count()).toBe(reportShown + 1);
  await page.getByRole("rowheader", { name: /A\. Diver 5,001 images/ }).waitFor();
  expect(await page.getByText(/are shown and printed/).count()).toBe(0);
  // The photographs that these encounters are of are nowhere, and so they have no previews.
  expect(troubles.filter((text) => !text.includes("404"))).toEqual([]);
});
