import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openAdmin, type RunningHub, startHub } from "@landfall/hub";
import type { EncounterId, ManifestId, ReceiptClaims, Sha256 } from "@landfall/protocol";
import { describe, expect, onTestFinished, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

async function openHub() {
  const dataFolder = temporaryFolder("hub");
  const admin = await openAdmin({ dataFolder });
  const { key, keyId } = await admin.createKey("field laptop", ["Residents"]);
  const serve = (port = 0) => startHub({ dataFolder, port, logLevel: "silent" });
  let hub: RunningHub = await serve();
  onTestFinished(async () => {
    await hub.stop();
    await admin.close();
  });
  const blobs = join(dataFolder, "hub", "blobs");
  /** The file of an original. */
  const blobOf = (sha256: Sha256): string => {
    const name = readdirSync(blobs, { recursive: true, encoding: "utf8" }).find(
      (each) => each.includes(`${sha256}-`) && !each.startsWith(".") && !each.startsWith("derived"),
    );
    return join(blobs, name ?? sha256);
  };
  return {
    key,
    keyId,
    admin,
    url: hub.url,
    blobOf,
    lose: (sha256: Sha256) => rmSync(blobOf(sha256)),
    flip: (sha256: Sha256) => {
      const bytes = readFileSync(blobOf(sha256));
      writeFileSync(blobOf(sha256), Buffer.concat([bytes.subarray(0, -1), Buffer.from([~(bytes.at(-1) ?? 0)])]));
    },
    stop: () => hub.stop(),
    restart: async () => {
      hub = await serve(hub.port);
    },
  };
}
type Hub = Awaited<ReturnType<typeof openHub>>;

async function delivered(hub: Hub, images = 4, seed = "verify") {
  const folder = temporaryFolder("season");
  await drawSeason(folder, { encounters: 2, imagesPerEncounter: images / 2, seed });
  const station = await openStation();
  await station.ask("connect", { body: { hub: hub.url, key: hub.key } });
  const id = (await station.scan({ folders: [folder], population: "Residents" })).result?.manifestId as ManifestId;
  await station.ask("approve", { params: { id }, body: {} });
  await station.synced(id);
  const report = () => station.ask("report", { params: { id }, query: { after: 0, limit: 1000 } });
  const [first, second] = (await report()).images;
  if (!first?.sha256 || !second?.sha256) throw new Error("two images");
  const known = { first: { ...first, sha256: first.sha256 }, second: { ...second, sha256: second.sha256 } };
  return { folder, station, id, ...known, report };
}

const claimsOf = (receipt: string | null | undefined) =>
  JSON.parse(Buffer.from(receipt?.split(".")[1] ?? "", "base64url").toString()) as ReceiptClaims;
const stateOf = async (station: TestStation, id: ManifestId) =>
  (await station.ask("manifest", { params: { id } })).images;

describe("verifying against the hub", () => {
  test("finds what the hub has lost, withdraws the receipt everywhere, and the next sync sends it again and nothing else", async () => {
    const hub = await openHub();
    const { station, id, folder, first } = await delivered(hub);
    // Another manifest has the same images, and so the same receipts.
    const other = await station.scan({ folders: [folder], population: "Residents", name: "again" });
    const next = other.result?.manifestId as ManifestId;
    await station.ask("approve", { params: { id: next }, body: {} });
    await station.synced(next);
    expect(await stateOf(station, next)).toMatchObject({ complete: 4 });
    expect(await station.verified(id)).toMatchObject({ state: "done", images: 4, verified: 4, failures: [] });
    hub.lose(first.sha256);
    const { asOf } = await station.ask("snapshot", {});
    expect(await station.verified(id, { scope: "hub" })).toMatchObject({
      state: "done",
      total: 4,
      passed: 4,
      images: 4,
      verified: 3,
      lost: 1,
      failures: [{ filePath: first.filePath, sha256: first.sha256, outcome: "lost" }],
    });
    for (const manifest of [id, next]) expect(await stateOf(station, manifest)).toMatchObject({ complete: 3, lost: 1 });
    expect((station.station.stream.since(asOf, 100) ?? []).map(({ change }) => change)).toContainEqual(
      expect.objectContaining({ type: "image", sha256: first.sha256, from: "complete", to: "lost" }),
    );
    const run = await station.synced(id);
    expect(run.result).toMatchObject({ images: { complete: 1, alreadyThere: 3 }, bytesSent: first.bytes });
    expect(await station.verified(id, { deep: true })).toMatchObject({ images: 4, verified: 4 });
    const { entries } = await station.ask("activity", { query: { category: "proof", limit: 20 } });
    expect(entries.filter(({ action }) => action === "verified").map(({ detail }) => detail)).toEqual([
      "against the files and the hub, bytes read again: 4 images, 4 verified, 0 different, 0 missing, 0 lost, 0 without a receipt",
      "against the hub: 4 images, 3 verified, 0 different, 0 missing, 1 lost, 0 without a receipt",
      "against the files and the hub: 4 images, 4 verified, 0 different, 0 missing, 0 lost, 0 without a receipt",
    ]);
  });

  test("finds a flipped byte only by reading again, and gets fresh receipts for the others", async () => {
    const hub = await openHub();
    const { station, id, first, second, report } = await delivered(hub);
    hub.flip(first.sha256);
    expect(await station.verified(id)).toMatchObject({ verified: 4 });
    const deep = await station.verified(id, { deep: true });
    expect(deep).toMatchObject({
      verified: 3,
      different: 1,
      failures: [{ sha256: first.sha256, outcome: "different" }],
    });
    const rows = (await report()).images;
    expect(rows.find(({ sha256 }) => sha256 === first.sha256)).toMatchObject({ state: "lost", receipt: null });
    const fresh = rows.find(({ sha256 }) => sha256 === second.sha256)?.receipt;
    expect(Date.parse(claimsOf(fresh).verifiedAt)).toBeGreaterThan(Date.parse(claimsOf(second.receipt).verifiedAt));
    expect((await station.synced(id)).result).toMatchObject({ images: { complete: 1 }, bytesSent: first.bytes });
    expect(hub.blobOf(first.sha256)).toMatch(/-[12]$/);
    expect(await station.verified(id, { deep: true })).toMatchObject({ verified: 4, failures: [] });
  });

  test("in parts, sees every image once, and the same ones on any day", async () => {
    const hub = await openHub();
    const { station, id } = await delivered(hub, 12);
    const parts = [1, 2, 3].map((part) => ({ scope: "hub", sample: { part, of: 3 } }) as const);
    const seen: number[] = [];
    for (const part of parts) seen.push((await station.verified(id, part)).verified);
    expect(seen.reduce((sum, each) => sum + each, 0)).toBe(12);
    expect(Math.max(...seen)).toBeLessThan(12);
    for (const [at, part] of parts.entries()) expect((await station.verified(id, part)).verified).toBe(seen[at]);
    const { items } = await station.ask("verifications", { params: { id } });
    expect(items).toHaveLength(6);
  });

  test("goes on where it was after the hub was stopped in the middle and the station too", async () => {
    const hub = await openHub();
    const { station, id } = await delivered(hub, 220);
    await hub.stop();
    await expect(
      station.ask("verify", { params: { id }, body: { scope: "both", deep: false, sample: null } }),
    ).rejects.toMatchObject({ code: "HUB_OFFLINE" });
    await hub.restart();
    const body = { scope: "hub", deep: true, sample: null } as const;
    const { id: verification } = await station.ask("verify", { params: { id }, body });
    const view = (of = station) => of.ask("verification", { params: { id: verification } });
    await expect.poll(async () => (await view()).passed, { interval: 5, timeout: 30_000 }).toBeGreaterThan(0);
    await hub.stop();
    await expect
      .poll(async () => (await view()).waiting?.code ?? (await view()).state, { timeout: 30_000 })
      .toBe("HUB_OFFLINE");
    const { passed } = await view();
    await station.stop();
    await hub.restart();
    const again = await openStation({ dataFolder: station.dataFolder });
    expect(await view(again)).toMatchObject({ state: "running", passed });
    again.station.resume();
    await expect.poll(async () => (await view(again)).state, { timeout: 30_000 }).toBe("done");
    expect(await view(again)).toMatchObject({ images: 220, verified: 220, passed: 220, waiting: null });
  });

  test("waits for a person while the key is refused, and another one of the manifest waits its turn", async () => {
    const hub = await openHub();
    const { station, id } = await delivered(hub);
    await hub.admin.revokeKey(hub.keyId);
    const body = { scope: "hub", deep: false, sample: null } as const;
    const { id: verification } = await station.ask("verify", { params: { id }, body });
    const view = () => station.ask("verification", { params: { id: verification } });
    await expect.poll(async () => (await view()).waiting?.code).toBe("KEY_INVALID");
    expect((await station.ask("verify", { params: { id }, body })).id).toBe(verification);
    const other = station.ask("verify", { params: { id }, body: { ...body, deep: true } });
    await expect(other).rejects.toMatchObject({ code: "ALREADY_RUNNING" });
    const { key } = await hub.admin.createKey("second", ["Residents"]);
    await station.ask("connect", { body: { hub: hub.url, key } });
    await expect.poll(async () => (await view()).state, { timeout: 10_000 }).toBe("done");
    expect(await view()).toMatchObject({ verified: 4 });
  });

  test("after a reset says that there are no receipts, and calls nothing missing", async () => {
    const hub = await openHub();
    const { station, id, folder, first } = await delivered(hub);
    await station.ask("reset", { params: { id } });
    const none = { state: "done", images: 4, verified: 0, missing: 0, noReceipt: 4 };
    for (const scope of ["both", "hub", "files"] as const)
      expect(await station.verified(id, { scope })).toMatchObject({
        ...none,
        failures: Array(4).fill({
          filePath: expect.any(String),
          sha256: expect.any(String),
          outcome: "noReceipt",
          detail: "The image is pending.",
        }),
      });
    await station.synced(id);
    rmSync(join(folder, first.filePath));
    expect(await station.verified(id)).toMatchObject({ images: 4, verified: 3, missing: 1, noReceipt: 0 });
  });

  test("holds every receipt against file and hub, also of encounters that wait for approval again and of what was left out since", async () => {
    const hub = await openHub();
    const { station, id, folder, first, second } = await delivered(hub);
    const query = { offset: 0, limit: 10, filter: "all" } as const;
    const { items } = await station.ask("encounters", { params: { id }, query });
    const [reopened, approved] = items.map((encounter) => encounter.id) as [EncounterId, EncounterId];
    await station.ask("reopen", { params: { id: reopened } });
    expect(await station.verified(id)).toMatchObject({ total: 4, passed: 4, images: 4, verified: 4, notApproved: 2 });
    rmSync(join(folder, first.filePath));
    hub.lose(second.sha256);
    expect(await station.verified(id)).toMatchObject({ images: 4, verified: 2, missing: 1, lost: 1, notApproved: 2 });
    // What the hub lost has no receipt any more, and is nothing to verify before its encounter is approved.
    expect(await station.verified(id)).toMatchObject({ total: 3, images: 3, verified: 2, missing: 1, notApproved: 1 });
    const { items: images } = await station.ask("images", { params: { id: approved }, query: { offset: 0, limit: 1 } });
    const out = images.map(({ sha256 }) => sha256);
    await station.ask("leaveOut", { params: { id: approved }, body: { images: out, reason: "a person is in it" } });
    const hubAlone = await station.verified(id, { scope: "hub" });
    expect(hubAlone).toMatchObject({ total: 3, passed: 3, images: 3, verified: 3, notApproved: 3 });
  });

  test("of the local files alone needs no hub, and reads a large file to its end", async () => {
    const hub = await openHub();
    const { station, id, folder, first } = await delivered(hub);
    await hub.stop();
    expect(await station.verified(id, { scope: "files" })).toMatchObject({ state: "done", images: 4, verified: 4 });
    const bytes = readFileSync(join(folder, first.filePath));
    bytes[bytes.length - 1] = ~(bytes.at(-1) ?? 0);
    writeFileSync(join(folder, first.filePath), bytes);
    expect(await station.verified(id, { scope: "files" })).toMatchObject({ verified: 3, different: 1 });
    const { id: stopped } = await station.ask("verify", {
      params: { id },
      body: { scope: "files", deep: false, sample: null },
    });
    expect(await station.ask("cancelVerification", { params: { id: stopped } })).toMatchObject({
      state: expect.stringMatching(/cancelled|done/),
    });
  });
});

describe("verifying against the files", () => {
  test("a file of which only the metadata was changed is no other picture, once a scan has read it, and in every version after", async () => {
    const hub = await openHub();
    const { station, id, folder, first } = await delivered(hub);
    const path = join(folder, first.filePath);
    const bytes = readFileSync(path);
    // A comment segment behind the start of the image.
    const comment = Buffer.from([0xff, 0xfe, 0, 7, ...Buffer.from("fluke")]);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]));
    expect(await station.verified(id)).toMatchObject({
      ...{ verified: 3, different: 1, metadataChanged: 0 },
      failures: [{ outcome: "different", detail: expect.stringContaining("Scan the folder again") }],
    });
    const rescan = async () => {
      const job = await station.scan({ folders: [folder], population: "Residents" });
      return job.result?.manifestId as ManifestId;
    };
    for (const manifest of [await rescan(), id])
      expect(await station.verified(manifest)).toMatchObject({
        ...{ images: 4, verified: 3, different: 0, metadataChanged: 1, missing: 0, lost: 0 },
        failures: [{ outcome: "metadataChanged", detail: expect.stringContaining("the picture is the same") }],
      });
    const flipped = Buffer.concat([bytes.subarray(0, -3), Buffer.from([~(bytes.at(-3) ?? 0)]), bytes.subarray(-2)]);
    writeFileSync(path, flipped);
    expect(await station.verified(id)).toMatchObject({ verified: 3, different: 1, metadataChanged: 0 });
  });
});
