/** What the hub already holds stands beside an encounter on Review, and the choice made there is the plan's. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient, fetchTransport, hubApiPrefix, hubContract, type PopulationId } from "@landfall/protocol";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { drawFrame, withExif } from "../../fixtures/index.ts";
import { endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, newStation, startTestHub, type TestHub, tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];
let data: string;
let hub: TestHub;
let later: string;

async function draw(folder: string, names: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [at, name] of names.entries()) {
    const picture = await drawFrame({ seed: name, width: 320 });
    writeFileSync(
      join(folder, name),
      withExif(picture, { dateTimeOriginal: `2024:07:15 10:11:0${at}`, make: "NIKON", model: "D7500" }),
    );
  }
}

beforeAll(async () => {
  hub = await startTestHub();
  data = await newStation(hub.url, hub.key);
  const home = await tempFolder("match-photographs");
  const first = join(home, "First");
  await draw(join(first, "2024-07-15_Haro Strait", "BW"), ["a.jpg", "b.jpg", "c.jpg"]);
  await draw(join(first, "2024-07-15_Skana", "AW"), ["e.jpg", "f.jpg"]);
  const client = createClient(hubContract, fetchTransport({ baseUrl: hub.url + hubApiPrefix, token: hub.key }));
  const [population] = (await client.me({})).populations;
  const params = { id: population?.id as PopulationId };
  await client.ensureIndividuals({ params, body: { names: ["T002B", "J047"] } });
  const { manifestId } = (await landfall(data, "scan", first, "--population", "Orcas")).json;
  await landfall(data, "approve", String(manifestId));
  expect((await landfall(data, "sync", String(manifestId))).code).toBe(0);
  const second = join(home, "Second");
  // The same three; and two others beside a new one, in a folder that says other things.
  cpSync(join(first, "2024-07-15_Haro Strait"), join(second, "2024-07-15_Haro Strait"), { recursive: true });
  const mixed = join(second, "2024-07-15_Active Pass", "JT");
  await draw(mixed, ["e.jpg", "f.jpg"]);
  await draw(mixed, ["d.jpg"]);
  later = String((await landfall(data, "scan", second, "--population", "Orcas")).json.manifestId);
  ({ page, troubles } = await openDashboard(data));
}, 180_000);
endDashboard();

test("a certain match says that it will be filled, and what only a person can say is asked there", async () => {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Review" }).press("Enter");
  await page.getByRole("link", { name: "Review Second" }).press("Enter");
  const notes = page.getByRole("group", { name: /^On the hub/ });
  await notes.getByText("The hub has this encounter already; it will be filled.").waitFor();
  await notes.getByText("Holds all 3 of these photographs").waitFor();
  const asked = notes.filter({ hasText: "holds some of these photographs" });
  await asked.getByText("Holds 2 of these 3 photographs").waitFor();
  await page.getByText("Another manifest has this photograph too").first().waitFor();
  await expectWell(page);
  await asked.getByRole("button", { name: /^Keep apart/ }).press("Enter");
  await notes.getByText("Kept apart from what the hub has, as you have said.").waitFor();
  await notes.getByRole("button", { name: /^Fill this one/ }).waitFor();
  await notes.getByRole("button", { name: /^Take the answer back/ }).press("Enter");
  await asked.getByRole("button", { name: /^Keep apart/ }).press("Enter");
  await notes.getByText("Kept apart from what the hub has, as you have said.").waitFor();
});

test("the plan takes the answer, and asks nothing", async () => {
  await page.getByRole("button", { name: "Approve 2 pending" }).press("Enter");
  await page.getByRole("link", { name: "Go to Sync" }).waitFor();
  const planned = await landfall(data, "plan", later);
  expect(planned).toMatchObject({ code: 0, json: { create: 1, ask: 0, upload: 1 } });
});

test("the individuals that the hub knows are fetched, and how it writes them becomes the rule", async () => {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Folders" }).press("Enter");
  await page.getByRole("link", { name: "Second" }).first().press("Enter");
  await page.getByRole("link", { name: "Individuals" }).press("Enter");
  await page.getByRole("button", { name: "Fetch from the hub" }).press("Enter");
  await page.getByText("The hub knows 2 individuals").waitFor();
  await expectWell(page);
  await page.getByRole("button", { name: "Write identifiers as the hub does" }).press("Enter");
  await page.getByText("[JT]\\d{3}[A-Z]?").waitFor();
  await expect
    .poll(() => page.getByRole("textbox", { name: "Examples of identifiers" }).inputValue())
    .toBe("J047, T002B");
});

test("while the hub is away, that nobody knows what it has is said", async () => {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Review" }).press("Enter");
  await page.getByRole("link", { name: "Review Second" }).press("Enter");
  await page
    .getByRole("button", { name: /^Reopen/ })
    .first()
    .press("Enter");
  await page.getByRole("button", { name: "Approve 1 pending" }).waitFor();
  await hub.kill();
  // The station looks at the hub every half minute.
  await page.getByText("whether it has any of these already is not known now").waitFor({ timeout: 60_000 });
  await expectWell(page);
  expect(troubles).toEqual([]);
});
