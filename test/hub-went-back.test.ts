import { cp, rm } from "node:fs/promises";
import { createClient, fetchTransport, hubApiPrefix, hubContract } from "@landfall/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import {
  landfall,
  newStation,
  removeFolders,
  startLandfall,
  startTestHub,
  type TestHub,
  tempFolder,
} from "./support/landfall.ts";
import { endAll, landfallBin, start } from "./support/process.ts";

let hub: TestHub;
let station: string;
let manifest: string;
let backup: string;
let decided: Awaited<ReturnType<typeof onHub>>;

const client = () => createClient(hubContract, fetchTransport({ baseUrl: hub.url + hubApiPrefix, token: hub.key }));

/** Encounters that have images, with what is said of each, in the order of their days. */
async function onHub() {
  const { changes } = await client().changes({ query: { limit: 1000 } });
  const ids = [...new Set(changes.map(({ encounter }) => encounter.id))];
  const held = await Promise.all(ids.map((id) => client().encounter({ params: { id } })));
  return held
    .filter(({ items }) => items.length > 0)
    .map(({ values, items }) => ({
      values,
      images: items.map(({ sha256, facts, state }) => ({ sha256, facts, state })).sort(bySha256),
    }))
    .sort((a, b) => String(a.values.eventDate).localeCompare(String(b.values.eventDate)));
}
const bySha256 = (a: { sha256: string }, b: { sha256: string }) => a.sha256.localeCompare(b.sha256);

const encounters = async () => (await landfall(station, "review", manifest, "--images")).json.encounters;
const imagesOf = ({ files }: { files: readonly { sha256: string }[] }) => files.map(({ sha256 }) => sha256);

async function done(...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await landfall(station, ...args);
  if (code !== 0) throw new Error(`${args.join(" ")}: ${stdout}${stderr}`);
}

/** As another station, or a person on the hub, does it. */
async function correctThere(eventID: string, values: object): Promise<void> {
  const { changes } = await client().changes({ query: { limit: 1000 } });
  const found = changes.map(({ encounter }) => encounter).find((encounter) => encounter.eventID === eventID);
  const { id, version } = found as NonNullable<typeof found>;
  await client().correct({ params: { id }, headers: { "if-match": `"${version}"` }, body: values });
}

async function putBack(): Promise<void> {
  await hub.kill();
  await rm(hub.data, { recursive: true });
  await cp(backup, hub.data, { recursive: true });
  await hub.restart();
}

const forgotten = "The hub was put back to an earlier state: what it may have forgotten of 5 encounters";
/** For a person to read. */
const said = async (...args: string[]) => (await start([landfallBin, ...args, "--data", station]).ended).stdout;
const plan = async () => (await landfall(station, "plan", manifest)).json;
const nothing = { create: 0, fill: 0, upload: 0, update: 0, move: 0, withdraw: 0, describe: 0, ask: 0 };

beforeAll(async () => {
  hub = await startTestHub();
  const season = await tempFolder("season");
  await drawSeason(season, { encounters: 6, imagesPerEncounter: 4, seed: "went back" });
  station = await newStation(hub.url, hub.key);
  await startLandfall(station, "start", "--port", "0").says(/sign-in\?code=/);
  manifest = (await landfall(station, "scan", season, "--population", "Orcas")).json.manifestId;
  const [, , first, fourth, , last] = await encounters();
  const [image = "", other = ""] = imagesOf(first);
  await done("describe", first.id, "--image", image, "--people", "yes");
  await done("exclude", first.id, "--image", other, "--reason", "a boat");
  await done("edit", fourth.id, "--set", "eventRemarks=A boat with children.");
  await done("approve", manifest);
  await done("sync", manifest);
  await correctThere(last.eventID, { behavior: "resting" });
  await done("sync", manifest);

  backup = `${await tempFolder("backup")}/hub`;
  await hub.kill();
  await cp(hub.data, backup, { recursive: true });
  await hub.restart();

  const [a, b, c, d, e, f] = await encounters();
  const [out = "", gone = ""] = imagesOf(a);
  const [seen = ""] = imagesOf(b);
  await done("exclude", a.id, "--image", out, "--reason", "a child in the boat");
  await done("move", a.id, "--to", b.id, "--image", gone);
  await done("describe", b.id, "--image", seen, "--people", "yes", "--side", "left");
  await done("describe", c.id, "--image", image, "--people", "no");
  await done("exclude", c.id, "--image", other, "--undo");
  await done("edit", d.id, "--set", "available=2031-01-01", "--set", "eventRemarks=");
  await done("merge", d.id, e.id);
  await done("edit", f.id, "--set", "license=organisation");
  await done("approve", manifest);
  await done("sync", manifest);
  decided = await onHub();
  expect(decided.map(({ images }) => images.length)).toEqual([2, 5, 4, 8, 4]);
  expect(await plan()).toMatchObject(nothing);
}, 120_000);
beforeEach(putBack);
afterAll(async () => {
  await endAll();
  await removeFolders();
});

test("what a hub that was put back has forgotten is planned, told again, and nothing of it twice", async () => {
  expect(await onHub()).not.toEqual(decided);
  expect(await plan()).toMatchObject({ ...nothing, fill: 2, upload: 1, update: 2, move: 5, withdraw: 1, describe: 2 });
  expect(await said("status")).toContain(forgotten);
  await done("sync", manifest);
  expect(await onHub()).toEqual(decided);
  expect(await plan()).toMatchObject(nothing);
  expect(await said("status")).not.toContain("put back");
  const { entries } = (await landfall(station, "activity")).json;
  expect(entries.filter(({ action }: { action: string }) => action === "hubWentBack")).toHaveLength(1);
}, 60_000);

test("a reset and a sync do not make an image stand in two of its encounters", async () => {
  await done("reset", manifest);
  expect(await said("sync", manifest)).toContain("was told again");
  expect(await onHub()).toEqual(decided);
  expect(await said("sync", manifest)).not.toContain("put back");
}, 60_000);

test("and a verification tells of it", async () => {
  expect(await said("verify", manifest, "--hub")).toContain(forgotten);
  await done("sync", manifest);
  expect(await onHub()).toEqual(decided);
}, 60_000);

test("also where others have gone on to work with it since, so that it has as many changes as before", async () => {
  const last = (await encounters()).at(-1);
  for (let at = 0; at < 30; at++) await correctThere(last.eventID, { individualCount: at + 1 });
  await done("sync", manifest);
  const [found] = (await onHub()).filter(({ values }) => values.individualCount === 30);
  expect(found?.values).toMatchObject({ behavior: "resting" });
  expect((await onHub()).slice(0, 4)).toEqual(decided.slice(0, 4));
}, 60_000);
