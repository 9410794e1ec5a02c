import { randomUUID } from "node:crypto";
import { HubEncounterId, LandfallError, matchKey } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { latestBlobs, markDifferent, markLost, markSeen, markVerified, openAttempts } from "../src/store/blobs.ts";
import { changesAfter } from "../src/store/changes.ts";
import { correctEncounter, findOrCreateEncounter } from "../src/store/encounter-changes.ts";
import { encountersByKey, findEncounters } from "../src/store/encounters.ts";
import { createKey, findKeyHolder, listKeys, revokeKey } from "../src/store/keys.ts";
import { ensureNamed, listNamed } from "../src/store/named.ts";
import { openStore, type Store } from "../src/store/open.ts";
import { createLink, isSessionFor, redeemLink } from "../src/store/page-links.ts";
import { ensurePopulation, listPopulations, setGate } from "../src/store/populations.ts";
import { ensureHubId } from "../src/store/settings.ts";
import { findOrCreate, md5Of, newEventId, sha256Of, someValues } from "./support/requests.ts";
import { openFresh, storeMakers } from "./support/stores.ts";

const plain = { requireCoordinates: false, requireLicense: false };
const now = Date.parse("2026-11-21T10:00:00Z");

describe.each(storeMakers)("the store on $name", (maker) => {
  let store: Store;
  let other: Store;
  let populationId: string;

  beforeAll(async () => {
    await maker.start();
    const place = await maker.place();
    [store, other] = await Promise.all([openStore(place), openStore(place)]);
  });
  afterAll(async () => {
    await store?.close();
    await other?.close();
    await maker.stop();
  });
  const freshPopulation = async () => {
    populationId = (await ensurePopulation(store.db, `population ${randomUUID()}`, plain)).population.id;
    return populationId;
  };
  const make = (over: Parameters<typeof findOrCreate>[0] = {}) =>
    findOrCreateEncounter(store.db, populationId, findOrCreate(over), now);

  it("gives the same hub id to everyone who asks", async () => {
    expect(await ensureHubId(store.db)).toBe(await ensureHubId(other.db));
  });

  it("keeps one population of a name, whoever makes it and however it is written", async () => {
    const made = await Promise.all([
      ensurePopulation(store.db, "Hector’s  dolphins", { ...plain, requireLicense: true }),
      ensurePopulation(other.db, "hector’s dolphins", plain),
    ]);
    expect(new Set(made.map(({ population }) => population.id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(await setGate(store.db, "HECTOR’S DOLPHINS", "closed")).toMatchObject({ gate: "closed" });
    expect(await setGate(store.db, "nobody", "closed")).toBeUndefined();
    expect((await listPopulations(other.db)).find(({ id }) => id === made[0].population.id)?.gate).toBe("closed");
  });

  it("keeps one individual of a name, whoever brings it and however often, and says by name what failed", async () => {
    const id = await freshPopulation();
    const ensure = (at: Store, ...names: string[]) => ensureNamed(at.db, "individual", id, names, now);
    const [mine, theirs] = await Promise.all([
      ensure(store, "T002B", "J047", "t002b "),
      ensure(other, "T002B", "J047", "T065A"),
    ]);
    const ids = (items: typeof mine) => items.map((item) => (item.state === "failed" ? item.reason : item.id));
    expect(ids(mine).slice(0, 2)).toEqual(ids(theirs).slice(0, 2));
    expect(ids(mine)[2]).toBe(ids(mine)[0]);
    const again = await ensure(other, "T065A", "", "x".repeat(201), "T0\n65");
    expect(again.map(({ state }) => state)).toEqual(["found", "failed", "failed", "failed"]);
    expect((await listNamed(store.db, "individual", id, "", 2)).map(({ name }) => name.toUpperCase())).toEqual([
      "J047",
      "T002B",
    ]);
    expect((await listNamed(store.db, "individual", id, "t002b", 10)).map(({ name }) => name)).toEqual(["T065A"]);
    expect(await ensureNamed(store.db, "photographer", id, ["T065A"], now)).toMatchObject([{ state: "created" }]);
    expect(await ensureNamed(store.db, "individual", await freshPopulation(), ["T065A"], now)).toMatchObject([
      { state: "created", as: "T065A" },
    ]);
  });

  it("knows a key's holder and populations until it is revoked, and never stores the key", async () => {
    const { key, keyId, populations } = await createKey(store.db, "station", ["Otago", "Otago", "Akaroa"]);
    expect(populations.map(({ name }) => name)).toEqual(["Otago", "Akaroa"]);
    expect(await findKeyHolder(other.db, key, now)).toMatchObject({ keyId, name: "station" });
    expect((await listKeys(store.db)).find((each) => each.keyId === keyId)).toMatchObject({
      populations: ["Akaroa", "Otago"],
      lastUsedAt: new Date(now).toISOString(),
      revokedAt: null,
    });
    expect(JSON.stringify(await store.db.selectFrom("apiKey").selectAll().execute())).not.toContain(key.slice(4));
    expect(await revokeKey(store.db, keyId)).toBe(true);
    expect(await findKeyHolder(other.db, key, now)).toBeUndefined();
    expect(await revokeKey(store.db, randomUUID())).toBe(false);
  });

  it("finds an encounter by its eventID, then by its key, and otherwise makes one", async () => {
    await freshPopulation();
    const first = await make();
    expect(first.created).toBe(true);
    expect(await make({ eventID: first.encounter.eventId as never })).toMatchObject({ created: false });
    const byKey = await make({ values: { ...someValues, locality: " kaikōura" } });
    expect(byKey).toMatchObject({ created: false, encounter: { id: first.encounter.id } });
    expect(await make({ values: { ...someValues, locality: "Akaroa" } })).toMatchObject({ created: true });
  });

  it("never matches a partial date or an unknown photographer by key", async () => {
    await freshPopulation();
    for (const values of [
      { ...someValues, eventDate: "2024-07" },
      { ...someValues, recordedBy: "unknown" },
    ]) {
      const made = await Promise.all([make({ values }), make({ values })]);
      expect(made.map(({ created }) => created)).toEqual([true, true]);
    }
  });

  it("keeps apart what a person keeps apart, and still finds both by their eventIDs", async () => {
    await freshPopulation();
    const first = await make();
    const request = findOrCreate({ apart: true });
    const second = await findOrCreateEncounter(store.db, populationId, request, now);
    expect(second).toMatchObject({ created: true });
    expect(second.encounter.id).not.toBe(first.encounter.id);
    const again = await findOrCreateEncounter(store.db, populationId, request, now);
    expect(again).toMatchObject({ created: false, encounter: { id: second.encounter.id } });
    expect(await make()).toMatchObject({ created: false, encounter: { id: first.encounter.id } });
  });

  it("fills what is empty, leaves what is there, and takes a position as one thing", async () => {
    await freshPopulation();
    const values = { ...someValues, decimalLatitude: -42.4, decimalLongitude: null };
    const first = await make({ values });
    const offered = { ...someValues, decimalLatitude: 1, decimalLongitude: 2, license: "public" as const };
    const joined = await make({ values: offered });
    expect(joined.filled).toEqual(["license"]);
    expect(joined.encounter).toMatchObject({ id: first.encounter.id, version: 2 });
    expect(joined.encounter.values).toEqual({ ...values, license: "public" });
    expect((await make({ values: offered })).filled).toEqual([]);
  });

  it("joins the encounter that was named, whose alias the eventID becomes", async () => {
    await freshPopulation();
    const first = await make();
    const eventID = newEventId();
    const values = { ...someValues, locality: "another bay" };
    const join = HubEncounterId.parse(first.encounter.id);
    expect(await make({ eventID, values, join })).toMatchObject({ created: false, encounter: { id: join } });
    expect(await make({ eventID, values })).toMatchObject({ created: false, encounter: { id: join } });
    const nobody = HubEncounterId.parse(randomUUID());
    await expect(make({ join: nobody })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("does not let an encounter of another population be joined", async () => {
    await freshPopulation();
    const join = HubEncounterId.parse((await make()).encounter.id);
    await freshPopulation();
    await expect(make({ join })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("makes one encounter of many that ask at the same time for the same key", async () => {
    await freshPopulation();
    const asked = Array.from({ length: 12 }, (_, index) =>
      findOrCreateEncounter((index % 2 ? store : other).db, populationId, findOrCreate(), now),
    );
    const found = await Promise.all(asked);
    expect(new Set(found.map(({ encounter }) => encounter.id)).size).toBe(1);
    expect(found.filter(({ created }) => created)).toHaveLength(1);
  });

  it("makes one encounter of many that ask at the same time for the same eventID", async () => {
    await freshPopulation();
    const eventID = newEventId();
    const asked = Array.from({ length: 12 }, (_, index) => {
      const values = { ...someValues, locality: `place ${index}` };
      return findOrCreateEncounter(
        (index % 2 ? store : other).db,
        populationId,
        findOrCreate({ eventID, values }),
        now,
      );
    });
    const found = await Promise.all(asked);
    expect(new Set(found.map(({ encounter }) => encounter.id)).size).toBe(1);
    expect(found.filter(({ created }) => created)).toHaveLength(1);
  });

  it("still finds a corrected encounter by its former key, and by its new one", async () => {
    await freshPopulation();
    const { encounter } = await make();
    const corrected = await correctEncounter(store.db, encounter, 1, { locality: "Oaro" }, now);
    expect(corrected).toMatchObject({ version: 2, values: { locality: "Oaro" } });
    expect((await make()).encounter.id).toBe(encounter.id);
    expect((await make({ values: corrected.values })).encounter.id).toBe(encounter.id);
  });

  it("does not take a key from the encounter that has it when another is corrected into it", async () => {
    await freshPopulation();
    const first = await make();
    const second = await make({ values: { ...someValues, locality: "Oaro" } });
    await correctEncounter(store.db, second.encounter, 1, { locality: someValues.locality }, now);
    const key = matchKey({ ...someValues, photographer: someValues.recordedBy }) ?? "";
    expect((await encountersByKey(store.db, populationId, [key])).get(key)).toBe(first.encounter.id);
  });

  it("lets only one of two corrections of the same version through", async () => {
    await freshPopulation();
    const { encounter } = await make();
    const results = await Promise.allSettled([
      correctEncounter(store.db, encounter, 1, { locality: "Oaro" }, now),
      correctEncounter(other.db, encounter, 1, { locality: "Goose Bay" }, now),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason).toBeInstanceOf(LandfallError);
    expect(refused?.reason).toMatchObject({ code: "VERSION_CONFLICT" });
    expect((await findEncounters(store.db, [encounter.id])).get(encounter.id)?.version).toBe(2);
  });

  it("numbers changes so that a reader who follows them misses none, however many write", async () => {
    await freshPopulation();
    const seen: number[] = [];
    let writing = true;
    const reader = (async () => {
      for (let last = false; !last; ) {
        last = !writing;
        const rows = await changesAfter(other.db, [populationId as never], seen.at(-1) ?? 0, 1000);
        seen.push(...rows.map(({ seq }) => seq));
      }
    })();
    const writers = Array.from({ length: 40 }, (_, index) => {
      const values = { ...someValues, locality: `place ${index}` };
      return findOrCreateEncounter((index % 2 ? store : other).db, populationId, findOrCreate({ values }), now);
    });
    await Promise.all(writers);
    writing = false;
    await reader;
    const all = await changesAfter(store.db, [populationId as never], 0, 1000);
    expect(seen).toEqual(all.map(({ seq }) => seq));
    expect(seen).toHaveLength(40);
    expect(await changesAfter(store.db, [], 0, 10)).toEqual([]);
  });

  it("opens one attempt for the same bytes, and another once they were set aside", async () => {
    await freshPopulation();
    const bytes = Buffer.from("some photograph");
    const sha256 = sha256Of(bytes);
    const claim = { sha256, md5: md5Of(bytes), bytes: bytes.length, mediaType: "image/jpeg", sourceKey: null };
    await Promise.all([store, other].map(({ db }) => openAttempts(db, populationId, [claim], new Map())));
    const [first] = [...(await latestBlobs(store.db, populationId, [sha256])).values()];
    expect(first).toMatchObject({
      attempt: 1,
      state: "expected",
      name: `${populationId}/${sha256.slice(0, 2)}/${sha256}-1`,
    });
    const id = first?.id ?? "";
    await markSeen(store.db, [id], now);
    expect(await markVerified(store.db, id, "a.b.c", now)).toBe(true);
    // Read again later: the newer receipt takes the place of the old one.
    expect(await markVerified(store.db, id, "d.e.f", now + 1)).toBe(true);
    expect((await latestBlobs(store.db, populationId, [sha256])).get(sha256)?.receipt).toBe("d.e.f");
    expect(await markLost(store.db, [id])).toEqual([id]);
    expect(await markVerified(store.db, id, "a.b.c", now)).toBe(false);
    expect((await latestBlobs(store.db, populationId, [sha256])).get(sha256)).toMatchObject({
      state: "expected",
      receipt: null,
    });
    await markDifferent(store.db, [id]);
    const latest = await latestBlobs(store.db, populationId, [sha256]);
    await Promise.all([store, other].map(({ db }) => openAttempts(db, populationId, [claim], latest)));
    expect((await latestBlobs(store.db, populationId, [sha256])).get(sha256)).toMatchObject({
      attempt: 2,
      state: "expected",
    });
  });

  it("opens a page link once, for its encounter only, and not after its time", async () => {
    await freshPopulation();
    const { encounter } = await make();
    const { token } = await createLink(store.db, encounter.id, now);
    const opened = await Promise.all([redeemLink(store.db, token, now), redeemLink(other.db, token, now)]);
    const session = opened.find((each) => each !== undefined);
    expect(opened.filter((each) => each !== undefined)).toHaveLength(1);
    expect(await isSessionFor(store.db, session?.session ?? "", encounter.id, now)).toBe(true);
    expect(await isSessionFor(store.db, session?.session ?? "", randomUUID(), now)).toBe(false);
    expect(await isSessionFor(store.db, session?.session ?? "", encounter.id, now + 9 * 3_600_000)).toBe(false);
    const late = await createLink(store.db, encounter.id, now);
    expect(await redeemLink(store.db, late.token, now + 11 * 60_000)).toBeUndefined();
    expect(await redeemLink(store.db, "no such token", now)).toBeUndefined();
  });

  it("refuses a database that a newer version wrote", async () => {
    const place = await maker.place();
    const newer = await openStore(place);
    await newer.db
      .insertInto("migration" as never)
      .values({ name: "9999-future", at: "later" } as never)
      .execute();
    await newer.close();
    await expect(openStore(place)).rejects.toMatchObject({ code: "DATA_FROM_NEWER_VERSION" });
    await (await openFresh(maker)).close();
  });
});
