import { readFile, rename, stat } from "node:fs/promises";
import path from "node:path";
import { createClient, fetchTransport, hubApiPrefix, hubContract } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawSeason } from "../fixtures/index.ts";
import { landfall, newStation, removeFolders, startTestHub, type TestHub, tempFolder } from "./support/landfall.ts";
import { filesIn, originalsHeld } from "./support/photographs.ts";
import { endAll } from "./support/process.ts";

let hub: TestHub;
let season: string;
beforeAll(async () => {
  hub = await startTestHub();
  season = await tempFolder("season");
  await drawSeason(season, { encounters: 4, imagesPerEncounter: 5, seed: "line" });
});
afterAll(async () => {
  await endAll();
  await removeFolders();
});

const hubClient = () => createClient(hubContract, fetchTransport({ baseUrl: hub.url + hubApiPrefix, token: hub.key }));

describe("a folder of photographs reaches the hub", () => {
  let station: string;
  let manifest: string;
  let images: number;

  test("scan proposes encounters, and every file found is in exactly one bucket", async () => {
    station = await newStation(hub.url, hub.key);
    const before = await filesIn(season);
    const scanned = await landfall(station, "scan", season, "--population", "Orcas");
    expect(scanned.code).toBe(0);
    const { files, encounters } = scanned.json;
    expect(files.found).toBe(files.images + files.unreadable + files.ignored);
    expect(files.images).toBe(20);
    expect(encounters).toBe(4);
    manifest = scanned.json.manifestId;
    images = files.images;
    expect(await filesIn(season)).toEqual(before);
  });

  test("nothing can be synced before a person has approved it", async () => {
    expect((await landfall(station, "sync", manifest)).code).toBe(3);
  });

  test("review names what is missing, approve freezes what is complete", async () => {
    const review = await landfall(station, "review", manifest);
    expect(review.json.encounters).toHaveLength(4);
    const approved = await landfall(
      station,
      "approve",
      manifest,
      "--set",
      "locality=Haro Strait",
      "--set",
      "recordedBy=B. Wood",
    );
    expect(approved).toMatchObject({ code: 0, json: { approved: 4, incomplete: 0 } });
  });

  test("the plan says what a sync will do, and writes nothing", async () => {
    const plan = await landfall(station, "plan", manifest);
    expect(plan).toMatchObject({ code: 0, json: { create: 4, fill: 0, ask: 0, upload: images, alreadyThere: 0 } });
    expect(await originalsHeld(hub.data)).toEqual([]);
  });

  test("sync delivers every image, byte for byte", async () => {
    const synced = await landfall(station, "sync", manifest);
    expect(synced).toMatchObject({
      code: 0,
      json: {
        encounters: { synced: 4, partial: 0, failed: 0 },
        images: { complete: images, alreadyThere: 0, failed: 0, missing: 0, changed: 0 },
      },
    });
    const files = [...(await filesIn(season))].filter(([file]) => /\.jpe?g$/i.test(file));
    expect(await originalsHeld(hub.data)).toEqual([...new Set(files.map(([, sha256]) => sha256))].sort());
    const sizes = await Promise.all(files.map(async ([file]) => (await stat(file)).size));
    expect(synced.json.bytesSent).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  test("every receipt is verified against the local file", async () => {
    expect(await landfall(station, "verify", manifest)).toMatchObject({
      code: 0,
      json: { images, verified: images, different: 0, missing: 0 },
    });
  });

  test("export lists every file found, with its hash and its encounter", async () => {
    const out = path.join(await tempFolder("export"), "inventory.json");
    expect((await landfall(station, "export", manifest, "--format", "json", "--out", out)).code).toBe(0);
    const entries = JSON.parse(await readFile(out, "utf8")) as {
      filePath: string;
      sha256: string;
      encounter: string | null;
    }[];
    const files = await filesIn(season);
    expect(new Map(entries.map(({ filePath, sha256 }) => [path.join(season, filePath), sha256]))).toEqual(files);
    expect(entries.filter(({ encounter }) => encounter).length).toBe(images);
  });

  test("a second sync sends nothing: everything is there already", async () => {
    const again = await landfall(station, "sync", manifest);
    expect(again).toMatchObject({
      code: 0,
      json: { images: { complete: 0, alreadyThere: images, failed: 0 }, bytesSent: 0 },
    });
  });

  test("a second station with an empty database sends nothing and makes nothing, also after a correction on the hub", async () => {
    const client = hubClient();
    const { changes } = await client.changes({ query: {} });
    const first = changes[0]?.encounter;
    if (!first) throw new Error("the hub has no encounter");
    await client.correct({
      params: { id: first.id },
      headers: { "if-match": `"${first.version}"` },
      body: { locality: "San Juan Channel" },
    });

    const other = await newStation(hub.url, hub.key);
    const scanned = await landfall(other, "scan", season, "--population", "Orcas");
    await landfall(
      other,
      "approve",
      scanned.json.manifestId,
      "--set",
      "locality=Haro Strait",
      "--set",
      "recordedBy=B. Wood",
    );
    expect((await landfall(other, "plan", scanned.json.manifestId)).json).toMatchObject({
      create: 0,
      fill: 4,
      ask: 0,
      upload: 0,
    });
    const synced = await landfall(other, "sync", scanned.json.manifestId);
    expect(synced).toMatchObject({
      code: 0,
      json: { encounters: { synced: 4 }, images: { alreadyThere: images }, bytesSent: 0 },
    });
    const after = await client.changes({ query: {} });
    expect(new Set(after.changes.map(({ encounter }) => encounter.id)).size).toBe(4);
    expect((await client.encounter({ params: { id: first.id } })).values.locality).toBe("San Juan Channel");
  });

  test("the hub shows each image upright and small once it has checked it", async () => {
    const client = hubClient();
    const { changes } = await client.changes({ query: {} });
    const id = changes[0]?.encounter.id;
    if (!id) throw new Error("the hub has no encounter");
    await expect
      .poll(
        async () =>
          (await client.encounter({ params: { id } })).items.map(({ state, variants }) => `${state} ${variants}`),
        { timeout: 30_000, interval: 200 },
      )
      .toEqual(Array(5).fill("Complete ready"));
  });
});

test("two groups of one photographer on one day at one place stay two", async () => {
  const folder = await tempFolder("two-groups");
  for (const group of ["Enc01", "Enc02"]) {
    const [drawn] = await drawSeason(path.join(folder, group), { encounters: 1, imagesPerEncounter: 2, seed: group });
    if (!drawn) throw new Error("nothing was drawn");
    const from = path.join(folder, group, `${drawn.eventDate}_${drawn.locality}`);
    await rename(from, path.join(folder, `${drawn.eventDate}_${group}_Cordova Channel`));
  }
  const deliver = async () => {
    const station = await newStation(hub.url, hub.key);
    const scanned = await landfall(station, "scan", folder, "--population", "Orcas");
    expect(scanned.json.encounters).toBe(2);
    await landfall(station, "approve", scanned.json.manifestId);
    return (await landfall(station, "sync", scanned.json.manifestId)).json;
  };
  expect(await deliver()).toMatchObject({ encounters: { synced: 2 }, images: { complete: 4 } });
  expect(await deliver()).toMatchObject({ encounters: { synced: 2 }, images: { alreadyThere: 4 }, bytesSent: 0 });
  const { changes } = await hubClient().changes({ query: {} });
  const there = changes.filter(({ encounter }) => encounter.values.locality === "Cordova Channel");
  expect(new Set(there.map(({ encounter }) => encounter.id)).size).toBe(2);
});

test("two stations with the same season at the same time give each encounter and image once", async () => {
  const folder = await tempFolder("both");
  await drawSeason(folder, { encounters: 3, imagesPerEncounter: 6, seed: "both" });
  const other = await startTestHub();
  const stations = await Promise.all([newStation(other.url, other.key), newStation(other.url, other.key)]);
  const manifests = await Promise.all(
    stations.map(async (station) => {
      const scanned = await landfall(station, "scan", folder, "--population", "Orcas");
      await landfall(
        station,
        "approve",
        scanned.json.manifestId,
        "--set",
        "locality=Haro Strait",
        "--set",
        "recordedBy=BW",
      );
      return scanned.json.manifestId as string;
    }),
  );
  const results = await Promise.all(stations.map((station, at) => landfall(station, "sync", manifests[at] as string)));
  for (const { code, json } of results) {
    expect(code).toBe(0);
    expect(json.images.complete + json.images.alreadyThere).toBe(18);
  }
  expect(await originalsHeld(other.data)).toHaveLength(18);
  const client = createClient(hubContract, fetchTransport({ baseUrl: other.url + hubApiPrefix, token: other.key }));
  const { changes } = await client.changes({ query: {} });
  expect(new Set(changes.map(({ encounter }) => encounter.id)).size).toBe(3);
});
