import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { drawSeason } from "../../fixtures/index.ts";
import { type Dashboard, endDashboard, expectWell, openDashboard } from "../support/dashboard.ts";
import { landfall, startTestHub, type TestHub, tempFolder } from "../support/landfall.ts";

let dashboard: Dashboard;
let data: string;
let card: string;
let other: TestHub;

/** A season that was delivered to the hub beside the station, and another hub. */
beforeAll(async () => {
  data = await tempFolder("another-hub");
  card = path.join(data, "cards", "EOS_DIGITAL");
  await drawSeason(card, { encounters: 2, imagesPerEncounter: 3, seed: "another hub" });
  other = await startTestHub();
  dashboard = await openDashboard(data);
  const { manifestId } = (await landfall(data, "scan", card, "--population", "Orcas")).json;
  await landfall(data, "approve", manifestId, "--set", "locality=Haro Strait", "--set", "recordedBy=B. Wood");
  expect((await landfall(data, "sync", manifestId)).code).toBe(0);
}, 180_000);
endDashboard();

const proven = async (): Promise<number> => (await landfall(data, "safe-to-erase", card)).json.proven;

test("another hub is connected to only by a second button, after both addresses and what is let go were named", async () => {
  const { page, troubles } = dashboard;
  await page.getByRole("button", { name: "Change…" }).click();
  const dialog = page.getByRole("dialog", { name: "Connection to the hub" });
  const former = await dialog.getByLabel("Hub address").inputValue();
  await dialog.getByLabel("Hub address").fill(other.url);
  await dialog.getByLabel("API key").fill(other.key);
  await dialog.getByRole("button", { name: "Connect", exact: true }).press("Enter");
  await dialog.getByText(`${other.url} is another hub than ${former}, which has signed for 6 photographs`).waitFor();
  await expectWell(page);
  expect(await proven()).toBe(6);
  // What was refused is of that address: with another one nothing is offered.
  const leave = dialog.getByRole("button", { name: "Leave the former hub and connect to this one" });
  await dialog.getByLabel("Hub address").fill(former);
  await leave.waitFor({ state: "detached" });

  await dialog.getByLabel("Hub address").fill(other.url);
  await dialog.getByLabel("API key").press("Enter");
  await leave.waitFor();
  // Behind the button that only asks again.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await leave.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  expect(await proven()).toBe(0);
  await page.getByRole("link", { name: "Activity" }).click();
  await page.getByText("Left the former hub, with its receipts").waitFor();
  expect(troubles.filter((trouble) => !trouble.includes("409"))).toEqual([]);
});
