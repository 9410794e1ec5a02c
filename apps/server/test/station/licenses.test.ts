/** A station asks for licences unless it is told otherwise; what is told is so at once for all that nobody has approved. */
import type { LicenseRule, ManifestId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawScenario, drawSeason } from "../../../../fixtures/index.ts";
import { openStation, openTestHub, temporaryFolder } from "./support.ts";

test("what the settings say of licences holds for encounters that are there already, and is noted", async () => {
  const station = await openStation({ needsLicense: true });
  const folder = temporaryFolder("licenses");
  await drawSeason(folder, { encounters: 3, imagesPerEncounter: 1, seed: "licenses" });
  const job = await station.scan({ folders: [folder], population: "Residents", set: { recordedBy: "BW" } });
  const id = job.result?.manifestId as ManifestId;
  const encounters = async () => (await station.ask("manifest", { params: { id } })).encounters;
  const say = (license: LicenseRule) => station.ask("changeSettings", { body: { license } });
  expect(await encounters()).toMatchObject({ incomplete: 3, pending: 0 });
  expect(job.result).toMatchObject({ complete: 0, incomplete: 3 });
  const refused = await station.ask("approve", { params: { id }, body: {} });
  expect(refused).toMatchObject({ approved: 0, incomplete: 3, leftOut: [{ field: "license", encounters: 3 }] });

  await say("none");
  expect(await encounters()).toMatchObject({ incomplete: 0, pending: 3 });
  await say("ask");
  expect(await encounters()).toMatchObject({ incomplete: 3, pending: 0 });
  await say("attribution");
  const done = await station.ask("approve", { params: { id }, body: {} });
  expect(done).toMatchObject({ approved: 3, unlicensed: 0 });
  const query = { filter: "approved" as const, offset: 0, limit: 9 };
  const { items } = await station.ask("encounters", { params: { id }, query });
  expect(items.map(({ values }) => values.license)).toEqual(["attribution", "attribution", "attribution"]);
  const { entries } = await station.ask("activity", { query: { limit: 50 } as never });
  expect(entries.map(({ detail }) => detail)).toContain(
    "Licence where none is stated: asked for before approval → public with attribution",
  );

  // What is approved stays so, whatever is said then.
  await say("ask");
  expect(await encounters()).toMatchObject({ approved: 3 });
});

test("a licence that came with the approval outlives rescans and regrouping, and what is delivered keeps it under another setting", async () => {
  const { hub, key } = await openTestHub();
  const station = await openStation({ needsLicense: true });
  await station.ask("connect", { body: { hub: hub.url, key } });
  await station.ask("changeSettings", { body: { license: "attribution" } });
  const folder = temporaryFolder("licenses");
  await drawScenario("E", folder);
  const scan = () => station.scan({ folders: [folder], population: "Residents", name: "Season" });
  const job = await scan();
  const id = job.result?.manifestId as ManifestId;
  const set = { recordedBy: "BW", locality: "Haro Strait", eventDate: "2024-07-15" };
  expect(await station.ask("approve", { params: { id }, body: { set } })).toMatchObject({ approved: 1 });
  expect((await scan()).result).toMatchObject({ manifestId: id, changes: { isNew: false, added: 0, changed: 0 } });
  await station.synced(id);

  await station.ask("changeSettings", { body: { license: "public" } });
  const body = { examples: ["T002B", "J047"], corrections: [], forget: [] };
  const { regrouped } = await station.ask("setIdentifiers", { params: { id: job.populationId }, body });
  const later = regrouped[0]?.manifestId as ManifestId;
  const query = { filter: "pending" as const, offset: 0, limit: 9 };
  const { items } = await station.ask("encounters", { params: { id: later }, query });
  expect(items).toMatchObject([{ values: { license: "attribution" }, changes: { wasApproved: true } }]);
  expect(items[0]?.changes?.fields).toEqual([{ name: "organismName", was: null }]);
  await station.ask("approve", { params: { id: later }, body: {} });
  const { corrections } = await station.ask("plan", { params: { id: later } });
  expect(corrections.map(({ update }) => update)).toEqual([
    [{ field: "organismName", from: null, to: "T002B | T065A" }],
  ]);
});
