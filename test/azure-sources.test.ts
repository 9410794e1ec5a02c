import { randomBytes } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { BlobServiceClient, type ContainerClient, ContainerSASPermissions, SASProtocol } from "@azure/storage-blob";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Azurite, startAzurite } from "../apps/hub/src/blobs/azure/azurite.ts";
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
const population = ["--population", "Orcas"];
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

const disk = (): Promise<TestHub> => startTestHub({ args: ["--copy-source", `${container.url}/Summer`] });
const scan = (station: string) =>
  landfallFed(station, throughWire(), "scan", root, ...population, "--azure-connection-string", "-");
const gets = () => wire.seen.filter((request) => /^GET .*\.(?:jpe?g|txt)$/i.test(request));

test("a season in a container is read by its heads and copied to the hub, and none of it passes through the station", async () => {
  const hub = await disk();
  const station = await newStation(hub.url, hub.key);
  const scanned = await scan(station);
  expect(scanned).toMatchObject({ code: 0, json: { files: { found: images + 1, images, ignored: 1 }, encounters: 2 } });
  // One range for each blob, and less than half of what they hold.
  expect(gets()).toHaveLength(images + 1);
  expect(wire.answeredBytes).toBeLessThan(sizes / 2);
  // The same encounters as from the disk.
  const onDisk = await landfall(station, "scan", season, ...population);
  const valuesOf = async (manifest: string) =>
    (await landfall(station, "review", manifest)).json.encounters.map(({ values }: { values: object }) => values);
  const { manifestId } = scanned.json;
  expect(await valuesOf(manifestId)).toEqual(await valuesOf(onDisk.json.manifestId));

  await landfall(station, "approve", manifestId);
  expect((await landfall(station, "plan", manifestId)).json).toMatchObject({ copy: images, upload: 0, bytes: 0 });
  wire.seen.length = 0;
  const synced = await landfall(station, "sync", manifestId);
  expect(synced).toMatchObject({ code: 0, json: { images: { complete: images, failed: 0 }, bytesSent: 0 } });
  expect(gets()).toEqual([]);
  expect(await landfall(station, "verify", manifestId)).toMatchObject({ code: 0, json: { images, verified: images } });

  // The report and the card check speak of the bytes.
  const report = JSON.parse((await landfall(station, "report", manifestId, "--format", "json")).stdout);
  const shas = [...(await filesIn(season)).values()].sort();
  expect(report.images.map(({ sha256 }: { sha256: string }) => sha256).sort()).toEqual(shas);
  expect(await landfall(station, "safe-to-erase", season)).toMatchObject({ code: 0, json: { safe: true } });

  // Nothing is read, copied or sent twice: by a second sync, a second scan, or from the disk.
  wire.seen.length = 0;
  expect((await landfall(station, "sync", manifestId)).json.images).toMatchObject({ alreadyThere: images });
  const again = await landfall(station, "scan", root, ...population);
  expect(again).toMatchObject({ code: 0, json: { version: 2, files: { images } } });
  expect(gets()).toEqual([]);
  const local = onDisk.json.manifestId;
  await landfall(station, "approve", local);
  expect((await landfall(station, "sync", local)).json).toMatchObject({
    images: { alreadyThere: images },
    bytesSent: 0,
  });

  // What let the station in stands in one file that its owner alone may read.
  const secret = /AccountKey=([^;]+)/.exec(azurite.connectionString)?.[1] ?? "none";
  expect((await stat(path.join(station, "azure-sources.json"))).mode & 0o777).toBe(0o600);
  for (const name of (await readdir(station)).filter((file) => file !== "azure-sources.json")) {
    const bytes = await readFile(path.join(station, name)).catch(() => Buffer.alloc(0));
    expect(bytes.includes(secret) || bytes.includes("sig=")).toBe(false);
  }
  expect(hub.program().output()).not.toMatch(/sig=(?!REDACTED)/);
}, 120_000);

test("a blob that was changed since the scan is left for a person, and the others arrive", async () => {
  const hub = await disk();
  const station = await newStation(hub.url, hub.key);
  const sas = await sasOf();
  const address = `${wire.url}/devstoreaccount1/season/Summer`;
  const { manifestId } = (await landfallFed(station, sas, "scan", address, ...population, "--azure-sas", "-")).json;
  await landfall(station, "approve", manifestId);
  const [file = ""] = (await filesIn(season)).keys();
  const blob = container.getBlockBlobClient(`Summer/${path.relative(season, file)}`);
  await blob.uploadData(Buffer.concat([await readFile(file), randomBytes(10)]));
  const synced = await landfall(station, "sync", manifestId);
  expect(synced).toMatchObject({ code: 2, json: { images: { complete: images - 1, changed: 1 }, bytesSent: 0 } });
  // Read again and approved, the new one goes too.
  const again = (await landfall(station, "scan", root, ...population)).json;
  await landfall(station, "approve", again.manifestId);
  expect(await landfall(station, "sync", again.manifestId)).toMatchObject({
    code: 0,
    json: { images: { complete: 1, alreadyThere: images - 1 } },
  });
}, 120_000);

test("what stands in the way is said: no credential, one that is over, a container that is not there, and one that the hub does not take from", async () => {
  const hub = await startTestHub();
  const station = await newStation(hub.url, hub.key);
  expect(await landfall(station, "scan", root, ...population)).toMatchObject({ json: { code: "CREDENTIAL_MISSING" } });
  const over = await sasOf({ lifeMs: -60_000 });
  const address = `${wire.url}/devstoreaccount1/season/Summer`;
  const refused = await landfallFed(station, over, "scan", address, ...population, "--azure-sas", "-");
  expect(refused.json).toMatchObject({ code: "CONTAINER_REFUSED" });
  expect(refused.json.detail).toMatch(/^azure:\/\/devstoreaccount1\/season/);
  const nowhere = "azure://devstoreaccount1/nothing";
  const missing = await landfallFed(
    station,
    throughWire(),
    "scan",
    nowhere,
    ...population,
    "--azure-connection-string",
    "-",
  );
  expect(missing.json).toMatchObject({ code: "CONTAINER_NOT_FOUND" });
  expect(JSON.stringify([refused, missing])).not.toMatch(/sig=(?!REDACTED)|AccountKey=(?!REDACTED)/);

  const { manifestId } = (await scan(station)).json;
  await landfall(station, "approve", manifestId);
  const synced = await landfall(station, "sync", manifestId);
  expect(synced).toMatchObject({ code: 2, json: { images: { complete: 0, failed: images } } });
  expect(synced.stderr).toContain("--copy-source ACCOUNT/CONTAINER");
}, 120_000);

test("kill -9 of the station between copy and commit: the next sync commits, and nothing is copied twice", async () => {
  const proxy = await startFaultProxy(() => hub.port);
  const hub: TestHub = await startTestHub({
    publicUrl: proxy.url,
    args: ["--copy-source", `${container.url}/Summer`],
  });
  const station = await newStation(proxy.url, hub.key);
  const { manifestId } = (await scan(station)).json;
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
