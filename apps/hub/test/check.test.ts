import { randomBytes } from "node:crypto";
import type { Sha256 } from "@landfall/protocol";
import { compactVerify, createLocalJWKSet } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobsTable } from "../src/queue/jobs-table.ts";
import { blobName } from "../src/store/blobs.ts";
import { inTransaction } from "../src/store/transaction.ts";
import { deliver, newEncounter, openOne, putTo, startTestHub, type TestHub } from "./support/hub.ts";
import { sha256Of } from "./support/requests.ts";
import { setups } from "./support/setups.ts";

const claimsOf = (receipt: string | null | undefined) =>
  JSON.parse(Buffer.from(receipt?.split(".")[1] ?? "", "base64url").toString()) as { verifiedAt: string };

describe.each(setups())("a check of what was delivered to a hub on $name", (setup) => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await setup.start();
  });
  afterAll(async () => {
    await hub?.stop();
    await setup.stop();
  });
  const check = async (sha256: readonly Sha256[], deep: boolean, since?: string, waitSeconds = 15) =>
    hub.client.check({
      params: { id: hub.population.id },
      headers: { prefer: `wait=${waitSeconds}` },
      body: { sha256: [...sha256], deep, ...(since && { since }) },
    });
  const delivered = async (count: number) => {
    const encounter = await newEncounter(hub);
    const images = Array.from({ length: count }, () => randomBytes(300));
    const receipts: (string | null)[] = [];
    for (const bytes of images) receipts.push((await deliver(hub, encounter, bytes)).receipt);
    return { encounter, images, shas: images.map(sha256Of), receipts };
  };
  const nameOf = (sha256: Sha256, attempt = 1) => blobName(hub.population.id, sha256, attempt);

  it("gives the receipts that it has, and says Missing of what it never had", async () => {
    const { shas, receipts } = await delivered(2);
    const unknown = sha256Of(randomBytes(8));
    const { images } = await check([...shas, unknown], false);
    expect(images).toEqual([
      { sha256: shas[0], state: "Complete", receipt: receipts[0] },
      { sha256: shas[1], state: "Complete", receipt: receipts[1] },
      { sha256: unknown, state: "Missing", receipt: null },
    ]);
  });

  it("finds a blob that is gone, however lately it was seen, withdraws its receipt and takes the bytes again", async () => {
    const { encounter, images, shas } = await delivered(2);
    const [lost, kept] = shas as [Sha256, Sha256];
    await setup.lose(hub, nameOf(lost));
    expect((await check(shas, false)).images.map(({ state }) => state)).toEqual(["Missing", "Complete"]);
    const { items } = await hub.client.encounter({ params: { id: encounter.id } });
    expect(items.find(({ sha256 }) => sha256 === lost)).toMatchObject({ state: "Pending", receipt: null });
    const again = await openOne(hub.client, encounter, images[0] as Buffer);
    expect(again.state).toBe("Pending");
    expect((await putTo(again, images[0] as Buffer)).status).toBe(201);
    expect((await deliver(hub, encounter, images[0] as Buffer)).state).toBe("Complete");
    expect((await check([lost, kept], false)).images.map(({ state }) => state)).toEqual(["Complete", "Complete"]);
  });

  it("reads the bytes again when it is asked to, signs for them anew, and does not read them twice for one asking", async () => {
    const { shas, receipts } = await delivered(3);
    const first = await check(shas, true);
    const keys = createLocalJWKSet(await hub.client.receiptKeys());
    for (const [at, { state, receipt }] of first.images.entries()) {
      expect(state).toBe("Complete");
      expect(receipt).not.toBe(receipts[at]);
      expect(Date.parse(claimsOf(receipt).verifiedAt)).toBeGreaterThanOrEqual(Date.parse(first.asOf));
      await compactVerify(receipt ?? "", keys);
    }
    expect(await check(shas, true, first.asOf)).toEqual(first);
    const since = new Date(Date.parse(first.asOf) + 3_600_000).toISOString();
    // A clock that runs ahead asks for no reading in the future.
    expect((await check(shas, true, since)).images.map(({ state }) => state)).toEqual(Array(3).fill("Complete"));
  });

  it("finds bytes that have changed under their name only by reading them, sets them aside and takes the right ones", async () => {
    const { encounter, images, shas } = await delivered(2);
    const [altered] = shas as [Sha256];
    await setup.alter(hub, nameOf(altered));
    expect((await check(shas, true)).images).toMatchObject([
      { state: "Different", receipt: null },
      { state: "Complete" },
    ]);
    const again = await openOne(hub.client, encounter, images[0] as Buffer);
    expect(new URL(again.target?.url ?? "").pathname).toContain(nameOf(altered, 2));
    await putTo(again, images[0] as Buffer);
    expect((await deliver(hub, encounter, images[0] as Buffer)).state).toBe("Complete");
    expect((await check([altered], true)).images).toMatchObject([{ state: "Complete" }]);
  });

  it("answers at once that it is still reading, where nobody asks it to wait", async () => {
    const { shas } = await delivered(1);
    const { asOf, images } = await check(shas, true, undefined, 0);
    expect(images).toMatchObject([{ state: "Verifying", receipt: null }]);
    expect((await check(shas, true, asOf)).images).toMatchObject([{ state: "Complete" }]);
  });

  it("is for the populations of the key alone", async () => {
    const other = await hub.admin.createKey("another", ["Elsewhere"]);
    const asked = hub.clientWith(other.key).check({
      params: { id: hub.population.id },
      headers: {},
      body: { sha256: [sha256Of(randomBytes(8))], deep: false },
    });
    await expect(asked).rejects.toMatchObject({ code: "POPULATION_FORBIDDEN" });
  });
});

it("reading again stands behind what was never read, and is there once", async () => {
  const hub = await startTestHub();
  const { store } = hub;
  const queue = jobsTable(store);
  await inTransaction(store.db, (tx) => queue.enqueue(tx, "check", ["old", "old"]));
  await inTransaction(store.db, (tx) => queue.enqueue(tx, "check", ["old"]));
  await inTransaction(store.db, (tx) => queue.enqueue(tx, "verify", ["new"]));
  const jobs = await store.db.selectFrom("job").select(["kind", "priority"]).orderBy("priority").execute();
  await hub.stop();
  expect(jobs.map(({ kind }) => kind)).toEqual(["verify", "check"]);
});
