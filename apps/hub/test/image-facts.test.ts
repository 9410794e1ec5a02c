import { randomBytes, randomUUID } from "node:crypto";
import { HubEncounterId, type ImageFactsPatch, type Sha256 } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changesAfter } from "../src/store/changes.ts";
import { findOrCreateEncounter } from "../src/store/encounter-changes.ts";
import type { EncounterRow } from "../src/store/encounters.ts";
import { describeImages, toImageFacts } from "../src/store/image-facts.ts";
import { ensureImages, listImages } from "../src/store/images.ts";
import { moveImages } from "../src/store/membership.ts";
import { openStore, type Store } from "../src/store/open.ts";
import { ensurePopulation } from "../src/store/populations.ts";
import { findOrCreate, openSession, sha256Of, someValues } from "./support/requests.ts";
import { storeMakers } from "./support/stores.ts";

const now = Date.parse("2026-11-21T10:00:00Z");
const nothing = { side: null, quality: null, people: false };

describe.each(storeMakers)("what is said of single images, on $name", (maker) => {
  let store: Store;
  let populationId: string;

  beforeAll(async () => {
    await maker.start();
    store = await openStore(await maker.place());
    const plain = { requireCoordinates: false, requireLicense: false };
    populationId = (await ensurePopulation(store.db, "Bay", plain)).population.id;
  });
  afterAll(async () => {
    await store?.close();
    await maker.stop();
  });

  const fresh = async () =>
    (
      await findOrCreateEncounter(
        store.db,
        populationId,
        findOrCreate({ values: { ...someValues, locality: `place ${randomUUID()}` } }),
        now,
      )
    ).encounter;
  const open = async (encounter: EncounterRow, bytes: Uint8Array, facts?: ImageFactsPatch): Promise<Sha256> => {
    const session = openSession(HubEncounterId.parse(encounter.id), bytes, facts ? { facts } : {});
    await ensureImages(store.db, encounter, [session], now);
    return session.sha256;
  };
  const said = async ({ id }: EncounterRow) =>
    new Map((await listImages(store.db, id)).map(({ image }) => [image.sha256, toImageFacts(image)]));

  it("is kept with the image that it comes with, and fills only what nobody has said", async () => {
    const encounter = await fresh();
    const bytes = randomBytes(8);
    const sha256 = await open(encounter, bytes, { side: "left" });
    await open(encounter, bytes, { side: "right", quality: 0, people: true });
    await open(encounter, bytes, { quality: 3, people: false });
    expect((await said(encounter)).get(sha256)).toEqual({ side: "left", quality: 0, people: true });
    const other = await open(encounter, randomBytes(8));
    expect((await said(encounter)).get(other)).toEqual(nothing);
  });

  it("is corrected, and only what is named; done again it changes nothing", async () => {
    const encounter = await fresh();
    const [a, b] = [
      await open(encounter, randomBytes(8), { side: "left", quality: 2 }),
      await open(encounter, randomBytes(8)),
    ];
    const images = [
      { sha256: a, facts: { side: null, people: true } },
      { sha256: b, facts: { quality: 4 } },
      { sha256: sha256Of(Buffer.from("nowhere")), facts: { quality: 1 } },
    ];
    const first = await describeImages(store.db, encounter, images, 1, now);
    expect(first).toMatchObject({ encounter: { version: 2 }, absent: [images[2]?.sha256] });
    expect(Object.fromEntries(await said(encounter))).toEqual({
      [a]: { side: null, quality: 2, people: true },
      [b]: { ...nothing, quality: 4 },
    });
    // An answer that was lost is asked for again, with the version that was known.
    expect(await describeImages(store.db, encounter, images, 1, now)).toEqual(first);
    const changes = await changesAfter(store.db, [populationId as never], 0, 1000);
    expect(changes.filter(({ encounterId }) => encounterId === encounter.id).map(({ kind }) => kind)).toEqual([
      "encounter.created",
      "images.described",
    ]);
  });

  it("is refused from a version that was not read, and nothing of it is kept", async () => {
    const encounter = await fresh();
    const a = await open(encounter, randomBytes(8));
    await describeImages(store.db, encounter, [{ sha256: a, facts: { quality: 1 } }], 1, now);
    await expect(
      describeImages(store.db, encounter, [{ sha256: a, facts: { quality: 2 } }], 1, now),
    ).rejects.toMatchObject({ code: "VERSION_CONFLICT" });
    expect((await said(encounter)).get(a)?.quality).toBe(1);
  });

  it("goes with the image to another encounter", async () => {
    const [from, to] = [await fresh(), await fresh()];
    const a = await open(from, randomBytes(8), { side: "dorsal", people: true });
    await moveImages(store.db, from, to, { images: [a], merge: false }, 1, now);
    expect((await said(to)).get(a)).toEqual({ side: "dorsal", quality: null, people: true });
  });
});
