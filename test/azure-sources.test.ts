import { randomBytes } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { BlobServiceClient, type ContainerClient, ContainerSASPermissions, SASProtocol } from "@azure/storage-blob";
import {
  type AzureCredential,
  type EncounterId,
  LandfallError,
  type ManifestId,
  type Sha256,
} from "@landfall/protocol";
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { type Azurite, startAzurite } from "../apps/hub/src/blobs/azure/azurite.ts";
import { type TestHub as HubHere, startTestHub as startHubHere } from "../apps/hub/test/support/hub.ts";
import { openStation, type TestStation } from "../apps/server/test/station/support.ts";
import { drawSeason } from "../fixtures/index.ts";
import { type FaultProxy, startFaultProxy } from "./support/fault-proxy.ts";
import {
  landfall,
  landfallFed,
  newStation,
  removeFolders,
  startLandfall,
  startTestHub,
  type TestHub,
  tempFolder,
} from "./support/landfall.ts";
import { filesIn } from "./support/photographs.ts";
import { endAll } from "./support/process.ts";

const images = 8;
const root = "azure://devstoreaccount1/season/Summer";
const population = "Bay";
let azurite: Azurite;
let container: ContainerClient;
/** Between the station and Azurite: what passes here passes through the station. */
let wire: FaultProxy;
/** The same photographs on a disk. */
let season: string;
let sizes: number;

beforeAll(async () => {
  azurite = await startAzurite(await tempFolder("azurite"));
  container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient("season");
  wire = await startFaultProxy(() => azurite.port);
  season = await tempFolder("season");
  await drawSeason(season, { encounters: 2, imagesPerEncounter: images / 2, seed: "container" });
  // Larger than what is read of them: what stands behind the end of a picture is nobody's business.
  for (const file of (await filesIn(season)).keys())
    await writeFile(file, Buffer.concat([await readFile(file), randomBytes(400_000)]));
  sizes = (await Promise.all([...(await filesIn(season)).keys()].map((file) => stat(file)))).reduce(
    (sum, { size }) => sum + size,
    0,
  );
});
beforeEach(async () => {
  await container.create();
  for (const file of (await filesIn(season)).keys())
    await container.getBlockBlobClient(`Summer/${path.relative(season, file)}`).uploadFile(file);
  await container.getBlockBlobClient("Summer/notes.txt").uploadData(Buffer.from("two orcas"));
  await container.getBlockBlobClient("Winter/other.jpg").uploadData(randomBytes(100));
  wire.decide = () => ({ kind: "pass" });
  wire.seen.length = 0;
});
afterEach(async () => {
  await endAll();
  await container.delete();
});
afterAll(async () => {
  await wire.close();
  await azurite.stop();
  await removeFolders();
});

const throughWire = () => azurite.connectionString.replace(/:\d+\//, `:${new URL(wire.url).port}/`);
const sasOf = (over: { permissions?: string; lifeMs?: number } = {}) =>
  container
    .generateSasUrl({
      permissions: ContainerSASPermissions.parse(over.permissions ?? "rl"),
      expiresOn: new Date(Date.now() + (over.lifeMs ?? 3_600_000)),
      protocol: SASProtocol.HttpsAndHttp,
    })
    .then((url) => new URL(url).search.slice(1));

const connectionString = (): AzureCredential => ({ kind: "connectionString", connectionString: throughWire() });
const gets = () => wire.seen.filter((request) => /^GET .*\.(?:jpe?g|txt)$/i.test(request));

async function openBoth(copySources: readonly string[] = [`${container.url}/Summer`]) {
  const hub: HubHere = await startHubHere({ copySources });
  onTestFinished(() => hub.stop());
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.hub.url, key: hub.key } });
  return { hub, station };
}

/** Scans and approves all of it. */
async function approved(station: TestStation, folder = root, azure?: AzureCredential) {
  const job = await station.scan({ folders: [folder], population, ...(azure && { azure }) });
  if (!job.result) throw new Error(`the scan ended with ${job.error?.code}`);
  const id: ManifestId = job.result.manifestId;
  await station.ask("approve", { params: { id }, body: {} });
  return { id, result: job.result };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => (error instanceof LandfallError ? error : String(error)),
  );
const valuesOf = async (station: TestStation, id: ManifestId) => {
  const { items } = await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 50 } });
  return items.map(({ values }) => values);
};

test("a season in a container is read by its heads and copied to the hub, and none of it passes through the station", async () => {
  const { hub, station } = await openBoth();
  const { id, result } = await approved(station, root, connectionString());
  expect(result).toMatchObject({ files: { found: images + 1, images, ignored: 1 }, encounters: 2 });
  // One range for each blob, and less than half of what they hold.
  expect(gets()).toHaveLength(images + 1);
  expect(wire.answeredBytes).toBeLessThan(sizes / 2);
  // The same encounters as from the disk.
  const local = (await station.scan({ folders: [season], population })).result?.manifestId as ManifestId;
  expect(await valuesOf(station, id)).toEqual(await valuesOf(station, local));

  // No small picture is in these: nothing is shown until a person opens one, which is then downloaded.
  const { items } = await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 1 } });
  const encounter = items[0]?.id as EncounterId;
  const page = await station.ask("images", { params: { id: encounter }, query: { offset: 0, limit: 1 } });
  const [image] = page.items;
  expect(image).toMatchObject({ inContainer: true, state: "pending" });
  const picture = (size: "thumbnail" | "preview") => station.station.picture(encounter, image?.sha256 as Sha256, size);
  expect(await picture("thumbnail")).toBeUndefined();
  expect(await picture("preview")).toMatchObject({ mediaType: "image/jpeg" });

  const plan = await station.ask("plan", { params: { id } });
  expect(plan).toMatchObject({ copy: images, upload: 0, bytes: 0 });
  wire.seen.length = 0;
  const run = await station.synced(id);
  expect(run.result).toMatchObject({ images: { complete: images, failed: 0 }, bytesSent: 0 });
  expect(gets()).toEqual([]);
  expect(await station.verified(id)).toMatchObject({ images, verified: images, failures: [] });

  // The report speaks of the bytes, and so does what the hub holds.
  const report = await station.ask("report", { params: { id }, query: { after: 0, limit: 100 } });
  const shas = [...(await filesIn(season)).values()].sort();
  expect(report.images.map(({ sha256 }) => sha256).sort()).toEqual(shas);
  const kept = await hub.store.db.selectFrom("blob").select(["sha256", "state"]).execute();
  expect(kept.map(({ sha256, state }) => `${state} ${sha256}`).sort()).toEqual(
    shas.map((sha256) => `verified ${sha256}`),
  );

  // A card with the same photographs may be erased: the hub has signed for these bytes.
  const { id: card } = await station.ask("checkCard", { body: { folder: season, offline: false } });
  const checked = () => station.ask("cardCheck", { params: { id: card } });
  await expect.poll(async () => (await checked()).state, { interval: 50 }).toBe("done");
  expect(await checked()).toMatchObject({ safe: true });

  // Nothing is read, copied or sent twice: by a second sync, a second scan, or from the disk.
  wire.seen.length = 0;
  expect((await station.synced(id)).result.images).toMatchObject({ alreadyThere: images });
  expect((await station.scan({ folders: [root], population })).result).toMatchObject({
    version: 1,
    changes: { isNew: false },
    files: { images },
  });
  expect(gets()).toEqual([]);
  await station.ask("approve", { params: { id: local }, body: {} });
  expect((await station.synced(local)).result).toMatchObject({ images: { alreadyThere: images }, bytesSent: 0 });

  // What let the station in stands in one file that its owner alone may read.
  const secret = /AccountKey=([^;]+)/.exec(azurite.connectionString)?.[1] ?? "none";
  const folder = station.dataFolder;
  expect((await stat(path.join(folder, "azure-sources.json"))).mode & 0o777).toBe(0o600);
  for (const name of (await readdir(folder)).filter((file) => file !== "azure-sources.json")) {
    const bytes = await readFile(path.join(folder, name));
    expect(bytes.includes(secret) || bytes.includes("sig=")).toBe(false);
  }
}, 120_000);

test("a blob that was changed since the scan is left for a person, and the others arrive", async () => {
  const { station } = await openBoth();
  const address = `${wire.url}/devstoreaccount1/season/Summer`;
  const { id } = await approved(station, address, { kind: "sas", sas: await sasOf() });
  const [file = ""] = (await filesIn(season)).keys();
  const blob = container.getBlockBlobClient(`Summer/${path.relative(season, file)}`);
  await blob.uploadData(Buffer.concat([await readFile(file), randomBytes(10)]));
  const first = await station.synced(id);
  expect(first.result).toMatchObject({ images: { complete: images - 1, changed: 1 }, bytesSent: 0 });
  // Verified, it is the one of which there is no receipt.
  expect(await station.verified(id)).toMatchObject({ verified: images - 1, missing: 0, noReceipt: 1 });
  // Read again and approved, the new one goes too.
  const again = await approved(station);
  const second = await station.synced(again.id);
  expect(second.result.images).toMatchObject({ complete: 1, alreadyThere: images - 1 });
}, 120_000);

test("what stands in the way is said: no credential, one that is over, a container that is not there, and one that the hub does not take from", async () => {
  const { station } = await openBoth([]);
  const ask = (folder: string, azure?: AzureCredential) =>
    codeOf(station.ask("scan", { body: { folders: [folder], population, ...(azure && { azure }) } }));
  expect(await ask(root)).toMatchObject({ code: "CREDENTIAL_MISSING" });
  const address = `${wire.url}/devstoreaccount1/season/Summer`;
  const over = await sasOf({ lifeMs: -60_000 });
  const refused = await ask(address, { kind: "sas", sas: over });
  expect(refused).toMatchObject({ code: "CONTAINER_REFUSED" });
  expect(refused).toMatchObject({ detail: expect.stringMatching(/^azure:\/\/devstoreaccount1\/season/) });
  expect(JSON.stringify(refused)).not.toContain("sig=");
  const nowhere = "azure://devstoreaccount1/nothing";
  expect(await ask(nowhere, connectionString())).toMatchObject({ code: "CONTAINER_NOT_FOUND" });
  expect(await ask(`${address}?${over}`, connectionString())).toMatchObject({ code: "VALIDATION_FAILED" });
  // What was refused is not kept.
  expect(await ask(root)).toMatchObject({ code: "CREDENTIAL_MISSING" });

  const { id } = await approved(station, root, connectionString());
  expect((await station.synced(id)).result).toMatchObject({ images: { complete: 0, failed: images } });
  expect(JSON.stringify(await station.ask("problems", {}))).toContain("SOURCE_NOT_ALLOWED");
}, 120_000);

test("kill -9 of the station between copy and commit: the next sync commits, and nothing is copied twice", async () => {
  const proxy = await startFaultProxy(() => hub.port);
  const hub: TestHub = await startTestHub({
    publicUrl: proxy.url,
    args: ["--copy-source", `${container.url}/Summer`],
  });
  const station = await newStation(proxy.url, hub.key);
  const given = ["--population", "Orcas", "--azure-connection-string", "-"];
  const { manifestId } = (await landfallFed(station, throughWire(), "scan", root, ...given)).json;
  await landfall(station, "approve", manifestId);
  const committing = Promise.withResolvers<void>();
  proxy.decide = ({ path: asked }) => {
    if (!asked.endsWith(":commit")) return { kind: "pass" };
    committing.resolve();
    return { kind: "answer", status: 503 };
  };
  const sync = startLandfall(station, "sync", manifestId);
  await committing.promise;
  await sync.kill();
  const copies = () => proxy.seen.filter((request) => request.endsWith(":copy")).length;
  const before = copies();
  expect(before).toBeGreaterThan(0);
  proxy.decide = () => ({ kind: "pass" });
  const again = await landfall(station, "sync", manifestId);
  expect(again).toMatchObject({ code: 0, json: { bytesSent: 0 } });
  expect(copies()).toBeLessThanOrEqual(images + 4);
  expect(await landfall(station, "verify", manifestId)).toMatchObject({ code: 0, json: { images, verified: images } });
  await proxy.close();
}, 120_000);

test("what is read of a container keeps to the download cap, in a scan and for a person who looks", async () => {
  const { station } = await openBoth();
  await station.ask("changeSettings", { body: { network: { downloadCap: 8_000 } } });
  const scanned = station.scan({ folders: [root], population, azure: connectionString() });
  await expect.poll(() => gets().length).toBeGreaterThan(0);
  // All heads would have been asked for by the time that a whole folder is read; the second one has minutes to wait.
  await station.scan({ folders: [season], population });
  expect(gets()).toHaveLength(1);
  await station.ask("changeSettings", { body: { network: { downloadCap: null } } });
  const id = (await scanned).result?.manifestId as ManifestId;
  expect(gets()).toHaveLength(images + 1);

  await station.ask("changeSettings", { body: { network: { downloadCap: 8_000 } } });
  const { items } = await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 1 } });
  const encounter = items[0]?.id as EncounterId;
  const page = await station.ask("images", { params: { id: encounter }, query: { offset: 0, limit: 2 } });
  const [first, second] = page.items.map(({ sha256 }) => station.station.picture(encounter, sha256, "preview"));
  expect(await first).toMatchObject({ mediaType: "image/jpeg" });
  expect(gets()).toHaveLength(images + 2);
  await station.ask("changeSettings", { body: { network: { downloadCap: null } } });
  expect(await second).toMatchObject({ mediaType: "image/jpeg" });
});

test("what was copied from a container is corrected without being copied again: a place, a split, a leaving out", async () => {
  const { hub, station } = await openBoth();
  const { id } = await approved(station, root, connectionString());
  await station.synced(id);
  const receiptsOf = async () => {
    const { images: rows } = await station.ask("report", { params: { id }, query: { after: 0, limit: 100 } });
    return rows.flatMap(({ receipt }) => receipt ?? []).sort();
  };
  const receipts = await receiptsOf();
  expect(receipts).toHaveLength(images);
  const rows = await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 5 } });
  const [first, second] = rows.items.map((row) => row.id) as [EncounterId, EncounterId];
  const page = await station.ask("images", { params: { id: first }, query: { offset: 0, limit: 5 } });
  const [apart, out] = page.items.map(({ sha256 }) => sha256) as [Sha256, Sha256];
  await station.ask("splitEncounter", { params: { id: first }, body: { images: [apart] } });
  await station.ask("leaveOut", { params: { id: first }, body: { images: [out], reason: "a person is in it" } });
  await station.ask("reopen", { params: { id: second } });
  await station.ask("editEncounter", { params: { id: second }, body: { locality: "Cattle Pass" } });
  await station.ask("approve", { params: { id }, body: {} });
  wire.seen.length = 0;
  expect(await station.ask("plan", { params: { id } })).toMatchObject({
    ...{ update: 1, move: 1, withdraw: 1, create: 1 },
    ...{ upload: 0, copy: 0, bytes: 0 },
  });
  const { result } = await station.synced(id);
  expect(result).toMatchObject({ bytesSent: 0, corrected: { updated: 1, moved: 1, withdrawn: 1 } });
  expect(gets()).toEqual([]);
  const held = await hub.store.db.selectFrom("blob").select("state").execute();
  expect(held.map(({ state }) => state)).toEqual(Array(images).fill("verified"));
  // Receipts are about bytes: all but that of the one that was left out stand as they were.
  expect(receipts).toEqual(expect.arrayContaining(await receiptsOf()));
  expect(await station.verified(id)).toMatchObject({ images: images - 1, verified: images - 1 });
  const nothing = { update: 0, move: 0, withdraw: 0, create: 0, copy: 0 };
  expect(await station.ask("plan", { params: { id } })).toMatchObject(nothing);
});
