/** Positions that cannot be, a sheet that credits somebody else, and licences: each is settled on Review by one press. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawFrame, gpsAt, withExif } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

beforeAll(async () => {
  const data = await tempFolder("positions-page");
  const photographs = await tempFolder("positions-photographs");
  const draw = async (day: string, folder: string, exif: object) => {
    const at = join(photographs, "Season", folder);
    mkdirSync(at, { recursive: true });
    const frame = await drawFrame({ seed: day, width: 320 });
    const dateTimeOriginal = `2024:07:${day} 10:00:00`;
    writeFileSync(join(at, `IMG_${day}.JPG`), withExif(frame, { dateTimeOriginal, ...exif }));
  };
  const here = gpsAt(48.5, -123.1);
  await draw("01", "2024-07-01_Haro Strait/BW", { gps: gpsAt(0, 0) });
  await draw("02", "2024-07-02_Haro Strait/BW", {
    gps: { latitude: here.longitude, latitudeRef: "W", longitude: here.latitude, longitudeRef: "N" },
  });
  await draw("03", "2024-07-03_Haro Strait", { artist: "Bea Wake" });
  const sheet = join(photographs, "sightings.csv");
  writeFileSync(sheet, "Date,Start,End,Place,Photographer\n2024-07-03,09:30,10:30,Haro Strait,Ada Wave\n");
  const folder = join(photographs, "Season");
  await landfall(data, "scan", folder, "--population", "Residents", "--sheet", sheet);
  await landfall(data, "settings", "set", "license=ask");
  ({ page, troubles } = await openDashboard(data));
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Review" }).press("Enter");
  await page.getByRole("link", { name: "Review Season" }).press("Enter");
}, 120_000);
endDashboard();

test("0, 0 and swapped numbers are settled where they are told", async () => {
  await page.getByText("IMG_01.JPG").first().waitFor();
  await page.getByText("It states -123.1, 48.5; with latitude and longitude swapped").waitFor();
  await expectWell(page);
  await page.getByRole("button", { name: /^Use 48\.5, −123\.1/ }).press("Enter");
  await page.getByRole("textbox", { name: "Coordinates" }).nth(1).waitFor();
  await expect.poll(() => page.getByRole("textbox", { name: "Coordinates" }).nth(1).inputValue()).toBe("48.5, −123.1");
  await page.getByRole("button", { name: /^No position is known 1 Jul/ }).press("Enter");
  await page.getByText("not known, as you have said").waitFor();
  await page.getByRole("button", { name: /^It is 0, 0/ }).waitFor({ state: "detached" });
});

test("whom the photographs name is credited instead of whom the sheet names", async () => {
  await page.getByText("“Ada Wave” by sightings.csv, row 2").waitFor();
  await page.getByRole("button", { name: /^Credit Bea Wake/ }).press("Enter");
  await expect.poll(() => page.getByRole("textbox", { name: "Photographer" }).nth(2).inputValue()).toBe("Bea Wake");
  await page.getByText("“Ada Wave” by sightings.csv, row 2").waitFor({ state: "detached" });
});

test("one choice gives all encounters a licence, and then they can be approved", async () => {
  await expect.poll(() => page.getByText("Needs licence").count()).toBe(3);
  await page.getByLabel("For all that have none:").selectOption("attribution");
  await page.getByRole("button", { name: "Approve 3 pending" }).press("Enter");
  await page.getByText("3 approved").first().waitFor();
  expect(troubles).toEqual([]);
});
