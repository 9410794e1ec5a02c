import { createHash, randomBytes } from "node:crypto";
import { hubApiPrefix, IdempotencyKey, ReceiptClaims, type UploadSession } from "@landfall/protocol";
import { compactVerify, createLocalJWKSet } from "jose";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blobName, variantName } from "../src/store/blobs.ts";
import { commitOne, deliver, newEncounter, openOne, putTo, type TestHub } from "./support/hub.ts";
import { openSession, sha256Of } from "./support/requests.ts";
import { setups } from "./support/setups.ts";

const somePhotograph = (): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: "#246" } })
    .jpeg()
    .withExif({ IFD0: { ImageDescription: randomBytes(8).toString("hex") } })
    .toBuffer();

const blobPath = (session: UploadSession): string => new URL(session.target?.url ?? "").pathname;

describe.each(setups())("delivery to a hub on $name", (setup) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await setup.start();
  });
  afterAll(async () => {
    await hub?.stop();
    await setup.stop();
  });
  /** As if the hub had last looked long ago. */
  const forgetLooks = () =>
    hub.store.db.updateTable("blob").set({ seenAt: 0 }).where("seenAt", "is not", null).execute();
  const commitAtOnce = async (id: string, keys: readonly string[]) => {
    const images = keys.map((idempotencyKey) => ({ idempotencyKey }));
    return (await hub.client.commit({ params: { id }, headers: {}, body: { images } })).images;
  };

  it("moves and withdraws an image whose receipt stays what it was, and takes it back without its bytes", async () => {
    const bytes = await somePhotograph();
    const [from, to] = [await newEncounter(hub), await newEncounter(hub)];
    const { receipt } = await deliver(hub, from, bytes);
    await deliver(hub, from, await somePhotograph());
    const images = [sha256Of(bytes)];
    const moved = await hub.client.moveImages({
      params: { id: from.id },
      headers: { "if-match": '"1"' },
      body: { to: to.id, images },
    });
    expect(moved).toMatchObject({ encounter: { images: 1, version: 2 }, to: { images: 1, version: 2 }, absent: [] });
    expect(await openOne(hub.client, to, bytes)).toMatchObject({ state: "Complete", receipt });
    const withdrawn = await hub.client.withdrawImages({
      params: { id: to.id },
      headers: { "if-match": '"2"' },
      body: { images, reason: "not of the survey" },
    });
    expect(withdrawn).toMatchObject({ encounter: { images: 0, version: 3 }, absent: [] });
    const known = await hub.client.known({ params: { id: hub.population.id }, body: { sha256: images } });
    expect(known.images).toMatchObject([{ verified: true, encounters: [] }]);
    expect((await hub.client.encounter({ params: { id: to.id } })).items).toEqual([]);
    expect(await openOne(hub.client, to, bytes)).toMatchObject({ state: "Complete", target: null, receipt });
  });

  it("opens no session in an encounter that was merged into another, and leads there by its link", async () => {
    const bytes = await somePhotograph();
    const [from, to] = [await newEncounter(hub), await newEncounter(hub)];
    await deliver(hub, from, bytes);
    const body = { to: to.id, images: [sha256Of(bytes)], merge: true };
    await hub.client.moveImages({ params: { id: from.id }, headers: { "if-match": '"1"' }, body });
    expect(await hub.client.encounter({ params: { id: from.id } })).toMatchObject({ mergedInto: to.id, items: [] });
    await expect(openOne(hub.client, from, bytes)).rejects.toMatchObject({ code: "VERSION_CONFLICT" });
    const { url } = await hub.client.link({ params: { id: from.id } });
    const opened = await fetch(url, { redirect: "manual" });
    expect(opened.headers.get("location")).toContain(to.id);
  });

  it("takes an image the whole way to a receipt that its published keys verify", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const session = await openOne(hub.client, encounter, bytes);
    expect(session).toMatchObject({ state: "Pending", receipt: null, target: { kind: "single" } });
    expect((await putTo(session, bytes)).status).toBe(201);
    const committed = await commitOne(hub.client, encounter, session);
    expect(committed.state).toBe("Complete");
    const keys = createLocalJWKSet(await hub.client.receiptKeys());
    const { payload, protectedHeader } = await compactVerify(committed.receipt ?? "", keys);
    expect(protectedHeader).toMatchObject({ alg: "EdDSA" });
    expect(ReceiptClaims.strict().parse(JSON.parse(new TextDecoder().decode(payload)))).toMatchObject({
      hub: hub.hub.hubId,
      population: hub.population.id,
      sha256: sha256Of(bytes),
      bytes: bytes.length,
    });
    expect(await commitOne(hub.client, encounter, session)).toEqual(committed);
    expect(await openOne(hub.client, encounter, bytes)).toMatchObject({
      id: session.id,
      state: "Complete",
      target: null,
      receipt: committed.receipt,
    });
  });

  it("gives the same session again, and says Uploaded once the bytes are there", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const first = await openOne(hub.client, encounter, bytes);
    const second = await openOne(hub.client, encounter, bytes);
    expect(second).toMatchObject({ id: first.id, state: "Pending" });
    await putTo(first, bytes);
    const third = await openOne(hub.client, encounter, bytes);
    expect(third).toMatchObject({ id: first.id, target: null });
    // The worker may have been faster than the answer.
    expect(["Uploaded", "Complete"]).toContain(third.state);
    expect((await commitOne(hub.client, encounter, first)).state).toBe("Complete");
  });

  it("asks for the bytes of two encounters once", async () => {
    const bytes = await somePhotograph();
    const receipt = (await deliver(hub, await newEncounter(hub), bytes)).receipt;
    const other = await newEncounter(hub);
    expect(await openOne(hub.client, other, bytes)).toMatchObject({ state: "Complete", receipt });
    expect(await hub.client.encounter({ params: { id: other.id } })).toMatchObject({
      images: 1,
      items: [{ sha256: sha256Of(bytes), state: "Complete" }],
    });
    const known = await hub.client.known({ params: { id: hub.population.id }, body: { sha256: [sha256Of(bytes)] } });
    expect(known.images).toMatchObject([{ sha256: sha256Of(bytes), verified: true }]);
    expect(known.images[0]?.encounters).toContain(other.id);
    expect(known.encounters).toHaveLength(2);
  });

  it("knows only images whose bytes it holds", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const session = await openOne(hub.client, encounter, bytes);
    const known = () => hub.client.known({ params: { id: hub.population.id }, body: { sha256: [sha256Of(bytes)] } });
    expect(await known()).toEqual({ images: [], encounters: [] });
    await putTo(session, bytes);
    expect(await known()).toEqual({ images: [], encounters: [] });
    await commitOne(hub.client, encounter, session);
    expect((await known()).images).toHaveLength(1);
  });

  it("answers a commit at once where nobody asks it to wait, and says how long it was ready to wait otherwise", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const session = await openOne(hub.client, encounter, bytes);
    await putTo(session, bytes);
    const [answer] = await commitAtOnce(encounter.id, [session.idempotencyKey]);
    expect(["Verifying", "Complete"]).toContain(answer?.state);
    const applied = async (prefer?: string) => {
      const response = await fetch(`${hub.hub.url}${hubApiPrefix}/encounters/${encounter.id}:commit`, {
        method: "POST",
        headers: { authorization: `Bearer ${hub.key}`, "content-type": "application/json", ...(prefer && { prefer }) },
        body: JSON.stringify({ images: [{ idempotencyKey: session.idempotencyKey }] }),
      });
      return [response.headers.get("preference-applied"), await response.json()];
    };
    const complete = { images: [expect.objectContaining({ state: "Complete" })] };
    expect(await applied("respond-async, wait=99")).toEqual(["wait=20", complete]);
    expect(await applied()).toEqual([null, complete]);
  });

  it("says Missing of bytes that never came, and of a key it does not know", async () => {
    const encounter = await newEncounter(hub);
    const session = await openOne(hub.client, encounter, await somePhotograph());
    const unknown = IdempotencyKey.parse(randomBytes(32).toString("hex"));
    const answers = await commitAtOnce(encounter.id, [unknown, session.idempotencyKey]);
    expect(answers).toEqual([
      { idempotencyKey: unknown, state: "Missing", receipt: null },
      { idempotencyKey: session.idempotencyKey, state: "Missing", receipt: null },
    ]);
  });

  it("sets aside bytes of another length or MD5 and takes the right ones under a new name", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const session = await openOne(hub.client, encounter, bytes);
    expect((await putTo(session, randomBytes(bytes.length))).status).toBe(201);
    expect((await commitOne(hub.client, encounter, session)).state).toBe("Different");
    expect((await commitOne(hub.client, encounter, session)).state).toBe("Different");
    const again = await openOne(hub.client, encounter, bytes);
    expect(again).toMatchObject({ id: session.id, state: "Pending" });
    expect(blobPath(again)).not.toBe(blobPath(session));
    await putTo(again, bytes);
    expect((await commitOne(hub.client, encounter, again)).state).toBe("Complete");
  });

  it("finds wrong bytes already when the session is opened again", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const session = await openOne(hub.client, encounter, bytes);
    await putTo(session, randomBytes(10));
    const again = await openOne(hub.client, encounter, bytes);
    expect(again.state).toBe("Pending");
    expect(blobPath(again)).not.toBe(blobPath(session));
  });

  it("sets aside bytes whose SHA-256 is not the announced one, though length and MD5 are", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const lie = { sha256: sha256Of(randomBytes(8)) };
    const { idempotencyKey } = openSession(encounter.id, Buffer.from(""));
    const wrong = openSession(encounter.id, bytes, lie);
    await expect(openOne(hub.client, encounter, bytes, { ...lie, idempotencyKey })).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
    });
    const key = createHash("sha256").update(`landfall/1/${encounter.id}/${wrong.sha256}`).digest("hex");
    const session = await openOne(hub.client, encounter, bytes, { ...lie, idempotencyKey: IdempotencyKey.parse(key) });
    await putTo(session, bytes);
    expect((await commitOne(hub.client, encounter, session)).state).toBe("Different");
  });

  it("does not let a mistaken MD5 of one station stand in the way of another", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const mistaken = await openOne(hub.client, encounter, bytes, { bytes: bytes.length + 1 });
    const right = await openOne(hub.client, encounter, bytes);
    expect(blobPath(right)).not.toBe(blobPath(mistaken));
    await putTo(right, bytes);
    expect((await commitOne(hub.client, encounter, right)).state).toBe("Complete");
    await expect(openOne(hub.client, encounter, bytes, { bytes: bytes.length + 1 })).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
    });
  });

  it("withdraws what it said when bytes are gone, asks for them again, and then holds them again", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const session = await openOne(hub.client, encounter, bytes);
    await putTo(session, bytes);
    expect((await commitOne(hub.client, encounter, session)).state).toBe("Complete");
    await setup.lose(hub, blobName(hub.population.id, sha256Of(bytes), 1));
    await forgetLooks();
    expect(await commitOne(hub.client, encounter, session)).toMatchObject({ state: "Missing", receipt: null });
    expect((await hub.client.encounter({ params: { id: encounter.id } })).images).toBe(0);
    const again = await openOne(hub.client, encounter, bytes);
    expect(again).toMatchObject({ state: "Pending", receipt: null });
    await putTo(again, bytes);
    expect((await commitOne(hub.client, encounter, again)).state).toBe("Complete");
  });

  it("notices lost bytes also when a session is opened for them", async () => {
    const bytes = await somePhotograph();
    const encounter = await newEncounter(hub);
    const session = await openOne(hub.client, encounter, bytes);
    await putTo(session, bytes);
    await commitOne(hub.client, encounter, session);
    await setup.lose(hub, blobName(hub.population.id, sha256Of(bytes), 1));
    await forgetLooks();
    expect((await openOne(hub.client, encounter, bytes)).state).toBe("Pending");
  });

  it("handles a batch of a thousand, in the order of the request, the same bytes twice included", async () => {
    const encounter = await newEncounter(hub);
    const images = Array.from({ length: 999 }, (_, index) =>
      openSession(encounter.id, Buffer.from(`${encounter.id} ${index}`)),
    );
    const body = { images: [...images, images[0] ?? openSession(encounter.id, Buffer.from("x"))] };
    const { sessions } = await hub.client.openSessions({ params: { id: encounter.id }, body });
    expect(sessions.map((session) => session.idempotencyKey)).toEqual(body.images.map((image) => image.idempotencyKey));
    expect(sessions.every(({ state, target }) => state === "Pending" && target !== null)).toBe(true);
    expect(sessions.at(-1)?.id).toBe(sessions[0]?.id);
    const answers = await commitAtOnce(
      encounter.id,
      images.map((image) => image.idempotencyKey),
    );
    expect(answers.every(({ state }) => state === "Missing")).toBe(true);
  });

  it("makes upright pictures without metadata of what it can decode, and says so of what it cannot", async () => {
    const encounter = await newEncounter(hub);
    const wide = await sharp({ create: { width: 3000, height: 1200, channels: 3, background: "#579" } })
      .jpeg()
      .withExif({ IFD0: { Artist: "Somebody" }, IFD3: { GPSLatitudeRef: "S" } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const cut = wide.subarray(0, wide.length >> 1);
    const svg = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>`,
    );
    for (const [bytes, fileName] of [
      [wide, "a-wide.jpg"],
      [cut, "b-cut.jpg"],
      [svg, "c.svg"],
    ] as const)
      expect((await deliver(hub, encounter, bytes, { fileName, capturedAt: null })).state).toBe("Complete");
    const items = async () => (await hub.client.encounter({ params: { id: encounter.id } })).items;
    await expect
      .poll(async () => (await items()).map(({ variants }) => variants), { timeout: 20_000 })
      .toEqual(["ready", "damaged", "noPreview"]);
    expect((await items())[0]).toMatchObject({ width: 1200, height: 3000, bytes: wide.length });
    for (const [variant, edge] of [
      ["thumbnail", 256],
      ["preview", 1600],
    ] as const) {
      const url = `${hub.hub.url}/encounters/${encounter.id}/images/${sha256Of(wide)}/${variant}`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${hub.key}` } });
      expect(answer.headers.get("content-type")).toBe("image/jpeg");
      const made = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
      expect(made).toMatchObject({ format: "jpeg", height: edge, width: Math.round(edge * 0.4) });
      expect([made.exif, made.xmp, made.iptc, made.orientation]).toEqual([undefined, undefined, undefined, undefined]);
      expect((await fetch(url)).status).toBe(404);
    }
    // A picture that was lost is made again when it is asked for.
    await setup.lose(hub, variantName(hub.population.id, sha256Of(wide), "thumbnail"));
    const url = `${hub.hub.url}/encounters/${encounter.id}/images/${sha256Of(wide)}/thumbnail`;
    const status = async () => (await fetch(url, { headers: { authorization: `Bearer ${hub.key}` } })).status;
    expect(await status()).toBe(404);
    await expect.poll(status, { timeout: 20_000 }).toBe(200);
  });

  it("names itself in every answer, whatever it is", async () => {
    const paths = ["/", "/openapi.json", `${hubApiPrefix}/health`, `${hubApiPrefix}/me`, "/nowhere", "/blobs/x"];
    for (const each of paths) expect((await fetch(hub.hub.url + each)).headers.get("landfall-hub")).toBe(hub.hub.hubId);
  });
});
