import { randomBytes } from "node:crypto";
import {
  type AzureSource,
  IdempotencyKey,
  LandfallError,
  type OpenSession,
  ReceiptClaims,
  Sha256,
} from "@landfall/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowedUrl, parseAllowed } from "../src/copy/allow-list.ts";
import { readOnlySas } from "../src/copy/sas.ts";
import { idempotencyKeyOf, sourceKeyOf } from "../src/store/sources.ts";
import { commitOne, deliver, newEncounter, openOne, startTestHub, type TestHub } from "./support/hub.ts";
import { type Postgres, startPostgres } from "./support/postgres.ts";
import { md5Of, sha256Of } from "./support/requests.ts";
import { account, openSourceContainer, type SourceContainer } from "./support/source-container.ts";

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return "none";
  } catch (error) {
    return error instanceof LandfallError ? error.code : String(error);
  }
};

describe("the list of containers that may be copied from", () => {
  const source = (name: string, container = "season"): AzureSource => ({ account: "acme", container, name, etag: "1" });
  const allowed = (text: string) => [parseAllowed(text)];

  it("takes a container, or a folder in it, and builds the address itself", () => {
    expect(allowedUrl(allowed("acme/season"), source("2024/ä b#.jpg"))).toBe(
      "https://acme.blob.core.windows.net/season/2024/%C3%A4%20b%23.jpg",
    );
    expect(allowedUrl(allowed("acme/season/2024"), source("2024/a.jpg"))).toMatch(/2024\/a\.jpg$/);
    expect(allowedUrl(allowed("https://acme.blob.core.usgovcloudapi.net/season"), source("a.jpg"))).toBe(
      "https://acme.blob.core.usgovcloudapi.net/season/a.jpg",
    );
    expect(allowedUrl(allowed("http://127.0.0.1:10000/acme/season"), source("a.jpg"))).toBe(
      "http://127.0.0.1:10000/acme/season/a.jpg",
    );
  });

  it.each([
    ["nothing, where nothing is allowed", [], source("a.jpg")],
    ["another container", allowed("acme/season"), source("a.jpg", "secrets")],
    ["a folder beside the allowed one", allowed("acme/season/2024"), source("2024-secret/a.jpg")],
    ["a name that leads out of the container", allowed("acme/season"), source("../secrets/a.jpg")],
    ["a name that leads out of the folder", allowed("acme/season/2024"), source("2024/../2025/a.jpg")],
  ])("refuses %s", async (_, list, wanted) => {
    expect(await codeOf(() => allowedUrl(list, wanted))).toBe("SOURCE_NOT_ALLOWED");
  });

  it.each([
    "http://acme.blob.core.windows.net/season",
    "http://10.0.0.1/acme/season",
    "ftp://acme/season",
    "acme",
    "https://user:secret@acme.blob.core.windows.net/season",
    "https://acme.blob.core.windows.net/season?sig=x",
    "Acme!/season",
  ])("does not understand %s", async (text) => {
    expect(await codeOf(() => parseAllowed(text))).toBe("VALIDATION_FAILED");
  });
});

describe("a SAS for copying", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const sas = (over: Record<string, string> = {}) =>
    new URLSearchParams({
      sv: "2021-12-02",
      sr: "b",
      sp: "r",
      se: "2026-01-01T01:00:00Z",
      sig: "abc=",
      ...over,
    }).toString();

  it("is put together again from what belongs to it", () => {
    expect(readOnlySas(sas(), now)).toBe("sv=2021-12-02&sr=b&sp=r&se=2026-01-01T01%3A00%3A00Z&sig=abc%3D");
    expect(readOnlySas(`${sas({ sp: "rl" })}&comp=metadata&restype=container`, now)).not.toMatch(/comp|restype/);
  });

  it.each([
    ["allows writing", sas({ sp: "rw" }), "SOURCE_NOT_ALLOWED"],
    ["allows deleting", sas({ sp: "rdl" }), "SOURCE_NOT_ALLOWED"],
    ["is valid for a year", sas({ se: "2027-01-01T00:00:00Z" }), "SOURCE_NOT_ALLOWED"],
    ["states no end", "sv=1&sp=r&sig=x", "SOURCE_NOT_ALLOWED"],
    ["hides what it allows in a policy", "sv=1&si=policy&sr=c&sig=x", "SOURCE_NOT_ALLOWED"],
    ["is over", sas({ se: "2025-12-31T23:59:59Z" }), "SOURCE_REFUSED"],
  ])("is refused when it %s", async (_, text, code) => {
    expect(await codeOf(() => readOnlySas(text, now))).toBe(code);
  });
});

let postgres: Postgres | undefined;
const setups = [
  { name: "SQLite and a folder", start: (address: string) => startTestHub({ copySources: [address] }) },
  {
    name: "PostgreSQL and Azurite",
    start: async (address: string, connectionString: string) => {
      process.env.LANDFALL_AZURE_CONNECTION_STRING = connectionString;
      postgres = await startPostgres();
      const databaseUrl = await postgres.createDatabase();
      return startTestHub({ databaseUrl, blobs: "azure", copySources: [address] });
    },
  },
];

describe.each(setups)("copying to a hub on $name", (setup) => {
  let theirs: SourceContainer;
  let hub: TestHub;
  beforeAll(async () => {
    theirs = await openSourceContainer();
    hub = await setup.start(theirs.address, theirs.azurite.connectionString);
  });
  afterAll(async () => {
    await hub?.stop();
    await postgres?.stop();
    await theirs?.stop();
    postgres = undefined;
    delete process.env.LANDFALL_AZURE_CONNECTION_STRING;
  });

  const toOpen = (encounter: { id: string }, source: AzureSource, bytes: Uint8Array): Partial<OpenSession> => {
    const key = sourceKeyOf(source, bytes.length);
    const idempotencyKey = IdempotencyKey.parse(idempotencyKeyOf(encounter.id, key));
    return { source, sha256: Sha256.parse(key), md5: md5Of(bytes), idempotencyKey };
  };
  const open = (encounter: Awaited<ReturnType<typeof newEncounter>>, source: AzureSource, bytes: Uint8Array) =>
    openOne(hub.client, encounter, bytes, toOpen(encounter, source, bytes));
  const copy = (id: Awaited<ReturnType<typeof open>>["id"], sas: string) =>
    hub.client.copy({ params: { id }, body: { sas } });
  /** Opens, copies, commits. */
  const bring = async (encounter: Awaited<ReturnType<typeof newEncounter>>, source: AzureSource, bytes: Uint8Array) => {
    const session = await open(encounter, source, bytes);
    if (session.state === "Pending") await copy(session.id, await theirs.sas(source.name));
    return commitOne(hub.client, encounter, session);
  };
  const claimsOf = (receipt: string | null) =>
    ReceiptClaims.parse(JSON.parse(Buffer.from(receipt?.split(".")[1] ?? "", "base64url").toString()));
  const itemsOf = async (encounter: { id: string }) =>
    (await hub.client.encounter({ params: { id: encounter.id as never } })).items;

  it("takes the bytes from the container, reads them back and signs for their SHA-256", async () => {
    const bytes = randomBytes(200_000);
    const source = await theirs.put("2024/July/ä b#1.jpg", bytes);
    const encounter = await newEncounter(hub);
    const session = await open(encounter, source, bytes);
    expect(session).toMatchObject({ state: "Pending", target: null, receipt: null });
    expect(await copy(session.id, await theirs.sas(source.name))).toEqual({ state: "Uploaded" });
    const answer = await commitOne(hub.client, encounter, session);
    expect(answer.state).toBe("Complete");
    expect(claimsOf(answer.receipt)).toMatchObject({ sha256: sha256Of(bytes), bytes: bytes.length });
    expect(await itemsOf(encounter)).toMatchObject([{ sha256: sha256Of(bytes), state: "Complete" }]);
    // Asked again, under either name, it is there.
    expect(await open(encounter, source, bytes)).toMatchObject({ id: session.id, state: "Complete" });
    expect(await copy(session.id, "sig=nothing")).toEqual({ state: "Uploaded" });
    expect(await openOne(hub.client, encounter, bytes)).toMatchObject({ state: "Complete", receipt: answer.receipt });
    const asked = [Sha256.parse(sourceKeyOf(source, bytes.length)), sha256Of(bytes)];
    const known = await hub.client.known({ params: { id: hub.population.id }, body: { sha256: asked } });
    expect(known.images).toEqual(asked.map((sha256) => ({ sha256, verified: true, encounters: [encounter.id] })));
  });

  it("copies a blob once, whichever encounter asks for it next", async () => {
    const bytes = randomBytes(50_000);
    const source = await theirs.put("twice.jpg", bytes);
    const [one, two] = [await newEncounter(hub), await newEncounter(hub)];
    const first = await bring(one, source, bytes);
    const session = await open(two, source, bytes);
    expect(session).toMatchObject({ state: "Complete", receipt: first.receipt });
    expect(await itemsOf(two)).toMatchObject([{ sha256: sha256Of(bytes), state: "Complete" }]);
  });

  it("keeps the same bytes once, when two blobs and an upload turn out to be one photograph", async () => {
    const bytes = randomBytes(60_000);
    const encounter = await newEncounter(hub);
    const uploaded = await deliver(hub, encounter, bytes);
    const answers = [uploaded];
    for (const name of ["same/a.jpg", "same/b.jpg"])
      answers.push(await bring(encounter, await theirs.put(name, bytes), bytes));
    expect(answers.map(({ state, receipt }) => [state, receipt])).toEqual(
      answers.map(() => ["Complete", uploaded.receipt]),
    );
    expect(await itemsOf(encounter)).toHaveLength(1);
    const kept = await hub.store.db.selectFrom("blob").selectAll().where("sha256", "=", sha256Of(bytes)).execute();
    expect(kept.map(({ state }) => state)).toEqual(["verified"]);
  });

  it("lets a copy stand for an upload that was announced and has not come", async () => {
    const bytes = randomBytes(40_000);
    const encounter = await newEncounter(hub);
    const announced = await openOne(hub.client, encounter, bytes);
    expect(announced.state).toBe("Pending");
    const answer = await bring(encounter, await theirs.put("faster.jpg", bytes), bytes);
    expect(answer.state).toBe("Complete");
    expect(await openOne(hub.client, encounter, bytes)).toMatchObject({ state: "Complete", receipt: answer.receipt });
    expect(await itemsOf(encounter)).toHaveLength(1);
  });

  it("refuses a blob that was changed since the scan, and keeps nothing of it", async () => {
    const bytes = randomBytes(30_000);
    const approved = await theirs.put("changed.jpg", bytes);
    await theirs.put("changed.jpg", randomBytes(30_000));
    const encounter = await newEncounter(hub);
    const session = await open(encounter, approved, bytes);
    expect(await codeOf(async () => copy(session.id, await theirs.sas("changed.jpg")))).toBe("SOURCE_CHANGED");
    expect((await commitOne(hub.client, encounter, session, 0)).state).toBe("Missing");
  });

  it("says what stands in the way: a SAS that is over, one for another blob, a blob that is gone, a container that is not allowed", async () => {
    const bytes = randomBytes(1_000);
    const encounter = await newEncounter(hub);
    const source = await theirs.put("here.jpg", bytes);
    const here = await open(encounter, source, bytes);
    expect(await codeOf(async () => copy(here.id, await theirs.sas("here.jpg", { lifeMs: -1_000 })))).toBe(
      "SOURCE_REFUSED",
    );
    expect(await codeOf(async () => copy(here.id, await theirs.sas("other.jpg")))).toBe("SOURCE_REFUSED");
    expect(await codeOf(async () => copy(here.id, await theirs.sas("here.jpg", { permissions: "rw" })))).toBe(
      "SOURCE_NOT_ALLOWED",
    );
    const gone = await open(encounter, { ...source, name: "gone.jpg" }, bytes);
    expect(await codeOf(async () => copy(gone.id, await theirs.sas("gone.jpg")))).toBe("SOURCE_MISSING");
    const elsewhere = await open(encounter, { ...source, container: "elsewhere" }, bytes);
    expect(await codeOf(async () => copy(elsewhere.id, await theirs.sas("here.jpg")))).toBe("SOURCE_NOT_ALLOWED");
    const other = { ...source, account: `${account}2`.slice(0, 24) };
    const foreign = await open(encounter, other, bytes);
    expect(await codeOf(async () => copy(foreign.id, await theirs.sas("here.jpg")))).toBe("SOURCE_NOT_ALLOWED");
    expect(await copy(here.id, await theirs.sas("here.jpg"))).toEqual({ state: "Uploaded" });
  });

  it("gives one copy to several callers at the same time", async () => {
    const bytes = randomBytes(2_000_000);
    const source = await theirs.put("wanted.jpg", bytes);
    const encounter = await newEncounter(hub);
    const session = await open(encounter, source, bytes);
    const sas = await theirs.sas("wanted.jpg");
    const states = await Promise.all(Array.from({ length: 5 }, () => copy(session.id, sas)));
    expect(new Set(states.map(({ state }) => state))).toEqual(new Set(["Uploaded"]));
    expect((await commitOne(hub.client, encounter, session)).state).toBe("Complete");
  });

  it("opens no session whose key is not made from its source, and none without a source or an MD5", async () => {
    const bytes = randomBytes(10);
    const encounter = await newEncounter(hub);
    const source = await theirs.put("key.jpg", bytes);
    const right = toOpen(encounter, source, bytes);
    const wrong = { ...right, source: { ...source, name: "other.jpg" } };
    expect(await codeOf(() => openOne(hub.client, encounter, bytes, wrong))).toBe("VALIDATION_FAILED");
    expect(await codeOf(() => openOne(hub.client, encounter, bytes, { md5: null }))).toBe("VALIDATION_FAILED");
  });

  it("does not copy for a key of another population", async () => {
    const bytes = randomBytes(10);
    const encounter = await newEncounter(hub);
    const source = await theirs.put("private.jpg", bytes);
    const session = await open(encounter, source, bytes);
    const { key } = await hub.admin.createKey("somebody", ["Elsewhere"]);
    const sas = await theirs.sas("private.jpg");
    const asked = hub.clientWith(key).copy({ params: { id: session.id }, body: { sas } });
    expect(await codeOf(() => asked)).toBe("NOT_FOUND");
  });
});
