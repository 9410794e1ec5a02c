import { generateKeyPairSync } from "node:crypto";
import { copyFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openAdmin, startHub } from "@landfall/hub";
import type { EncounterId, ManifestId, Sha256 } from "@landfall/protocol";
import { describe, expect, onTestFinished, test } from "vitest";
import { check } from "./check-card.ts";
import { delivered, season } from "./delivered.ts";
import { as, openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

test("receipts stay valid when the hub changes its key, and those that it signs with the new one are valid too", async () => {
  const dataFolder = temporaryFolder("hub");
  const admin = await openAdmin({ dataFolder });
  const { key } = await admin.createKey("field laptop", ["Residents"]);
  onTestFinished(() => admin.close());
  const first = await startHub({ dataFolder, port: 0, logLevel: "silent" });
  const station = await openStation();
  await station.ask("connect", { body: { hub: first.url, key } });
  const { folder: before } = await season(1, 2, "old key");
  await delivered(station, before);
  await first.stop();
  const [keys] = readdirSync(dataFolder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /receipt-1/.test(name),
  );
  const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const newer = { createdAt: new Date(Date.now() + 1_000).toISOString(), jwk };
  writeFileSync(join(dataFolder, dirname(keys as string), "receipt-2.json"), JSON.stringify(newer), { mode: 0o600 });
  const second = await startHub({ dataFolder, port: Number(new URL(first.url).port), logLevel: "silent" });
  onTestFinished(() => second.stop());
  await station.ask("checkConnection", {});
  const { folder: after } = await season(1, 2, "new key");
  const id = await delivered(station, after, "Another strait");
  expect(await check(station, before)).toMatchObject({ safe: true, proven: 2 });
  expect(await check(station, after)).toMatchObject({ safe: true, proven: 2 });
  const proof = await station.ask("proof", { params: { id }, body: { after: 0, limit: 10 } });
  expect(proof.keys.keys).toHaveLength(2);
  const signedBy = ({ receipt }: { receipt: string }) =>
    JSON.parse(Buffer.from(receipt.split(".")[0] ?? "", "base64url").toString()).kid;
  expect(new Set(proof.items.map(signedBy))).toEqual(new Set([proof.keys.keys[1]?.kid]));
  const { entries } = await station.ask("activity", { query: { category: "connection", limit: 10 } });
  expect(entries.map(({ action }) => action)).toEqual(["receiptKeyAdded", "connected"]);
});

describe("a reset", () => {
  test("makes everything due again with one event, and the next sync finds it all on the hub and sends nothing", async () => {
    const { hub, key } = await openTestHub();
    const { folder } = await season(2, 3, "reset");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await delivered(station, folder);
    const { asOf } = await station.ask("snapshot", {});
    expect(await station.ask("reset", { params: { id } })).toEqual({ images: 6 });
    const after = station.station.stream.since(asOf, 100) ?? [];
    expect(after.map(({ change }) => change.type)).toEqual(["manifest"]);
    expect(after[0]?.change).toMatchObject({
      manifest: { images: { pending: 6, complete: 0 }, encounters: { synced: 0 }, imagesDue: 6, bytesComplete: 0 },
    });
    const { manifests } = await station.ask("why", {});
    expect(manifests).toMatchObject([{ reason: "ready", sentence: "6 approved images wait." }]);
    expect(await station.ask("reset", { params: { id } })).toEqual({ images: 0 });
    const run = await station.synced(id);
    expect(run.result).toMatchObject({
      encounters: { synced: 2 },
      images: { complete: 0, alreadyThere: 6, failed: 0 },
      bytesSent: 0,
    });
  });

  test("is refused where nothing is approved any more, as the sync would be that it asks for", async () => {
    const { hub, key } = await openTestHub();
    const { folder } = await season(1, 2, "reopened");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await delivered(station, folder);
    const { items } = await station.ask("encounters", {
      params: { id },
      query: { filter: "all", offset: 0, limit: 1 },
    });
    await station.ask("reopen", { params: { id: items[0]?.id as never } });
    await expect(station.ask("reset", { params: { id } })).rejects.toMatchObject({ code: "NOTHING_APPROVED" });
    await station.ask("approve", { params: { id }, body: {} });
    expect(await station.ask("reset", { params: { id } })).toEqual({ images: 2 });
  });

  test("waits for a run that is not over", async () => {
    const { hub, key } = await openTestHub();
    const { folder, files } = await season(1, 2, "busy");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const job = await station.scan({ folders: [folder], population: "Residents" });
    const id = job.result?.manifestId as ManifestId;
    await station.ask("approve", { params: { id }, body: {} });
    await hub.stop();
    rmSync(files[0] as string);
    await station.ask("sync", { params: { id }, body: {} }).catch(() => {});
    const { run } = await station.ask("manifest", { params: { id } });
    expect(run?.state).toMatch(/running|paused/);
    await expect(station.ask("reset", { params: { id } })).rejects.toMatchObject({ code: "ALREADY_RUNNING" });
  });
});

describe("a delivery report", () => {
  const text = async (station: TestStation, manifest: ManifestId, format: "csv" | "json" | "html") => {
    const download = station.station.download({ what: "report", manifest, format }, as("browser").who);
    let whole = "";
    for await (const part of download.parts) whole += part;
    return whole;
  };

  test("has each image with its encounter, hub id, state, time and receipt, as CSV, JSON and one page", async () => {
    const { hub, key } = await openTestHub();
    const { folder, files } = await season(2, 2, "report");
    const nasty = join(dirname(files[0] as string), `=cmd|'calc'!A1,"<img src=x onerror=alert(1)>".jpg`);
    copyFileSync((await season(1, 1, "nasty")).files[0] as string, nasty);
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await delivered(station, folder);
    const page = await station.ask("report", { params: { id }, query: { after: 0, limit: 1000 } });
    const { images, totals } = page;
    expect(totals).toMatchObject({ images: images.length, complete: images.length, skipped: 0, toApproveAgain: 0 });
    expect(totals.bytesComplete).toBe(images.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(new Set(images.map(({ root, filePath }) => statSync(join(root, filePath)).size > 0))).toEqual(
      new Set([true]),
    );
    for (const row of images)
      expect(row).toMatchObject({
        state: "complete",
        verifiedAt: expect.any(String),
        receipt: expect.stringMatching(/\./),
      });
    expect(images.every(({ hubEncounter }) => hubEncounter)).toBe(true);

    const json = JSON.parse(await text(station, id, "json"));
    expect(json).toMatchObject({ manifestId: id, totals, hub: hub.url });
    expect(json.images).toEqual(images);

    const csv = await text(station, id, "csv");
    const records = csv.split("\r\n");
    expect(records).toHaveLength(images.length + 2);
    expect(records[0]).toMatch(/^filePath,root,sha256,bytes,.*,encounter,eventID,hubEncounter,/);
    const query = { filter: "all", offset: 0, limit: 10 } as const;
    const { items } = await station.ask("encounters", { params: { id }, query });
    expect(new Set(images.map((row) => row.eventID))).toEqual(new Set(items.map((row) => row.eventID)));
    // What is left out is listed, and counted apart.
    const [out] = items;
    const [image] = (
      await station.ask("images", { params: { id: out?.id as EncounterId }, query: { offset: 0, limit: 1 } })
    ).items;
    const sha256 = image?.sha256 as Sha256;
    await station.ask("leaveOut", { params: { id: out?.id as EncounterId }, body: { images: [sha256], reason: null } });
    await station.ask("approve", { params: { id }, body: {} });
    const after = (await station.ask("report", { params: { id }, query: { after: 0, limit: 1000 } })).totals;
    expect(after).toMatchObject({ images: images.length - 1, complete: images.length - 1, skipped: 1 });
    expect(after.bytes).toBe(totals.bytes);
    const html = await text(station, id, "html");
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(html).not.toContain("<img");
    expect(html).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
    expect(html.match(/<tr>/g)).toHaveLength(images.length + 1);
  });
});

/** One photograph that is away during a sync, and is back for the retry. */
async function retriedOnce(station: TestStation): Promise<void> {
  const { folder, files } = await season(1, 1, "retried");
  const override = { locality: "Active Pass" };
  const later = await station.scan({ folders: [folder], population: "Residents", name: "Later", override });
  const id = later.result?.manifestId as ManifestId;
  await station.ask("approve", { params: { id }, body: {} });
  const [file = ""] = files;
  renameSync(file, `${file}-away`);
  await station.synced(id);
  renameSync(`${file}-away`, file);
  await station.settled((await station.ask("retry", { params: { id }, body: {} })).id);
}

describe("the activity log", () => {
  test("has every act with who did it and on what, newest first, by category and by date, and never a secret", async () => {
    const { hub, key } = await openTestHub();
    const { folder } = await season(1, 2, "activity");
    const station = await openStation({ allowedRoots: [folder] });
    await station.ask("connect", { body: { hub: hub.url, key } }, "browser");
    const id = await delivered(station, folder);
    await station.ask("changeSettings", { body: { transfers: 3 } }, "browser");
    const { items } = await station.ask("encounters", {
      params: { id },
      query: { filter: "all", offset: 0, limit: 9 },
    });
    const encounter = items[0]?.id as never;
    await station.ask("reopen", { params: { id: encounter } }, "browser");
    await station.ask("editEncounter", { params: { id: encounter }, body: { locality: "Boundary Pass" } }, "browser");
    const denied = await station.ask("deny", { params: { id: encounter } });
    await station.ask("reopen", { params: { id: encounter } });
    await station.ask("decide", { params: { id }, body: { decision: "reopen" } });
    const filled = await station.ask("setFields", {
      params: { id },
      body: { set: { recordedBy: `?sig=${key}`, license: "public" } },
    });
    await station.ask("approve", { params: { id }, body: {} });
    await station.ask("reset", { params: { id } });
    await station.synced(id);
    await retriedOnce(station);
    await check(station, folder);
    await station.ask("proof", { params: { id }, body: { after: 0, limit: 10 } });
    for (const format of ["csv", "json"] as const)
      for await (const _ of station.station.download({ what: "activity", filter: {}, format }, as("browser").who)
        .parts);

    const all = async (query: object = {}) =>
      await station.ask("activity", { query: { limit: 1000, ...query } as never });
    const { entries, total } = await all();
    // What `landfall undo` takes.
    expect(entries.find(({ action }) => action === "denied")?.subject).toContainEqual({
      kind: "change",
      id: denied.undo,
      name: null,
    });
    const ofMany = entries.find(({ action }) => action === "fieldsSet")?.subject;
    expect(ofMany).toContainEqual({ kind: "change", id: filled.undo, name: null });
    expect(total).toBe(entries.length);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq).sort((a, b) => b - a));
    const acts = entries.map(({ actor, action }) => `${action} by ${actor}`);
    for (const act of [
      "connected by browser",
      "scanned by command line",
      "approved by command line",
      "syncStarted by command line",
      "syncFinished by station",
      "settingsChanged by browser",
      "reopened by browser",
      "fieldsSet by browser",
      "denied by command line",
      "reset by command line",
      "retried by command line",
      "cardChecked by command line",
      "proofExported by command line",
      "activityExported by browser",
    ])
      expect(acts).toContain(act);
    const finished = entries.findLast(({ action }) => action === "syncFinished");
    expect(finished?.detail).toMatch(/^2 images delivered, 0 already there, .* [1-9][\d,]* bytes sent$/);
    expect(finished?.subject[0]).toMatchObject({ kind: "manifest", id });
    expect(JSON.stringify(entries)).not.toContain(key);
    expect(JSON.stringify(entries)).not.toMatch(/sig=(?!REDACTED)|Bearer|lfk_(?!REDACTED)/);

    const sync = await all({ category: "sync" });
    expect(sync.total).toBe(entries.filter(({ category }) => category === "sync").length);
    expect(await all({ since: "2999-01-01" })).toEqual({ total: 0, entries: [], next: null });
    expect((await all({ since: entries[2]?.at, until: "2999-01-01" })).total).toBeGreaterThanOrEqual(3);
    const [first] = (await all({ limit: 1 })).entries;
    const rest = await all({ before: first?.seq });
    expect(rest.entries[0]?.seq).toBe(entries[1]?.seq);
  });
});
