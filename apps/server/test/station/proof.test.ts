import { generateKeyPairSync } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { closeDatabase, openDatabase } from "@landfall/db";
import { openAdmin, startHub } from "@landfall/hub";
import type { CardCheckView, CardFile, EncounterId, ManifestId } from "@landfall/protocol";
import { scanFolders } from "@landfall/survey";
import { describe, expect, onTestFinished, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { openCardChecks } from "../../src/station/card-checks.ts";
import { as, openStation, type TestStation, temporaryFolder } from "./support.ts";

async function openHub() {
  const dataFolder = temporaryFolder("hub");
  const admin = await openAdmin({ dataFolder });
  const { key } = await admin.createKey("field laptop", ["Residents"]);
  const hub = await startHub({ dataFolder, port: 0, logLevel: "silent" });
  onTestFinished(async () => {
    await hub.stop();
    await admin.close();
  });
  return { hub, key };
}

async function delivered(station: TestStation, folder: string, locality?: string): Promise<ManifestId> {
  const override = locality === undefined ? {} : { override: { locality } };
  const job = await station.scan({ folders: [folder], population: "Residents", ...override });
  const id = job.result?.manifestId as ManifestId;
  await station.ask("approve", { params: { id }, body: {} });
  await station.synced(id);
  return id;
}

async function season(encounters = 2, imagesPerEncounter = 2, seed = "proof") {
  const folder = temporaryFolder("card");
  const drawn = await drawSeason(folder, { encounters, imagesPerEncounter, seed });
  return { folder, files: drawn.flatMap(({ images }) => images.map(({ path }) => path)) };
}

async function check(
  station: TestStation,
  folder: string,
): Promise<CardCheckView & { list: CardFile[]; left: CardFile[] }> {
  const { id } = await station.ask("checkCard", { body: { folder } });
  const done = () => station.ask("cardCheck", { params: { id } });
  await expect.poll(async () => (await done()).state, { interval: 10, timeout: 30_000 }).not.toBe("running");
  const files = async (kind: "problems" | "junk") =>
    (await station.ask("cardCheckFiles", { params: { id }, query: { kind, after: 0, limit: 1000 } })).items;
  return { ...(await done()), list: await files("problems"), left: await files("junk") };
}

const reasons = (list: CardFile[]) =>
  Object.fromEntries(list.map(({ filePath, reason }) => [basename(filePath), reason]));

const why = async (station: TestStation, folder: string) =>
  (await check(station, folder)).list.map(({ reason }) => reason).sort();

describe("a card", () => {
  test("is safe to erase only while each of its files has a valid receipt, and whatever has none is named with its reason", async () => {
    const { hub, key } = await openHub();
    const { folder, files } = await season();
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    expect(await check(station, folder)).toMatchObject({ safe: false, files: 4, proven: 0, problems: 4 });
    await delivered(station, folder);
    writeFileSync(join(folder, ".DS_Store"), "junk");
    writeFileSync(join(folder, "Thumbs.db"), "junk");
    const before = readdirSync(folder, { recursive: true });
    const yes = await check(station, folder);
    expect(yes).toMatchObject({ state: "done", safe: true, files: 6, proven: 4, problems: 0, junk: 2, list: [] });
    expect(yes.left.map(({ filePath }) => filePath)).toEqual([".DS_Store", "Thumbs.db"]);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);

    // A copy anywhere is the same bytes, and so is proven; other bytes are not, also where size and time stay the same.
    const [altered, twin] = files as [string, string];
    copyFileSync(twin, join(folder, "copy.jpg"));
    expect(await check(station, folder)).toMatchObject({ safe: true, proven: 5 });
    appendFileSync(altered, "x");
    const { folder: other, files: unseen } = await season(1, 1, "never scanned");
    copyFileSync(unseen[0] as string, join(folder, "unseen.jpg"));
    writeFileSync(join(folder, "sheet.csv"), "a,b\n");
    for (const [name, bytes] of [
      ["movie.mp4", Buffer.from("00000018667479706d703432000000006d70343269736f6d", "hex")],
      ["empty.jpg", ""],
      ["broken.jpg", "not a photograph"],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
      // Nobody is writing it any more.
      utimesSync(join(folder, name), new Date(0), new Date(0));
    }
    symlinkSync(join(other, "nowhere"), join(folder, "link.jpg"));
    const no = await check(station, folder);
    expect(no).toMatchObject({ safe: false, proven: 4, junk: 2 });
    expect(reasons(no.list)).toEqual({
      [basename(altered)]: "ALTERED",
      "unseen.jpg": "NOT_SCANNED",
      "movie.mp4": "NOT_SCANNED",
      "sheet.csv": "DOCUMENT",
      "empty.jpg": "EMPTY",
      "broken.jpg": "TEXT_AS_IMAGE",
      "link.jpg": "LINK",
    });
    expect(no.list.every(({ message }) => message.endsWith(".") || message.includes(". "))).toBe(true);
    expect(no.files).toBe(no.proven + no.problems + no.junk);
  });

  test("is not safe while a file is not approved, left out, or its receipt is by another key", async () => {
    const { hub, key } = await openHub();
    const { folder } = await season(2, 1, "left out");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const job = await station.scan({ folders: [folder], population: "Residents" });
    const id = job.result?.manifestId as ManifestId;
    const { items } = await station.ask("encounters", {
      params: { id },
      query: { filter: "all", offset: 0, limit: 9 },
    });
    const [first, second] = items;
    if (!first || !second) throw new Error("two encounters");
    await station.ask("deny", { params: { id: first.id } });
    expect(await why(station, folder)).toEqual(["EXCLUDED", "NOT_APPROVED"]);
    await station.ask("approve", { params: { id }, body: {} });
    expect(await why(station, folder)).toEqual(["EXCLUDED", "NOT_DELIVERED"]);
    await station.ask("reopen", { params: { id: first.id } });
    await station.ask("approve", { params: { id }, body: {} });
    await station.synced(id);
    expect(await check(station, folder)).toMatchObject({ safe: true, proven: 2 });
    // Before the next sync has asked the hub again, what was reset is not proven.
    expect(await station.ask("reset", { params: { id } })).toEqual({ images: 2 });
    expect(await why(station, folder)).toEqual(["NOT_DELIVERED", "NOT_DELIVERED"]);
    await station.synced(id);
    const other = await openHub();
    await station.ask("connect", { body: { hub: other.hub.url, key: other.key } });
    expect(await check(station, folder)).toMatchObject({ safe: false, proven: 0, problems: 2 });
  });

  test("says of what was left out after delivery, and of new metadata in an old picture, what became of each", async () => {
    const { hub, key } = await openHub();
    const { folder, files } = await season(1, 2, "after delivery");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const id = await delivered(station, folder);
    const query = { filter: "all", offset: 0, limit: 9 } as const;
    const { items } = await station.ask("encounters", { params: { id }, query });
    const encounter = { id: items[0]?.id as EncounterId };
    const images = (await station.ask("images", { params: encounter, query: { offset: 0, limit: 9 } })).items;
    const [first] = images;
    if (!first) throw new Error("no image");
    const body = { images: [first.sha256], reason: null };
    await station.ask("leaveOut", { params: encounter, body });
    expect(await why(station, folder)).toEqual(["EXCLUDED_AFTER_DELIVERY"]);
    await station.ask("approve", { params: { id }, body: {} });
    await station.synced(id);
    expect(await why(station, folder)).toEqual(["EXCLUDED"]);
    // A comment in its file: the picture is the same.
    const other = files.find((path) => basename(path) !== first.fileName) as string;
    const bytes = readFileSync(other);
    writeFileSync(other, Buffer.concat([bytes.subarray(0, 2), Buffer.from("fffe0004abcd", "hex"), bytes.subarray(2)]));
    expect(await why(station, folder)).toEqual(["ALTERED", "EXCLUDED"]);
    await station.scan({ folders: [folder], population: "Residents" });
    expect(await why(station, folder)).toEqual(["EXCLUDED", "METADATA_ALTERED"]);
  });

  test("says what became of a file in the version that was delivered, and not in a draft that it has replaced", async () => {
    const { hub, key } = await openHub();
    const { folder, files } = await season(1, 3, "scanned twice");
    const [last = ""] = files;
    const away = join(temporaryFolder("away"), "last.jpg");
    renameSync(last, away);
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    const scan = { folders: [folder], population: "Residents" };
    const draft = await station.scan(scan);
    renameSync(away, last);
    const job = await station.scan(scan);
    const id = job.result?.manifestId as ManifestId;
    expect(id).not.toBe(draft.result?.manifestId);
    const query = { filter: "all", offset: 0, limit: 9 } as const;
    const { items } = await station.ask("encounters", { params: { id }, query });
    const encounter = { id: items[0]?.id as EncounterId };
    const images = (await station.ask("images", { params: encounter, query: { offset: 0, limit: 9 } })).items;
    const leftOut = images.find(({ fileName }) => fileName !== basename(last));
    if (!leftOut) throw new Error("no image of the first scan");
    await station.ask("leaveOut", { params: encounter, body: { images: [leftOut.sha256], reason: null } });
    await station.ask("approve", { params: { id }, body: {} });
    await station.synced(id);
    expect(await check(station, folder)).toMatchObject({ safe: false, proven: 2, problems: 1 });
    expect(await why(station, folder)).toEqual(["EXCLUDED"]);
  });

  test("without a photograph is not safe, and a browser checks only what it may look into", async () => {
    const allowed = temporaryFolder("allowed");
    const station = await openStation({ allowedRoots: [allowed] });
    expect(await check(station, allowed)).toMatchObject({ safe: false, files: 0, problems: 0 });
    writeFileSync(join(allowed, ".DS_Store"), "junk");
    expect(await check(station, allowed)).toMatchObject({ safe: false, files: 1, junk: 1 });
    mkdirSync(join(allowed, "lost+found"));
    writeFileSync(join(allowed, "lost+found", "#12"), "recovered");
    expect(await check(station, allowed)).toMatchObject({ safe: false, problems: 1 });
    const refused = station.ask("checkCard", { body: { folder: dirname(allowed) } }, "browser");
    await expect(refused).rejects.toMatchObject({ code: "FOLDER_NOT_ALLOWED" });
  });

  test("is judged as it is at the end: what was added or altered while it was read counts too", async () => {
    const { hub, key } = await openHub();
    const { folder, files } = await season(2, 2, "meanwhile");
    const station = await openStation();
    await station.ask("connect", { body: { hub: hub.url, key } });
    await delivered(station, folder);
    expect(await check(station, folder)).toMatchObject({ safe: true, files: 4, proven: 4 });
    await station.stop();
    const db = openDatabase(join(station.dataFolder, "station.db"));
    onTestFinished(() => closeDatabase(db));
    const { files: unseen } = await season(1, 1, "came later");
    let looks = 0;
    const cards = openCardChecks(db, { info: () => {}, warn: () => {} }, async (...scan) => {
      const found = await scanFolders(...scan);
      if (++looks === 1) {
        copyFileSync(unseen[0] as string, join(dirname(files[0] as string), "later.jpg"));
        appendFileSync(files[1] as string, "x");
      }
      return found;
    });
    const { id } = cards.start(folder, "command line");
    await expect.poll(() => cards.view(id).state, { interval: 10, timeout: 30_000 }).not.toBe("running");
    expect(cards.view(id)).toMatchObject({ state: "done", safe: false, files: 5, proven: 3, problems: 2 });
    expect(reasons(cards.files(id, "problems", 0, 10).items)).toEqual({
      "later.jpg": "NOT_SCANNED",
      [basename(files[1] as string)]: "ALTERED",
    });
  });

  test("is not judged by a check that was stopped", async () => {
    const { folder } = await season(2, 4, "stopped");
    const station = await openStation();
    const { id } = await station.ask("checkCard", { body: { folder } });
    await expect(station.ask("checkCard", { body: { folder } })).rejects.toMatchObject({ code: "ALREADY_RUNNING" });
    expect(await station.ask("cancelCardCheck", { params: { id } })).toMatchObject({ state: "cancelled", safe: null });
  });
});

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
    const { hub, key } = await openHub();
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

  test("waits for a run that is not over", async () => {
    const { hub, key } = await openHub();
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
    const { hub, key } = await openHub();
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
    expect(records[0]).toMatch(/^filePath,root,sha256,bytes,/);
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
    const { hub, key } = await openHub();
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
    await station.ask("setFields", { params: { id }, body: { set: { recordedBy: `?sig=${key}` } } });
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
    expect(finished?.detail).toMatch(/^2 images delivered, 0 already there, .* [1-9]\d* bytes sent$/);
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
