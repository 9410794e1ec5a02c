import { execFile } from "node:child_process";
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { drawSeason } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, tempFolder } from "../support/landfall.ts";
import { filesIn } from "../support/photographs.ts";

let page: Page;
let card: string;
let data: string;
let troubles: string[];

/** A delivered season on a card that a browser may look into. */
beforeAll(async () => {
  data = await tempFolder("proof-page");
  card = path.join(data, "cards", "EOS_DIGITAL");
  await drawSeason(card, { encounters: 2, imagesPerEncounter: 3, seed: "proof page" });
  ({ page, troubles } = await openDashboard(data, "--allow", path.dirname(card)));
  const scanned = await landfall(data, "scan", card, "--population", "Orcas", "--name", "Summer 2024");
  const { manifestId } = scanned.json;
  await landfall(data, "approve", manifestId, "--set", "locality=Haro Strait", "--set", "recordedBy=B. Wood");
  expect((await landfall(data, "sync", manifestId)).code).toBe(0);
}, 180_000);
endDashboard();

async function saved(name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name, exact: true }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function checkCard() {
  await page.getByRole("link", { name: "Card check" }).click();
  await page.getByRole("button", { name: /^cards/ }).click();
  await page.getByRole("radio", { name: "Choose EOS_DIGITAL" }).check();
  await page.getByRole("button", { name: "Check", exact: true }).click();
}

describe("proof in the browser", () => {
  test("a card is checked before it is erased: yes, and no by name once one file is not the one that was delivered", async () => {
    await checkCard();
    await page.locator("main").getByText("Yes, it is safe to erase").waitFor();
    await expectWell(page);
    const [altered] = [...(await filesIn(card)).keys()] as [string];
    const original = await readFile(altered);
    await appendFile(altered, "x");
    await writeFile(path.join(card, "notes.csv"), "a,b\n");
    await writeFile(path.join(card, ".DS_Store"), "junk");
    await checkCard();
    await page.locator("main").getByText("No, do not erase it yet").waitFor();
    await page.getByText("2 files of 7 are not proven to be on the hub.").waitFor();
    await page.getByText(path.basename(altered)).waitFor();
    await page.getByText("notes.csv").waitFor();
    await expectWell(page);
    await writeFile(altered, original);
  });

  test("the delivery report is read, saved and printed", async () => {
    await page.getByRole("link", { name: "Sync", exact: true }).click();
    await page.getByRole("link", { name: "Report: Summer 2024" }).click();
    await page.getByText("6 images", { exact: false }).or(page.getByText("3 images ·")).first().waitFor();
    await expectWell(page);
    expect((await saved("CSV")).split("\r\n")).toHaveLength(8);
    expect(JSON.parse(await saved("JSON")).images).toHaveLength(6);
    expect(await saved("Page to keep")).toContain("<h1>Delivery report</h1>");
    await page.emulateMedia({ media: "print" });
    await expect.poll(() => page.getByRole("navigation", { name: "Main" }).isVisible()).toBe(false);
    await expect.poll(() => page.getByText("Haro Strait").first().isVisible()).toBe(true);
    await page.emulateMedia({ media: null });
  });

  test("the proof has a page, and what it saves is checked without anything of ours", async () => {
    await page.getByRole("link", { name: "Proof", exact: true }).press("Enter");
    await page.getByText("6 images have a receipt.").waitFor();
    await expectWell(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Save the proof" }).click(),
    ]);
    const folder = await tempFolder("saved-proof");
    for (const [name, data] of Object.entries(unzipSync(await readFile(await download.path())))) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), data);
    }
    const { stdout } = await promisify(execFile)("sh", [path.join(folder, "proof", "verify.sh")]);
    expect(stdout).toContain("The 6 receipts are right.");
    await page.getByRole("link", { name: "Delivery report" }).press("Enter");
  });

  test("records for others are saved by keyboard, with places told as exactly as the population says", async () => {
    await page.getByRole("button", { name: "Export…" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Export records" }).waitFor();
    await page.getByLabel("Form").selectOption({ label: "JSON" });
    await page.getByText("6 images", { exact: true }).waitFor();
    await expectWell(page);
    await page.getByLabel(/^Places of/).selectOption({ label: "Left out" });
    await page.getByText("they give the place away", { exact: false }).waitFor();
    await page.getByLabel("Form").selectOption({ label: "Camtrap DP" });
    // The report behind the dialog names the same encounter, once it has come.
    await page.getByRole("dialog").getByText("1 May 2024 · Haro Strait · Jo Tidewater", { exact: true }).waitFor();
    await expectWell(page);
    expect(await page.getByRole("dialog").innerText()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    await page.getByLabel("Form").selectOption({ label: "JSON" });
    await page.getByText("6 images", { exact: true }).waitFor();
    await page.getByLabel("Years").fill("2019-");
    await page.getByText("Write a year such as 2024", { exact: false }).waitFor();
    await page.getByLabel("Years").fill("2019-2024");
    const records = JSON.parse(await saved("Download"));
    expect(records.images).toHaveLength(6);
    expect(records.locationPrecision).toBe("none");
    expect(JSON.stringify(records)).not.toContain("Haro");
    await page.getByLabel(/^Places of/).selectOption({ label: "As they are" });
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("what was delivered is verified: whole, and by name once the hub has lost one, which the next sync sends", async () => {
    await page.getByRole("button", { name: "Verify", exact: true }).click();
    await page.locator("main").getByText("All 6 images are verified.").waitFor();
    await expectWell(page);
    await page.getByLabel("How many").selectOption({ label: "A tenth, another one each day" });
    await page.getByRole("button", { name: "Verify again" }).click();
    await page.getByText(/part \d+ of 10/).waitFor();
    await page.getByLabel("How many").selectOption({ label: "All images" });
    const blobs = path.join(data, "hub", "blobs");
    const names = await readdir(blobs, { recursive: true });
    const [lost] = names.filter((name) => /[0-9a-f]{64}-1$/.test(name) && !name.startsWith(".")) as [string];
    await rm(path.join(blobs, lost));
    await page.getByLabel("Verify against").selectOption("hub");
    await page.getByLabel("The hub reads every byte again").check();
    await page.getByRole("button", { name: "Verify again" }).click();
    await page.locator("main").getByText("5 of 6 images verified: 1 lost by the hub.").waitFor();
    await page.getByText("The hub no longer has the bytes.", { exact: false }).waitFor();
    await expectWell(page);
    await page.getByRole("link", { name: "Sync", exact: true }).first().click();
    await page.getByRole("button", { name: "Sync", exact: true }).click();
    await page.getByText("6 of 6 photographs delivered and verified", { exact: false }).waitFor({ timeout: 60_000 });
  });

  test("a problem says its cause and its next step, keeps its fold, and one image is sent alone", async () => {
    const other = path.join(path.dirname(card), "second card");
    await drawSeason(other, { encounters: 1, imagesPerEncounter: 3, seed: "problems" });
    await writeFile(path.join(other, ".DS_Store"), "junk");
    const named = ["--population", "Orcas", "--name", "Trouble", "--override", "locality=Trouble Bay"];
    const { manifestId } = (await landfall(data, "scan", other, ...named)).json;
    await landfall(data, "approve", manifestId, "--set", "recordedBy=B. Wood");
    const [first, second] = [...(await filesIn(other)).keys()].filter((name) => /jpe?g$/i.test(name)) as [
      string,
      string,
    ];
    for (const file of [first, second]) await rename(file, `${file}.away`);
    expect((await landfall(data, "sync", manifestId)).code).toBe(2);
    const problems = page.getByRole("region", { name: "Problems" });
    await problems.getByText("2 images: The file is not where it was scanned.").waitFor();
    await expectWell(page);
    await rename(`${first}.away`, first);
    await problems.getByRole("button", { name: "One by one" }).click();
    await problems.getByRole("button", { name: `Retry ${path.basename(first)}` }).click();
    await problems.getByText("1 image: The file is not where it was scanned.").waitFor({ timeout: 30_000 });
    await problems.getByText("Skipped, for information").click();
    await problems.getByText("Trouble", { exact: true }).waitFor();
    await page.reload();
    await problems.getByText("Trouble", { exact: true }).waitFor();
    await rename(`${second}.away`, second);
    await problems.getByRole("button", { name: "Retry 1 image" }).click();
    await problems.getByText("Needs you").waitFor({ state: "detached", timeout: 30_000 });
    // Of a file that is away there is no picture.
    expect(troubles.splice(0).filter((text) => !text.includes("404"))).toEqual([]);
  });

  test("a reset says what it does before it does it, and the next sync sends nothing", async () => {
    await page.getByRole("link", { name: "Sync", exact: true }).click();
    await page.getByRole("button", { name: "Reset: Summer 2024" }).click();
    const dialog = page.getByRole("dialog", { name: "Reset Summer 2024?" });
    await dialog.getByText("nothing is sent twice", { exact: false }).waitFor();
    await expectWell(page);
    await dialog.getByRole("button", { name: "Reset", exact: true }).click();
    await page.getByText(/3 of 9 photographs delivered and verified/).waitFor();
    await page.getByRole("button", { name: "Sync", exact: true }).click();
    await page.getByText("6 images already there", { exact: false }).first().waitFor({ timeout: 60_000 });
  });

  test("the activity log shows it all, filtered by category, and is exported", async () => {
    await page.getByRole("link", { name: "Activity" }).click();
    await page.getByText("Sync finished").first().waitFor();
    await expectWell(page);
    await page.getByRole("combobox", { name: "Category" }).selectOption("proof");
    await page.getByText("Sync finished").first().waitFor({ state: "detached" });
    await page.getByText("not safe to erase", { exact: false }).waitFor();
    const { entries } = JSON.parse(await saved("Export JSON"));
    expect(new Set(entries.map(({ category }: { category: string }) => category))).toEqual(new Set(["proof"]));
    await page.getByLabel("From").fill("2999-01-01");
    await page.getByText("Nothing is noted for this choice.").waitFor();
  });

  test("no page met an error", () => {
    expect(troubles).toEqual([]);
  });
});
