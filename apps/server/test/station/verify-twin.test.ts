/** A receipt is about bytes; an encounter is delivered once the hub has that encounter. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, temporaryFolder } from "./support.ts";

test("verifying against the hub takes no encounter for delivered whose photograph the hub has in another one", async () => {
  const { hub, key } = await openTestHub();
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key } });
  const folder = temporaryFolder("twin");
  const [drawn] = await drawSeason(folder, { encounters: 1, imagesPerEncounter: 2, seed: "twin", size: 64 });
  const catalogue = join(folder, "Catalogue", "Left");
  mkdirSync(catalogue, { recursive: true });
  copyFileSync(drawn?.images[0]?.path ?? "", join(catalogue, "018-11E_L.jpg"));
  const id = (await station.scan({ folders: [folder], population: "Residents" })).result?.manifestId as ManifestId;
  const query = { filter: "all", offset: 0, limit: 10 } as const;
  const { items } = await station.ask("encounters", { params: { id }, query });
  const sighting = items.find(({ values }) => values.eventType !== "reference");
  const reference = items.find(({ values }) => values.eventType === "reference");
  if (!sighting || !reference) throw new Error("a sighting and a reference");
  await station.ask("approve", { params: { id }, body: { encounters: [sighting.id] } });
  await station.synced(id);
  await station.ask("approve", { params: { id }, body: { encounters: [reference.id] } });
  const { create } = await station.ask("plan", { params: { id } });
  expect(create).toBe(1);

  expect(await station.verified(id, { scope: "hub" })).toMatchObject({ images: 3, verified: 2, noReceipt: 1 });
  const after = (await station.ask("encounters", { params: { id }, query })).items;
  expect(after.find((one) => one.id === reference.id)).toMatchObject({ sync: "pending" });
  expect(await station.ask("plan", { params: { id } })).toMatchObject({ create: 1 });

  await station.synced(id);
  expect(await station.verified(id, { scope: "hub" })).toMatchObject({ images: 3, verified: 3 });
});
