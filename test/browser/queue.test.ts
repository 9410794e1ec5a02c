import type { StationSnapshot } from "@landfall/protocol";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import * as dashboard from "../support/dashboard.ts";
import { tempFolder } from "../support/landfall.ts";

let page: Page;
let troubles: readonly string[];

beforeAll(async () => {
  ({ page, troubles } = await dashboard.openDashboard(await tempFolder("queue"), "--sample"));
  await page.getByText("56 photographs", { exact: false }).first().waitFor({ timeout: 60_000 });
}, 180_000);
dashboard.endDashboard();

async function expectWell() {
  await dashboard.expectWell(page);
  const cut = "[...document.querySelectorAll('.status dd')].filter((each) => each.scrollWidth > each.clientWidth)";
  await expect.poll(() => page.evaluate(`${cut}.map((each) => each.textContent)`)).toEqual([]);
}

/** The station's API as the page calls it. */
const api = (path: string, method: string, body: object) =>
  page.evaluate(
    async ([to, how, what]) => {
      const answer = await fetch(`/api/v1${to}`, {
        method: how as string,
        headers: { "content-type": "application/json" },
        body: what as string,
      });
      return answer.status;
    },
    [path, method, JSON.stringify(body)],
  );

const manifest = (name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, level: 3 }) });

test("two manifests queue up, the page says for what one waits, and its turn is changed by keyboard", async () => {
  const ids = await page.evaluate(async () => {
    const snapshot = (await (await fetch("/api/v1/snapshot")).json()) as StationSnapshot;
    return snapshot.populations.flatMap(({ manifests }) => manifests.map(({ id }) => id));
  });
  const set = { eventDate: "2024-07-01", locality: "Haro Strait", recordedBy: "B. Wood" };
  for (const id of ids) expect(await api(`/manifests/${id}:approve`, "POST", { set })).toBe(200);
  await page.getByText("56 approved images wait. Press Sync.").waitFor();
  // Slow enough to be looked at.
  expect(await api("/settings", "PATCH", { network: { uploadCap: 16_000 } })).toBe(200);
  await manifest("Spring 2024, card 2").getByRole("button", { name: "Sync", exact: true }).click();
  await manifest("Summer 2024").getByRole("button", { name: "Sync", exact: true }).click();
  const summer = manifest("Summer 2024");
  await summer.getByText("Waits for its turn behind Spring 2024, card 2.").waitFor();
  await summer.getByText("2 of 2 in the queue").waitFor();
  await expectWell();

  const first = summer.getByRole("button", { name: "Sync first" });
  await first.focus();
  await page.keyboard.press("Enter");
  await summer.getByText("1 of 2 in the queue").waitFor();
  await manifest("Spring 2024, card 2").getByText("Waits for its turn behind Summer 2024.").waitFor();
  await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Sync first");

  await summer.getByRole("button", { name: "Show images" }).click();
  const chosen = summer.getByRole("button", { name: /^Send first: / }).last();
  await chosen.press("Enter");
  await summer.getByRole("button", { name: /^Send first: /, pressed: true }).waitFor();
  await expectWell();
});

test("what starts by itself is set with one press each, and the next times are shown", async () => {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Add: A sync every 2 hours from 6 to 18" }).press("Enter");
  await page.getByRole("button", { name: "Add: A full check at 2 at night" }).press("Enter");
  const times = page.getByRole("list", { name: "Times" });
  await times
    .getByText(/^next \S/)
    .nth(1)
    .waitFor();
  await page.getByLabel("Sync when the link allows it").check();
  await page.getByText("A sync is at work.").waitFor();
  await expectWell();
});

test("the link is tested from the page, and the test can be ended", async () => {
  await page.getByRole("button", { name: "Test the link" }).press("Enter");
  await page.getByRole("button", { name: "Cancel the test" }).press("Enter");
  await page.getByText("Cancelled", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Test again" }).waitFor();
  expect(troubles).toEqual([]);
});
