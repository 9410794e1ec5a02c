import { randomUUID } from "node:crypto";
import { HubEncounterId, hubApiPrefix, type LandfallError, PopulationId } from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHub } from "../src/index.ts";
import { send } from "./support/http.ts";
import { newEncounter, openOne, startTestHub, type TestHub } from "./support/hub.ts";
import { findOrCreate, keyOf, newEventId, openSession, sha256Of, someValues } from "./support/requests.ts";

const bytes = Buffer.from("a photograph");
const code = (expected: string) => expect.objectContaining({ code: expected }) as LandfallError;

describe("a hub's routes", () => {
  let hub: TestHub;
  let id: PopulationId;
  beforeAll(async () => {
    hub = await startTestHub();
    id = hub.population.id;
  });
  afterAll(() => hub?.stop());

  /** Every call that needs a key, for an encounter of the hub's population. */
  const calls = (client: TestHub["client"], encounter: HubEncounterId) => ({
    reads: {
      known: () => client.known({ params: { id }, body: { sha256: [sha256Of(bytes)] } }),
      match: () => client.match({ params: { id }, body: { encounters: [{ ...findOrCreate(), ...someValues }] } }),
      encounter: () => client.encounter({ params: { id: encounter } }),
      link: () => client.link({ params: { id: encounter } }),
    },
    writes: {
      findOrCreate: () => client.findOrCreate({ params: { id }, body: findOrCreate({ apart: true }) }),
      correct: () =>
        client.correct({ params: { id: encounter }, headers: { "if-match": '"1"' }, body: { license: "public" } }),
      moveImages: () =>
        client.moveImages({
          params: { id: encounter },
          headers: { "if-match": '"1"' },
          body: { to: encounter, images: [sha256Of(bytes)] },
        }),
      withdrawImages: () =>
        client.withdrawImages({
          params: { id: encounter },
          headers: { "if-match": '"1"' },
          body: { images: [sha256Of(bytes)], reason: null },
        }),
      openSessions: () =>
        client.openSessions({ params: { id: encounter }, body: { images: [openSession(encounter, bytes)] } }),
      commit: () =>
        client.commit({
          params: { id: encounter },
          headers: {},
          body: { images: [{ idempotencyKey: keyOf(encounter, sha256Of(bytes)) }] },
        }),
    },
  });

  it("says who it is and what time it has, without a key", async () => {
    const health = await hub.clientWith().health();
    expect(health).toMatchObject({ name: "landfall-hub", hubId: hub.hub.hubId });
    expect(Math.abs(Date.parse(health.time) - Date.now())).toBeLessThan(60_000);
    const description = (await (await fetch(`${hub.hub.url}/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
    };
    expect(description.openapi).toBe("3.1.0");
    expect(Object.keys(description.paths)).toContain(`${hubApiPrefix}/encounters/{id}:commit`);
  });

  it("tells a key what it is for", async () => {
    expect(await hub.client.me()).toMatchObject({
      hubId: hub.hub.hubId,
      name: "test station",
      populations: [{ id, name: "Bay" }],
    });
  });

  it("asks for a key on every route but health and receipt keys, and refuses unknown ones", async () => {
    const encounter = await newEncounter(hub);
    for (const [client, expected] of [
      [hub.clientWith(), "KEY_MISSING"],
      [hub.clientWith("lfk_nonsense"), "KEY_INVALID"],
    ] as const) {
      const { reads, writes } = calls(client, encounter.id);
      for (const call of [
        ...Object.values(reads),
        ...Object.values(writes),
        () => client.me(),
        () => client.changes({ query: {} }),
      ])
        await expect(call()).rejects.toEqual(code(expected));
    }
  });

  it("refuses a revoked key at once", async () => {
    const { key, keyId } = await hub.admin.createKey("short-lived", ["Bay"]);
    const client = hub.clientWith(key);
    await client.me();
    await hub.admin.revokeKey(keyId);
    await expect(client.me()).rejects.toEqual(code("KEY_INVALID"));
  });

  it("keeps a key to its populations: those of others are forbidden, and their encounters do not exist", async () => {
    const encounter = await newEncounter(hub);
    const client = hub.clientWith((await hub.admin.createKey("other station", ["Another bay"])).key);
    const { reads, writes } = calls(client, encounter.id);
    for (const call of [reads.known, reads.match, writes.findOrCreate])
      await expect(call()).rejects.toEqual(code("POPULATION_FORBIDDEN"));
    const { findOrCreate: _, ...ofEncounter } = writes;
    for (const call of [reads.encounter, reads.link, ...Object.values(ofEncounter)])
      await expect(call()).rejects.toEqual(code("NOT_FOUND"));
    const unknown = PopulationId.parse(randomUUID());
    const known = client.known({ params: { id: unknown }, body: { sha256: [sha256Of(bytes)] } });
    await expect(known).rejects.toEqual(code("POPULATION_FORBIDDEN"));
    expect((await client.changes({ query: {} })).changes).toEqual([]);
  });

  it("lets a closed population be read but not written", async () => {
    const encounter = await newEncounter(hub);
    await hub.admin.setGate("Bay", "closed");
    try {
      const { reads, writes } = calls(hub.client, encounter.id);
      for (const call of Object.values(writes)) await expect(call()).rejects.toEqual(code("POPULATION_CLOSED"));
      for (const call of Object.values(reads)) await call();
      expect((await hub.client.me()).populations[0]?.gate).toBe("closed");
    } finally {
      await hub.admin.setGate("Bay", "open");
    }
  });

  it("finds or creates: 201 with a new encounter, 200 with the one that is there", async () => {
    const body = findOrCreate({ values: { ...someValues, locality: "Goose Bay" } });
    const post = () =>
      fetch(`${hub.hub.url}${hubApiPrefix}/populations/${id}/encounters`, {
        method: "POST",
        headers: { authorization: `Bearer ${hub.key}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const [first, second] = [await post(), await post()];
    expect([first.status, first.headers.get("etag"), second.status]).toEqual([201, '"1"', 200]);
    expect(await second.json()).toMatchObject({ created: false, filled: [], encounter: { eventID: body.eventID } });
  });

  it("matches by eventID and by key, aliases included, and answers in the order of the request", async () => {
    const values = { ...someValues, locality: "Half Moon Bay" };
    const { encounter } = await hub.client.findOrCreate({ params: { id }, body: findOrCreate({ values }) });
    const identity = {
      eventDate: values.eventDate,
      locality: " half MOON  bay",
      recordedBy: values.recordedBy,
      encounterNumber: null,
    };
    const stranger = { ...identity, eventID: newEventId(), locality: "Nowhere" };
    const { matches } = await hub.client.match({
      params: { id },
      body: {
        encounters: [stranger, { ...identity, eventID: newEventId() }, { ...stranger, eventID: encounter.eventID }],
      },
    });
    expect(matches.map(({ byEventID, byMatchKey }) => [byEventID?.id, byMatchKey?.id])).toEqual([
      [undefined, undefined],
      [undefined, encounter.id],
      [encounter.id, undefined],
    ]);
  });

  it("corrects the version that was read, and no other; both names then match", async () => {
    const values = { ...someValues, locality: "Mangamaunu" };
    const { encounter } = await hub.client.findOrCreate({ params: { id }, body: findOrCreate({ values }) });
    const correct = (version: string, locality = "Oaro") =>
      hub.client.correct({ params: { id: encounter.id }, headers: { "if-match": version }, body: { locality } });
    for (const wrong of ['"2"', "1", "*"]) await expect(correct(wrong)).rejects.toEqual(code("VERSION_CONFLICT"));
    expect(await correct('"1"')).toMatchObject({ version: 2, values: { locality: "Oaro" } });
    // Its answer may have been lost: asked again, it is done.
    expect(await correct('"1"')).toMatchObject({ version: 2 });
    await expect(correct('"1"', "Goose Bay")).rejects.toEqual(code("VERSION_CONFLICT"));
    for (const locality of ["Mangamaunu", "Oaro"]) {
      const again = await hub.client.findOrCreate({
        params: { id },
        body: findOrCreate({ values: { ...values, locality } }),
      });
      expect(again).toMatchObject({ created: false, encounter: { id: encounter.id } });
    }
  });

  it("tells what changed, page by page, to keys of the population", async () => {
    const { next } = await hub.client.changes({ query: { limit: 1000 } });
    const made = await newEncounter(hub);
    await hub.client.correct({ params: { id: made.id }, headers: { "if-match": '"1"' }, body: { license: "public" } });
    await hub.client.findOrCreate({ params: { id }, body: findOrCreate({ join: made.id }) });
    const first = await hub.client.changes({ query: { after: next, limit: 2 } });
    expect(first.changes.map(({ kind }) => kind)).toEqual(["encounter.created", "encounter.corrected"]);
    expect(first).toMatchObject({ more: true });
    const second = await hub.client.changes({ query: { after: first.next } });
    expect(second.changes).toMatchObject([{ kind: "encounter.joined", encounter: { id: made.id, version: 2 } }]);
    expect(second.more).toBe(false);
    const last = await hub.client.changes({ query: { after: second.next } });
    expect(last).toEqual({ changes: [], next: second.next, more: false });
  });

  it("answers what does not exist, and what is not of the form, with problem documents", async () => {
    const nobody = HubEncounterId.parse(randomUUID());
    await expect(hub.client.encounter({ params: { id: nobody } })).rejects.toEqual(code("NOT_FOUND"));
    await expect(openOne(hub.client, await newEncounter(hub), bytes, { bytes: -1 })).rejects.toEqual(
      code("VALIDATION_FAILED"),
    );
    const answer = await fetch(`${hub.hub.url}/nowhere`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  });

  it("answers only to its own names", async () => {
    const answer = await send(hub.hub.url, { method: "GET", headers: { host: "evil.example" } });
    expect(answer.status).toBe(403);
  });

  it("does not listen beyond the loopback interface without TLS in front of it", async () => {
    const start = startHub({ dataFolder: hub.dataFolder, host: "0.0.0.0", publicUrl: "http://hub.example" });
    await expect(start).rejects.toEqual(code("VALIDATION_FAILED"));
  });

  it("does not start under an address that is none, and says what one is", async () => {
    for (const publicUrl of ["not a url", "hub.example", "ftp://hub.example"])
      await expect(startHub({ dataFolder: hub.dataFolder, publicUrl })).rejects.toMatchObject({
        code: "VALIDATION_FAILED",
        message: expect.stringContaining(`--public-url ${publicUrl} is no address`),
      });
  });
});
