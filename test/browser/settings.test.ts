import { readWeek, type StationSettings, showWeek } from "@landfall/protocol";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

beforeAll(async () => {
  ({ page, troubles } = await openDashboard(await tempFolder("settings-page")));
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
}, 120_000);
endDashboard();

/** As the station has them, asked in the signed-in page. */
const stored = async (): Promise<StationSettings["network"]> =>
  (await page.evaluate<StationSettings>("fetch('/api/v1/settings').then((answer) => answer.json())")).network;
const cell = (name: string) => page.getByRole("gridcell", { name, exact: true });

async function drag(from: string, to: string) {
  const [begin, end] = [await cell(from).boundingBox(), await cell(to).boundingBox()];
  if (!begin || !end) throw new Error("the cells are not on the page");
  await page.mouse.move(begin.x + 5, begin.y + 5);
  await page.mouse.down();
  await page.mouse.move(end.x + 5, end.y + 5, { steps: 4 });
  await page.mouse.up();
}

/** The pointer is up again before the page has shown where it went. */
const dragQuickly = (from: string, to: string) =>
  page.evaluate(`{
    const [begin, end] = ${JSON.stringify([from, to])}.map((name) => document.querySelector(\`[aria-label="\${name}"]\`));
    const fire = (target, type, relatedTarget) =>
      target.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: "mouse", button: 0, relatedTarget }));
    fire(begin, "pointerdown");
    fire(begin, "pointerout", end);
    fire(end, "pointerover", begin);
    fire(end, "pointerup");
  }`);

describe("settings in the browser", () => {
  test("the week is painted with the mouse and with the keyboard, and is what the station keeps", async () => {
    await page.getByRole("button", { name: "Office hours at 25 %" }).click();
    await expect.poll(async () => showWeek((await stored()).week)).toBe("office");
    await page.getByRole("radio", { name: /closed/ }).check();
    await drag("Saturday 00:00 to 01:00: full speed", "Sunday 05:00 to 06:00: full speed");
    await dragQuickly("Monday 20:00 to 21:00: full speed", "Tuesday 21:00 to 22:00: full speed");
    await cell("Saturday 00:00 to 01:00: closed").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("2");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Space");
    const painted = readWeek("mon-fri 8-17 peak; mon-tue 20-22 closed; sat-sun 0-6 closed; sat 1-2 peak; thu closed");
    await expect.poll(async () => (await stored()).week).toEqual(painted);
    await page.getByRole("columnheader", { name: "23:00 to 24:00 on every day" }).click();
    await expect.poll(async () => (await stored()).week.every((day) => day[23] === "closed")).toBe(true);
    await expectWell(page);
  });

  test("a cap is written as a person says it, and what is none is said beside it", async () => {
    const cap = page.getByLabel("Upload cap");
    await cap.fill("2 MB/s");
    await cap.press("Enter");
    await page.getByText("Write a rate such as 2Mbit or 256kbit, or none.").waitFor();
    expect((await stored()).uploadCap).toBeNull();
    await cap.fill("2mbit");
    await cap.press("Enter");
    await expect.poll(async () => (await stored()).uploadCap).toBe(2_000_000);
    await expect.poll(() => cap.inputValue()).toBe("2 Mbit/s");
    await page.getByRole("button", { name: "Always at full speed" }).click();
    await page.getByLabel("Connection").getByText("cap 2 Mbit/s", { exact: true }).waitFor();
    expect(troubles).toEqual([]);
  });
});
