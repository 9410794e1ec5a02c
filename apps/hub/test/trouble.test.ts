import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { startAzurite } from "../src/blobs/azure/azurite.ts";
import { toHubError } from "../src/trouble.ts";
import { commitOne, newEncounter, openOne, putTo, startTestHub, type TestHub } from "./support/hub.ts";
import { startPostgres } from "./support/postgres.ts";

describe("a hub whose stores are in trouble", () => {
  let hub: TestHub | undefined;
  afterEach(async () => {
    await hub?.stop();
    hub = undefined;
    delete process.env.LANDFALL_AZURE_CONNECTION_STRING;
  });

  it("says that it cannot answer just now while its database is away, and nothing of the inside", async () => {
    const postgres = await startPostgres();
    hub = await startTestHub({ databaseUrl: await postgres.createDatabase() });
    await hub.client.me();
    await postgres.stop();
    const message = "the hub's database cannot be reached";
    await expect(hub.client.me()).rejects.toMatchObject({ code: "HUB_UNAVAILABLE", message });
    expect(await hub.client.health()).toMatchObject({ hubId: hub.hub.hubId });
  });

  it("blames no image for a blob store that is away, and takes it in when the store is back", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "hub-trouble-"));
    let azurite = await startAzurite(folder);
    process.env.LANDFALL_AZURE_CONNECTION_STRING = azurite.connectionString;
    try {
      hub = await startTestHub({ blobs: "azure" });
      const bytes = Buffer.from("a photograph that waits");
      const encounter = await newEncounter(hub);
      const session = await openOne(hub.client, encounter, bytes);
      await putTo(session, bytes);
      await azurite.stop();
      await expect(commitOne(hub.client, encounter, session)).rejects.toMatchObject({ code: "HUB_UNAVAILABLE" });
      expect((await hub.client.encounter({ params: { id: encounter.id } })).items[0]?.state).toBe("Pending");
      azurite = await startAzurite(folder, azurite.port);
      expect((await commitOne(hub.client, encounter, session)).state).toBe("Complete");
    } finally {
      await azurite.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("tells trouble that passes from mistakes of its own", () => {
    const coded = (code: string) => toHubError(Object.assign(new Error("inside"), { code })).code;
    for (const code of ["ENOSPC", "EDQUOT", "SQLITE_FULL"]) expect(coded(code)).toBe("HUB_DISK_FULL");
    for (const code of ["SQLITE_BUSY", "ECONNREFUSED", "57P01", "40001", "28P01"])
      expect(coded(code)).toBe("HUB_UNAVAILABLE");
    for (const code of ["42P01", "ERR_ASSERTION"]) expect(coded(code)).toBe("INTERNAL");
  });
});
