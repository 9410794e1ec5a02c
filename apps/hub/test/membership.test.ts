import { randomBytes, randomUUID } from "node:crypto";
import { HubEncounterId, type Sha256 } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Blobs } from "../src/blobs/port.ts";
import { openSessions } from "../src/delivery/open-sessions.ts";
import { jobsTable } from "../src/queue/jobs-table.ts";
import { changesAfter } from "../src/store/changes.ts";
import { correctEncounter, findOrCreateEncounter } from "../src/store/encounter-changes.ts";
import { type EncounterRow, encountersByEvent, encountersByKey, findEncounters } from "../src/store/encounters.ts";
import { ensureImages, listImages } from "../src/store/images.ts";
import { moveImages, withdrawImages } from "../src/store/membership.ts";
import { openStore, type Store } from "../src/store/open.ts";
import { ensurePopulation } from "../src/store/populations.ts";
import { findOrCreate, keyOf, openSession, sha256Of, someValues } from "./support/requests.ts";
import { storeMakers } from "./support/stores.ts";

const plain = { requireCoordinates: false, requireLicense: false };
const now = Date.parse("2026-11-21T10:00:00Z");

const moving = (images: readonly Sha256[], merge = false) => ({ images, merge });

describe.each(storeMakers)("which images an encounter has, on $name", (maker) => {
  let store: Store;
  let other: Store;
  let populationId: string;

  beforeAll(async () => {
    await maker.start();
    const place = await maker.place();
    [store, other] = await Promise.all([openStore(place), openStore(place)]);
    populationId = (await ensurePopulation(store.db, "Bay", plain)).population.id;
  });
  afterAll(async () => {
    await store?.close();
    await other?.close();
    await maker.stop();
  });

  const fresh = async (values = { ...someValues, locality: `place ${randomUUID()}` }) =>
    (await findOrCreateEncounter(store.db, populationId, findOrCreate({ values }), now)).encounter;
  /** An encounter with this many images. */
  const holding = async (count: number): Promise<[EncounterRow, Sha256[]]> => {
    const encounter = await fresh();
    const images = Array.from({ length: count }, () => randomBytes(8));
    await bring(encounter, images);
    return [encounter, images.map(sha256Of)];
  };
  const bring = (encounter: EncounterRow, images: readonly Uint8Array[]) => {
    const id = HubEncounterId.parse(encounter.id);
    const sessions = images.map((bytes) => openSession(id, bytes));
    return ensureImages(store.db, encounter, sessions, now);
  };
  const imagesOf = async ({ id }: EncounterRow) =>
    (await listImages(store.db, id)).map(({ image }) => image.sha256).sort();
  const readAgain = async ({ id }: EncounterRow) => (await findEncounters(other.db, [id])).get(id) as EncounterRow;

  it("moves images to another encounter, under the keys that they have there", async () => {
    const [from, [a, b, c]] = await holding(3);
    const to = await fresh();
    const moved = await moveImages(store.db, from, to, moving([a, b] as Sha256[]), 1, now);
    expect(moved).toMatchObject({ from: { version: 2, mergedInto: null }, to: { version: 2 }, absent: [] });
    expect(await imagesOf(from)).toEqual([c]);
    expect(await imagesOf(to)).toEqual([a, b].sort());
    for (const { image } of await listImages(store.db, to.id))
      expect(image.idempotencyKey).toBe(keyOf(to.id as HubEncounterId, image.sha256 as Sha256));
  });

  it("moves once, however often it is asked, and says what is in neither", async () => {
    const [from, [a, b]] = await holding(2);
    const to = await fresh();
    const nowhere = sha256Of(randomBytes(8));
    const images = [a as Sha256, nowhere];
    const first = await moveImages(store.db, from, to, moving(images), 1, now);
    const again = await moveImages(other.db, from, to, moving(images), 1, now);
    expect(again).toEqual(first);
    expect(first.absent).toEqual([nowhere]);
    expect(await imagesOf(from)).toEqual([b]);
  });

  it("refuses a move from a version that was not read", async () => {
    const [from, [a, b]] = await holding(2);
    const to = await fresh();
    await correctEncounter(store.db, from, 1, { license: "public" }, now);
    await expect(moveImages(store.db, from, to, moving([a as Sha256]), 1, now)).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
    });
    expect(await imagesOf(from)).toEqual([a, b].sort());
  });

  it("makes of an encounter that is merged an alias of the other, for its eventIDs and keys", async () => {
    const [from, images] = await holding(2);
    const [to] = await holding(1);
    const key = JSON.stringify([from.values.eventDate, from.values.locality, "ana souza", null]);
    const moved = await moveImages(store.db, from, to, moving(images, true), 1, now);
    expect(moved.from).toMatchObject({ mergedInto: to.id });
    expect((await encountersByEvent(store.db, populationId, [from.eventId])).get(from.eventId)).toBe(to.id);
    expect((await encountersByKey(store.db, populationId, [key])).get(key)).toBe(to.id);
    const again = await findOrCreateEncounter(
      other.db,
      populationId,
      findOrCreate({ values: from.values, join: HubEncounterId.parse(from.id) }),
      now,
    );
    expect(again).toMatchObject({ created: false, encounter: { id: to.id } });
    // What is merged on leads there too.
    const [last] = await holding(1);
    const rest = (await imagesOf(to)) as Sha256[];
    await moveImages(store.db, await readAgain(to), last, moving(rest, true), (await readAgain(to)).version, now);
    expect(await readAgain(from)).toMatchObject({ mergedInto: last.id });
    await expect(
      moveImages(store.db, last, to, moving(rest, true), (await readAgain(last)).version, now),
    ).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
    });
  });

  it("opens no session in an encounter that was merged after the request for it had been let in", async () => {
    const [from, images] = await holding(1);
    const [to] = await holding(1);
    await moveImages(other.db, from, to, moving(images, true), 1, now);
    const asked = openSession(HubEncounterId.parse(from.id), randomBytes(8));
    const parts = { store, blobs: {} as Blobs, queue: jobsTable(store), wakeWorker: () => {} };
    await expect(openSessions(parts, from, [asked], now)).rejects.toMatchObject({ code: "VERSION_CONFLICT" });
    expect(await imagesOf(from)).toEqual([]);
  });

  it("keeps an encounter that is left without images and was not merged", async () => {
    const [from, images] = await holding(1);
    const to = await fresh();
    const moved = await moveImages(store.db, from, to, moving(images), 1, now);
    expect(moved.from).toMatchObject({ mergedInto: null, version: 2 });
    expect((await encountersByEvent(store.db, populationId, [from.eventId])).get(from.eventId)).toBe(from.id);
  });

  it("keeps one of two file items where both encounters had the image", async () => {
    const bytes = randomBytes(8);
    const [from, to] = [await fresh(), await fresh()];
    await bring(from, [bytes, randomBytes(8)]);
    await bring(to, [bytes]);
    await moveImages(store.db, from, to, moving([sha256Of(bytes)]), 1, now);
    expect(await imagesOf(to)).toEqual([sha256Of(bytes)]);
    expect(await imagesOf(from)).toHaveLength(1);
  });

  it("does not move images to another population, or to where they are", async () => {
    const [from, images] = await holding(1);
    const elsewhere = (await ensurePopulation(store.db, `other ${randomUUID()}`, plain)).population.id;
    const { encounter } = await findOrCreateEncounter(store.db, elsewhere, findOrCreate(), now);
    for (const to of [from, encounter])
      await expect(moveImages(store.db, from, to, moving(images), 1, now)).rejects.toMatchObject({
        code: "VALIDATION_FAILED",
      });
  });

  it("withdraws images, keeps why, and has them again when they are brought back", async () => {
    const encounter = await fresh();
    const [bytes, rest] = [randomBytes(8), randomBytes(8)];
    await bring(encounter, [bytes, rest]);
    const images = [sha256Of(bytes)];
    const first = await withdrawImages(store.db, encounter, images, "a person is in it", 1, now);
    expect(first).toMatchObject({ encounter: { version: 2 }, absent: [] });
    expect(await withdrawImages(other.db, encounter, images, "a person is in it", 1, now)).toEqual(first);
    expect(await imagesOf(encounter)).toEqual([sha256Of(rest)]);
    const kept = () => store.db.selectFrom("withdrawal").selectAll().where("encounterId", "=", encounter.id).execute();
    expect(await kept()).toMatchObject([{ sha256: images[0], reason: "a person is in it" }]);
    await bring(encounter, [bytes]);
    expect(await imagesOf(encounter)).toHaveLength(2);
    expect(await kept()).toEqual([]);
    await expect(withdrawImages(store.db, encounter, images, null, 1, now)).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
    });
  });

  it("lets two that correct one encounter at the same time both through only in turn", async () => {
    const [from, [a, b]] = await holding(3);
    const to = await fresh();
    const results = await Promise.allSettled([
      moveImages(store.db, from, to, moving([a as Sha256]), 1, now),
      withdrawImages(other.db, from, [b as Sha256], null, 1, now),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await readAgain(from)).version).toBe(2);
  });

  it("moves back and forth between two encounters at once without waiting crosswise", async () => {
    const [one, ones] = await holding(6);
    const [two, twos] = await holding(6);
    const moves = ones
      .slice(0, 5)
      .flatMap((sha256, at) => [
        moveImages(store.db, one, two, moving([sha256]), 1, now),
        moveImages(other.db, two, one, moving([twos[at] as Sha256]), 1, now),
      ]);
    const results = await Promise.allSettled(moves);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "VERSION_CONFLICT" });
    expect([...(await imagesOf(one)), ...(await imagesOf(two))].sort()).toEqual([...ones, ...twos].sort());
  });

  it("tells of moves, merges and withdrawals among the changes", async () => {
    const [from, [a, b]] = await holding(2);
    const [to] = await holding(1);
    const population = [populationId] as never;
    const last = (await changesAfter(store.db, population, 0, 100_000)).at(-1)?.seq ?? 0;
    await moveImages(store.db, from, to, moving([a as Sha256], true), 1, now);
    await withdrawImages(store.db, to, [a as Sha256], null, 2, now);
    await moveImages(store.db, from, to, moving([b as Sha256], true), 2, now);
    const changes = await changesAfter(other.db, population, last, 100);
    expect(changes.map(({ kind, encounterId }) => [kind, encounterId === from.id ? "from" : "to"])).toEqual([
      ["images.moved", "from"],
      ["images.moved", "to"],
      ["images.withdrawn", "to"],
      ["encounter.merged", "from"],
      ["images.moved", "to"],
    ]);
  });
});
