import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openAdmin, startHub } from "@landfall/hub";
import { type EncounterId, type RetryScope, type RunProgress, type Sha256, weekOf } from "@landfall/protocol";
import { describe, expect, onTestFinished, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

async function openHub(dataFolder = temporaryFolder("hub"), port = 0) {
  const admin = await openAdmin({ dataFolder });
  const { key, keyId } = await admin.createKey("field laptop", ["Residents"]);
  const hub = await startHub({ dataFolder, port, logLevel: "silent" });
  onTestFinished(async () => {
    await hub.stop();
    await admin.close();
  });
  return { hub, admin, key, keyId };
}

async function drawn(encounters = 2, imagesPerEncounter = 3, seed = "delivery") {
  const folder = temporaryFolder("season");
  const season = await drawSeason(folder, { encounters, imagesPerEncounter, seed });
  return { folder, season, images: season.flatMap((each) => each.images) };
}

async function approved(station: TestStation, folder: string, name?: string) {
  const job = await station.scan({ folders: [folder], population: "residents", ...(name !== undefined && { name }) });
  const id = job.result?.manifestId;
  if (!id) throw new Error(`the scan ended as ${job.state}: ${JSON.stringify(job.error)}`);
  expect(await station.ask("approve", { params: { id }, body: {} })).toMatchObject({ incomplete: 0 });
  return id;
}

describe("delivery", () => {
  test("a copy in another manifest's folder does not stand in for an altered file when it is verified", async () => {
    const { hub, key } = await openHub();
    const { folder, images } = await drawn(1, 2, "copy");
    const copy = temporaryFolder("copy");
    await drawSeason(copy, { encounters: 1, imagesPerEncounter: 2, seed: "copy" });
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await approved(station, folder);
    await station.synced(id);
    await station.synced(await approved(station, copy));
    appendFileSync(images[0]?.path ?? "", "altered");
    expect(await station.verified(id)).toMatchObject({ images: 2, verified: 1, different: 1, missing: 0 });
  });

  test("a scanned and approved season arrives whole, is proved by receipts, and is not sent twice", async () => {
    const { hub, key } = await openHub();
    const { folder, images } = await drawn();
    const station = await openStation();
    expect(await station.ask("connect", { body: { hub: hub.url, key } })).toMatchObject({
      hub: { state: "reachable" },
      key: { state: "ready", name: "field laptop" },
      populations: ["Residents"],
    });
    const id = await approved(station, folder);
    const samples: RunProgress[] = [];
    station.station.stream.subscribe({ changed: () => {}, progress: (sample) => samples.push(sample) });
    expect(await station.ask("plan", { params: { id } })).toMatchObject({ create: 2, upload: 6, alreadyThere: 0 });
    const run = await station.synced(id);
    const bytes = images.reduce((sum, image) => sum + image.bytes, 0);
    expect(run).toMatchObject({
      state: "done",
      result: {
        encounters: { synced: 2, partial: 0, failed: 0 },
        images: { complete: 6, alreadyThere: 0, failed: 0, missing: 0, changed: 0 },
        bytesSent: bytes,
      },
    });
    expect(samples[0]).toMatchObject({ runId: run.id, manifestId: id, images: { total: 6 }, bytes: { total: bytes } });

    const whole = { state: "done", images: 6, verified: 6, different: 0, missing: 0, lost: 0, failures: [] };
    expect(await station.verified(id)).toMatchObject(whole);
    const again = await station.synced(id);
    expect(again.result).toMatchObject({ images: { complete: 0, alreadyThere: 6 }, bytesSent: 0 });

    const [first, second] = images;
    if (!first || !second) throw new Error("two images");
    appendFileSync(first.path, "x");
    renameSync(second.path, `${second.path}.away`);
    expect(await station.verified(id)).toMatchObject({
      verified: 4,
      different: 1,
      missing: 1,
      failures: [
        { outcome: "different", detail: expect.stringMatching(/^The file no longer has the bytes/) },
        { outcome: "missing", detail: expect.stringMatching(/^The file is not where it was scanned/) },
      ],
    });

    const { items } = await station.ask("encounters", {
      params: { id },
      query: { filter: "all", offset: 0, limit: 10 },
    });
    const link = await station.ask("hubLink", { params: { id: items[0]?.id as never } });
    expect(link.url).toContain(hub.url);
  });

  test("a file that is gone fails alone, is named with a hint, and Retry sends it when it is back", async () => {
    const { hub, key } = await openHub();
    const { folder, images } = await drawn();
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await approved(station, folder);
    const gone = images[0]?.path as string;
    const early = station.ask("retry", { params: { id }, body: {} });
    await expect(early, "nothing has failed yet").rejects.toMatchObject({ code: "NOTHING_FAILED" });
    expect((await station.ask("manifest", { params: { id } })).run).toBeNull();
    renameSync(gone, `${gone}.away`);
    const run = await station.synced(id);
    expect(run.result).toMatchObject({ encounters: { synced: 1, partial: 1 }, images: { complete: 5, missing: 1 } });
    const { actionable } = await station.ask("problems", {});
    expect(actionable).toMatchObject([
      { sync: "partial", arrived: 2, total: 3, causes: [{ code: "FILE_MISSING", count: 1, files: [gone] }] },
    ]);
    renameSync(`${gone}.away`, gone);
    const retry = await station.ask("retry", { params: { id }, body: {} });
    expect((await station.settled(retry.id)).result).toEqual({
      encounters: { synced: 1, partial: 0, failed: 0 },
      images: { complete: 1, alreadyThere: 0, failed: 0, missing: 0, changed: 0 },
      bytesSent: statSync(gone).size,
      partly: { images: 0, bytes: 0 },
      corrected: { updated: 0, moved: 0, withdrawn: 0, described: 0 },
    });
    expect((await station.ask("problems", {})).actionable).toEqual([]);
  });

  test("one image, one encounter or one cause can be retried, and the others stay as they are", async () => {
    const { hub, key } = await openHub();
    const { folder, images } = await drawn(2, 3, "one of them");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await approved(station, folder);
    const [gone, away, other] = [images[0], images[1], images[3]].map((image) => image?.path as string) as [
      string,
      string,
      string,
    ];
    const original = readFileSync(other);
    for (const file of [gone, away]) renameSync(file, `${file}.away`);
    appendFileSync(other, "x");
    expect((await station.synced(id)).result.images).toMatchObject({ complete: 3, missing: 2, changed: 1 });
    const { actionable } = await station.ask("problems", {});
    const encounter = actionable[0]?.encounterId as EncounterId;
    const files = (after: number) =>
      station.ask("problemFiles", { params: { id: encounter }, query: { code: "FILE_MISSING", after, limit: 1 } });
    const [one, two] = [await files(0), await files(1)];
    expect([one.items[0]?.filePath, two.items[0]?.filePath]).toEqual([gone, away]);
    expect([one.next, (await files(2)).items]).toEqual([1, []]);
    for (const file of [gone, away]) renameSync(`${file}.away`, file);
    writeFileSync(other, original);
    const retried = async (scope: RetryScope) => {
      const { id: run } = await station.ask("retry", { params: { id }, body: scope });
      return (await station.settled(run)).result.images;
    };
    const image = one.items[0]?.sha256 as Sha256;
    const left = async () => (await station.ask("manifest", { params: { id } })).images;
    expect(await retried({ encounter, image })).toMatchObject({ complete: 1 });
    expect(await left()).toMatchObject({ complete: 4, missing: 1, changed: 1 });
    expect(await retried({ code: "FILE_CHANGED" })).toMatchObject({ complete: 1 });
    expect(await left()).toMatchObject({ complete: 5, missing: 1 });
    expect(await retried({ encounter })).toMatchObject({ complete: 1 });
    expect(await left()).toMatchObject({ complete: 6 });
    const unknown = station.ask("retry", { params: { id }, body: { image: "0".repeat(64) as Sha256 } });
    await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("the key is in a file that only its owner may read, and nowhere else", async () => {
    const { hub, key } = await openHub();
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const secrets = join(station.dataFolder, "secrets.json");
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
    expect(readFileSync(secrets, "utf8")).toContain(key);
    expect(JSON.stringify(await station.ask("snapshot", {}))).not.toContain(key);
    expect(JSON.stringify(station.changes())).not.toContain(key);
    await station.stop();
    expect(readFileSync(join(station.dataFolder, "station.db")).includes(key)).toBe(false);
  });

  test("a key that the hub does not know is not stored", async () => {
    const { hub, key } = await openHub();
    const station = await openStation();
    await expect(station.ask("connect", { body: { hub: hub.url, key: "lfk_wrong" } })).rejects.toMatchObject({
      code: "KEY_INVALID",
    });
    expect(await station.ask("checkConnection", {})).toMatchObject({ hub: { state: "notConnected" } });
    await station.ask("connect", { body: { hub: hub.url, key } });
    await expect(station.ask("connect", { body: { hub: hub.url, key: "lfk_wrong" } })).rejects.toMatchObject({
      code: "KEY_INVALID",
    });
    expect(await station.ask("checkConnection", {})).toMatchObject({ key: { state: "ready" } });
  });

  test("a key is not sent in clear over a network", async () => {
    const station = await openStation();
    await expect(
      station.ask("connect", { body: { hub: "http://hub.example.org", key: "lfk_secret" } }),
    ).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
  });

  test("a run that waits for a revoked key goes on when a new key is given", async () => {
    const { hub, admin, key, keyId } = await openHub();
    const { folder } = await drawn();
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await approved(station, folder);
    await admin.revokeKey(keyId);
    const { id: run } = await station.ask("sync", { params: { id }, body: {} });
    await station.change((each) => each.type === "run" && each.run.reasons.includes("auth"));
    expect(await station.ask("run", { params: { id: run } })).toMatchObject({ state: "paused", reasons: ["auth"] });
    const fresh = await admin.createKey("second", ["Residents"]);
    await station.ask("connect", { body: { hub: hub.url, key: fresh.key } });
    await station.change((each) => each.type === "run" && each.run.state === "done");
    expect(await station.ask("run", { params: { id: run } })).toMatchObject({ result: { images: { complete: 6 } } });
  });

  test("a run that an earlier process left goes on after a start, with the counts of both", async () => {
    const { hub, key } = await openHub();
    const { folder } = await drawn();
    const dataFolder = temporaryFolder();
    const first = await openStation({ dataFolder });
    await first.ask("connect", { body: { hub: hub.url, key } });
    const id = await approved(first, folder);
    const { id: run } = await first.ask("sync", { params: { id }, body: { transfers: 1 } });
    await first.change((each) => each.type === "image" && each.to === "uploaded");
    await first.stop();
    const second = await openStation({ dataFolder });
    expect(await second.ask("snapshot", {})).toMatchObject({
      // What was said of one run is not kept.
      settings: { transfers: "auto" },
      key: { name: "field laptop" },
    });
    second.station.resume();
    expect(await second.settled(run)).toMatchObject({
      state: "done",
      result: { encounters: { synced: 2 }, images: { complete: 6, alreadyThere: 0 } },
    });
  });

  test("a person may pause a run, and Sync takes the pause back", async () => {
    const { hub, key } = await openHub();
    const { folder } = await drawn(3, 6);
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await approved(station, folder);
    const { id: run } = await station.ask("sync", { params: { id }, body: { transfers: 1 } });
    expect(await station.ask("pauseRun", { params: { id: run } })).toMatchObject({
      state: "paused",
      reasons: ["user"],
    });
    expect(await station.ask("sync", { params: { id }, body: {} })).toMatchObject({ id: run, state: "running" });
    expect((await station.settled(run)).result.images.complete).toBe(18);
  });

  test("a sync with a limit pauses when it is used up, still after a restart, and goes on with another", async () => {
    const { hub, key } = await openHub();
    const { folder, images } = await drawn(2, 6);
    const total = images.reduce((sum, { path }) => sum + statSync(path).size, 0);
    const first = await openStation();
    await first.ask("connect", { body: { hub: hub.url, key } });
    const id = await approved(first, folder);
    const body = { transfers: 1, budget: { bytes: Math.ceil(total * 0.6) } } as const;
    const { id: run } = await first.ask("sync", { params: { id }, body });
    await first.change((each) => each.type === "run" && each.run.reasons.includes("budget"));
    await first.stop();
    const second = await openStation({ dataFolder: first.dataFolder });
    second.station.resume();
    const view = () => second.ask("run", { params: { id: run } });
    await expect.poll(view).toMatchObject({ state: "paused", reasons: ["budget"], nextAttemptAt: null });
    const paused = await view();
    expect(paused.budget).toMatchObject({ bytes: body.budget.bytes, minutes: null });
    expect(paused.budget?.spentBytes).toBeGreaterThan(0);
    expect(paused.budget?.spentBytes).toBeLessThanOrEqual(body.budget.bytes);
    expect(paused.result.bytesSent).toBe(paused.budget?.spentBytes);
    await second.ask("resumeRun", { params: { id: run } });
    const done = await second.settled(run);
    expect(done).toMatchObject({ state: "done", result: { images: { complete: 12 }, bytesSent: total } });
    expect(done.budget?.spentBytes).toBeLessThanOrEqual(body.budget.bytes);
  });

  test("what is approved is not denied, and what is denied after it was delivered stays on the hub: both are said", async () => {
    const { hub, key } = await openHub();
    const { folder } = await drawn(1, 3);
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const params = { id: await approved(station, folder) };
    await station.synced(params.id);
    const query = { filter: "all", offset: 0, limit: 9 } as const;
    const [row] = (await station.ask("encounters", { params, query })).items;
    const encounters = [row?.id as EncounterId];
    const deny = () => station.ask("decide", { params, body: { decision: "deny", encounters } });
    expect(await deny()).toEqual({ changed: 0, undo: null, stayApproved: 1, imagesOnHub: 0, otherwise: [] });
    await station.ask("decide", { params, body: { decision: "reopen", encounters } });
    expect(await deny()).toMatchObject({ changed: 1, stayApproved: 0, imagesOnHub: 3 });
    await expect(station.synced(params.id)).rejects.toMatchObject({ code: "NOTHING_APPROVED" });
    const kept = (await station.ask("encounters", { params, query })).items[0];
    expect(kept).toMatchObject({ review: "denied", images: { complete: 3 } });
  });

  test("a limit is of the sync that was given it: the next without one goes by the settings", async () => {
    const { hub, key } = await openHub();
    const { folder } = await drawn(1, 3);
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const params = { id: await approved(station, folder) };
    const { id: run } = await station.ask("sync", { params, body: { transfers: 1, budget: { bytes: 1 } } });
    await station.change((each) => each.type === "run" && each.run.reasons.includes("budget"));
    expect(await station.ask("sync", { params, body: { budget: {} } })).toMatchObject({ id: run, budget: null });
    expect(await station.settled(run)).toMatchObject({ state: "done", result: { images: { complete: 3 } } });
  });

  test("outside its hours a sync waits, and begins when they are changed", async () => {
    const { hub, key } = await openHub();
    const { folder } = await drawn(1, 2);
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await approved(station, folder);
    await station.ask("changeSettings", { body: { network: { week: weekOf(() => "closed") } } });
    const { id: run } = await station.ask("sync", { params: { id }, body: {} });
    expect(await station.ask("run", { params: { id: run } })).toMatchObject({ state: "paused", reasons: ["window"] });
    await station.ask("changeSettings", { body: { network: { week: weekOf(() => "full"), uploadCap: 50_000_000 } } });
    expect(await station.settled(run)).toMatchObject({ state: "done", result: { images: { complete: 2 } } });
    const { entries } = await station.ask("activity", { query: { category: "settings", limit: 10 } });
    expect(entries[0]?.detail).toBe("Upload cap: none → 50 Mbit/s; Week: closed → always");
  });

  test("a cancelled run is over at once, keeps what arrived, and the next one sends the rest", async () => {
    const { hub, key } = await openHub();
    const { folder } = await drawn(3, 6);
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await approved(station, folder);
    const { id: run } = await station.ask("sync", { params: { id }, body: { transfers: 1 } });
    await station.change((each) => each.type === "image" && each.to === "uploaded");
    expect(await station.ask("cancelRun", { params: { id: run } })).toMatchObject({
      state: "cancelled",
      settled: true,
    });
    const next = await station.synced(id);
    expect(next.id).not.toBe(run);
    const { complete, alreadyThere } = next.result.images;
    expect(complete + alreadyThere).toBe(18);
    expect(next.result.encounters.synced).toBe(3);
  });

  test("another hub is asked anew about everything", async () => {
    const one = await openHub();
    const two = await openHub();
    const { folder } = await drawn();
    const station = await openStation();
    await station.ask("connect", { body: { hub: one.hub.url, key: one.key } });
    const id = await approved(station, folder);
    await station.synced(id);
    await station.ask("connect", { body: { hub: two.hub.url, key: two.key, otherHub: true } });
    expect(await station.ask("manifest", { params: { id } })).toMatchObject({ imagesDue: 6, bytesComplete: 0 });
    expect((await station.synced(id)).result).toMatchObject({ images: { complete: 6, alreadyThere: 0 } });
  });

  test("a population that the hub does not have for this key is said to be unbound", async () => {
    const { hub, key, admin } = await openHub();
    const { folder } = await drawn(1, 1);
    const station = await openStation();
    const job = await station.scan({ folders: [folder], population: "Transients" });
    const id = job.result?.manifestId as never;
    await station.ask("approve", { params: { id }, body: {} });
    await expect(station.ask("sync", { params: { id }, body: {} })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    await station.ask("connect", { body: { hub: hub.url, key } });
    await expect(station.ask("plan", { params: { id } })).rejects.toMatchObject({ code: "POPULATION_UNBOUND" });
    const both = await admin.createKey("both", ["Residents", "Transients"]);
    await station.ask("connect", { body: { hub: hub.url, key: both.key } });
    expect(await station.ask("plan", { params: { id } })).toMatchObject({ create: 1, upload: 1 });
  });
});
