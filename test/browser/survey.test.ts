import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawFrame, drawScenario, withComment } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

/** Two seasons whose files say everything in their names, but for one that says nothing. */
beforeAll(async () => {
  const folder = await tempFolder("survey-photographs");
  for (const season of ["Mouse", "Keys"]) {
    await drawScenario("D", join(folder, season));
    const loose = join(folder, season, "loose");
    await mkdir(loose);
    await writeFile(join(loose, "scan.jpg"), withComment(await drawFrame({ seed: season, width: 64 }), season));
  }
  ({ page, troubles } = await openDashboard(await tempFolder("survey"), "--allow", folder));
}, 120_000);
endDashboard();

interface Hand {
  readonly season: string;
  readonly press: (what: Locator) => Promise<void>;
  readonly write: (what: Locator, text: string) => Promise<void>;
}

const mouse: Hand = {
  season: "Mouse",
  press: (what) => what.click(),
  write: (what, text) => what.fill(text),
};

const keys: Hand = {
  season: "Keys",
  press: async (what) => {
    const isBox = (await what.getAttribute("type")) === "checkbox";
    await what.press(isBox ? "Space" : "Enter");
  },
  write: async (what, text) => {
    await what.focus();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
  },
};

test.each([mouse, keys])(
  "from folders to an approved manifest: scan, pattern, people, what is missing, approve ($season)",
  async ({ season, press, write }) => {
    const link = (name: string) => page.getByRole("link", { name, exact: true });
    const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
    await press(link("Folders"));
    await press(button(/^landfall-survey-photographs/));
    await press(page.getByRole("checkbox", { name: `Choose ${season}` }));
    const name = `Residents by ${season}`;
    const population = page.getByLabel("Population", { exact: true });
    if (season === mouse.season) await write(population, name);
    else {
      // Where there are some already, a new one is the last to choose from.
      await population.press("End");
      await write(page.getByRole("textbox", { name: "Name of the new population" }), name);
    }
    await press(button("Scan"));
    await page.getByText("4 files found").waitFor();
    await expectWell(page);

    await press(page.getByRole("link", { name: /^Path patterns/ }));
    const pattern = page.getByRole("textbox", { name: "Path pattern", exact: true });
    await page.getByText("3 of 4 images, 75 %").waitFor();
    await expect.poll(() => pattern.inputValue()).toBe("{date}_{encounter}_{locality}_{photographer}_*.*");
    await press(button("Use this pattern"));
    await page.getByText("In use.").waitFor();
    await expectWell(page);

    await press(link("Folders"));
    await press(link(season));
    await press(link("Photographers"));
    await write(page.getByRole("combobox", { name: "Who is MK?" }), "Mary Kelp");
    await press(button("Save"));
    await page.getByText("Every name is somebody, or left out.").waitFor();
    await expectWell(page);

    await press(link(`Review ${season}`));
    await press(page.getByRole("link", { name: /^Incomplete 1/ }));
    const encounter = page.getByRole("list", { name: "Encounters" }).getByRole("listitem").first();
    await expectWell(page);
    const fields = { Date: "1998-07", Locality: "Haro Strait", Photographer: "Mary Kelp" };
    for (const [name, text] of Object.entries(fields)) {
      await write(encounter.getByRole("textbox", { name }), text);
      await page.keyboard.press("Enter");
      await encounter.getByText("set by you").first().waitFor();
    }
    await press(page.getByRole("link", { name: /^All 3/ }));
    // Also where nothing is missing, E goes to a field in which typing is typing.
    await page.locator("[data-encounter]").first().focus();
    await page.keyboard.press("e");
    await expect.poll(() => page.evaluate("document.activeElement.matches('input:not([type=checkbox])')")).toBe(true);
    await page.keyboard.press("Escape");
    await press(button("Approve 3 pending"));
    await page.getByRole("link", { name: /^Approved 3/ }).waitFor();
    await page.getByText("Mary Kelp").first().waitFor();
    await expect.poll(() => page.getByText("1998-07", { exact: true }).count()).toBe(1);
    await expectWell(page);
    expect(troubles).toEqual([]);
  },
);

test("several encounters are selected, and reopened, denied, given a value and approved at once", async () => {
  const bar = page.getByRole("toolbar", { name: "Selected encounters" });
  const tab = (words: RegExp) => page.getByRole("link", { name: words });
  const selectTwo = async () => {
    // What was selected before has been let go of.
    await bar.waitFor({ state: "hidden" });
    await page.locator("[data-encounter]").first().focus();
    for (const key of ["x", "j", "x"]) await page.keyboard.press(key);
    await bar.getByText("2 encounters selected").waitFor();
  };
  await tab(/^All 3/).press("Enter");
  await page.locator("[data-encounter]").first().focus();
  await page.keyboard.press("Control+a");
  await bar.getByText("3 encounters selected").waitFor();
  // Another filter shows others: what is out of sight is not selected any more.
  await tab(/^Denied/).press("Enter");
  await bar.waitFor({ state: "hidden" });
  await tab(/^All 3/).press("Enter");
  await page.locator("[data-encounter]").first().focus();
  await page.keyboard.press("x");
  await bar.getByRole("button", { name: "Select all 3" }).press("Enter");
  await bar.getByText("3 encounters selected").waitFor();
  await page.keyboard.press("Escape");
  await selectTwo();
  await expectWell(page);
  await bar.getByRole("button", { name: "Reopen" }).press("Enter");
  await tab(/^Pending 2/).waitFor();
  await selectTwo();
  await bar.getByRole("button", { name: "Deny" }).press("Enter");
  await tab(/^Denied 2/).waitFor();
  await selectTwo();
  await bar.getByRole("button", { name: "Reopen" }).press("Enter");
  await tab(/^Pending 2/).waitFor();
  await selectTwo();
  await bar.getByRole("button", { name: "Set…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Set for 2 encounters" });
  await dialog.getByRole("textbox", { name: "Locality" }).fill("Robson Bight");
  await dialog.getByRole("radio", { name: "Replace it" }).press("Space");
  await dialog.getByRole("button", { name: "Replace values" }).press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await bar.getByRole("button", { name: "Approve" }).press("Enter");
  await tab(/^Approved 3/).waitFor();
  await expect.poll(() => page.getByText("Robson Bight", { exact: true }).count()).toBe(2);
});

test("the keys A, D and E take what is selected, say of how many, and one undo takes it back", async () => {
  const bar = page.getByRole("toolbar", { name: "Selected encounters" });
  const tab = (words: RegExp) => page.getByRole("link", { name: words });
  const press = async (...pressed: string[]) => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  const select = async () => {
    await bar.waitFor({ state: "hidden" });
    await page.locator("[data-encounter]").first().focus();
    await press("x", "j", "x");
    await bar.getByText("2 encounters selected").waitFor();
  };
  await select();
  await bar.getByRole("button", { name: "Reopen" }).press("Enter");
  await tab(/^Pending 2/).waitFor();
  await select();
  await press("e");
  await page.getByRole("dialog", { name: "Set for 2 encounters" }).waitFor();
  await press("Escape", "d");
  await page.getByText("2 encounters denied.", { exact: true }).first().waitFor();
  await tab(/^Denied 2/).waitFor();
  await bar.waitFor({ state: "hidden" });
  await press("Control+z");
  await tab(/^Pending 2/).waitFor();
  await select();
  await press("a");
  await page.getByText("2 encounters approved.", { exact: true }).first().waitFor();
  await tab(/^Approved 3/).waitFor();
});

test("the keys begin at the encounter that is marked: J goes to the next one", async () => {
  await page.reload();
  await page.getByText("Robson Bight", { exact: true }).first().waitFor();
  await page.keyboard.press("j");
  await expect.poll(() => page.evaluate("document.activeElement.closest('[data-encounter]')?.dataset.index")).toBe("1");
  await page.keyboard.press("k");
  await expect.poll(() => page.evaluate("document.activeElement.closest('[data-encounter]')?.dataset.index")).toBe("0");
});
