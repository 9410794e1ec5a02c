/** Two tabs, or a command and a tab that hears no news: a person decides on what they see, and nothing that they typed is lost. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawSeason } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";

let page: Page;
let deaf: Page;
let data: string;
let folder: string;
let review: string;

beforeAll(async () => {
  data = await tempFolder("tabs");
  folder = join(await tempFolder("tabs-photographs"), "Season");
  await drawSeason(folder, { encounters: 4, imagesPerEncounter: 2, seed: "tabs" });
  const { json } = await landfall(data, "scan", folder, "--population", "Residents");
  ({ page } = await openDashboard(data));
  review = `${new URL(page.url()).origin}/manifests/${json.manifestId}`;
  await page.goto(review);
  deaf = await page.context().newPage();
  // It neither answers nor ends.
  await deaf.route("**/api/v1/events*", () => {});
}, 120_000);
endDashboard();

const encounter = (of: Page, at: number) => of.locator("[data-encounter]").nth(at);
const locality = (of: Page, at: number) => encounter(of, at).getByLabel("Locality", { exact: true });

async function say(of: Page, at: number, text: string): Promise<void> {
  await locality(of, at).fill(text);
  const saved = of.waitForResponse((answer) => answer.request().method() === "PATCH");
  await locality(of, at).press("Enter");
  expect((await saved).status()).toBe(200);
}

test("what was changed since it was seen is not approved, and says what it is now; then it is", async () => {
  await deaf.goto(review);
  await locality(deaf, 0).waitFor();
  await say(page, 0, "Active Pass");
  await locality(deaf, 0).press("Enter");
  await deaf.keyboard.press("a");
  await encounter(deaf, 0).getByText("it is Active Pass now").waitFor();
  expect(
    await encounter(deaf, 0)
      .getByText(/you saw .* now/)
      .count(),
  ).toBe(1);
  await expectWell(deaf);
  await encounter(deaf, 0).getByRole("button", { name: "Approve" }).waitFor();
  await deaf.keyboard.press("a");
  await encounter(deaf, 0).getByText("Approved", { exact: true }).waitFor();
});

test("a value that came meanwhile is shown beside what was typed, and replaced only where a person says so", async () => {
  await say(page, 1, "Boundary Pass");
  await locality(deaf, 1).fill("Mine");
  await locality(deaf, 1).press("Enter");
  await encounter(deaf, 1).getByText("it is Boundary Pass now").waitFor();
  expect(await locality(deaf, 1).inputValue()).toBe("Mine");
  await expectWell(deaf);
  await encounter(deaf, 1).focus();
  await deaf.keyboard.press("a");
  await encounter(deaf, 1).getByText("Not approved: what you have typed is not saved.").waitFor();
  await encounter(deaf, 1).getByRole("button", { name: "Save mine" }).click();
  await expect.poll(() => locality(page, 1).inputValue()).toBe("Mine");
  // Here the news arrives while the text is typed.
  await locality(page, 1).fill("Another");
  await say(deaf, 1, "Haro Strait");
  await encounter(page, 1).getByText("it is Haro Strait now").waitFor();
  await encounter(page, 1).getByRole("button", { name: "Keep theirs" }).click();
  expect(await locality(page, 1).inputValue()).toBe("Haro Strait");
});

test("of many the unchanged ones are approved, and the others named", async () => {
  await say(page, 2, "Active Pass");
  await deaf.getByRole("button", { name: /^Approve \d pending/ }).click();
  const note = deaf.getByRole("region", { name: "What approving came to" });
  await note.getByText(/1 encounter was changed in another window .*Active Pass/).waitFor();
  await expectWell(deaf);
  await deaf.getByRole("button", { name: "Approve 1 pending" }).waitFor();
  await encounter(page, 3).getByText("Approved", { exact: true }).waitFor();
  expect(await locality(page, 2).inputValue()).toBe("Active Pass");
});

test("E on what is approved says how to reopen it, and R does", async () => {
  await page.bringToFront();
  await encounter(page, 3).focus();
  await page.keyboard.press("e");
  await encounter(page, 3).getByText("stays as it is until it is reopened").waitFor();
  await expectWell(page);
  await page.keyboard.press("r");
  await locality(page, 3).waitFor();
  await page.keyboard.press("?");
  await page.getByText("Reopen what is approved or denied").waitFor();
  await page.keyboard.press("Escape");
});

test("what cannot be saved while the station does not answer stays in its field, over a reload too", async () => {
  await page.route("**/api/v1/encounters/*", (route) => route.abort());
  await locality(page, 3).fill("Typed for long");
  await locality(page, 3).press("Enter");
  await encounter(page, 3).getByText("Not saved.").waitFor();
  await page.unroute("**/api/v1/encounters/*");
  await page.reload();
  expect(await locality(page, 3).inputValue()).toBe("Typed for long");
  await expectWell(page);
  await encounter(page, 3).getByRole("button", { name: "Save again" }).click();
  await encounter(page, 3).getByText("Not saved.").waitFor({ state: "detached" });
  await expect
    .poll(async () => (await landfall(data, "review", review.split("/").at(-1) ?? "")).stdout)
    .toContain("long");
});

test("back closes the images, and does not leave the page", async () => {
  await page.getByRole("link", { name: "Review", exact: true }).click();
  await page.getByRole("link", { name: "Season" }).first().click();
  await encounter(page, 2)
    .getByRole("button", { name: /^Look at/ })
    .click();
  await page.getByRole("dialog").waitFor();
  await page.goBack();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(() => page.url()).toContain("/manifests/");
  await encounter(page, 2).waitFor();
  await page.goBack();
  await expect.poll(() => page.url()).not.toContain("/manifests/");
});

test("a new version that comes while a person types leaves the text to be copied, and in its field there", async () => {
  await page.goto(review);
  await locality(page, 2).fill("Half a sen");
  await drawSeason(join(folder, "More"), { encounters: 1, imagesPerEncounter: 1, seed: "more" });
  await landfall(data, "scan", folder, "--population", "Residents");
  await page.getByText("A newer version has taken the place").waitFor();
  const kept = page.getByRole("region", { name: "Typed and not saved" });
  await kept.getByText("Half a sen").first().waitFor();
  await expectWell(page);
  await page.getByRole("link", { name: /^Go to version/ }).click();
  await page.locator("input[value='Half a sen']").waitFor();
});
