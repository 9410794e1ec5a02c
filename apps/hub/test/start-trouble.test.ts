import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Azurite, startAzurite } from "../src/blobs/azure/azurite.ts";
import { type Postgres, startPostgres } from "./support/postgres.ts";
import { command } from "./support/process.ts";

/** A port of this machine at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let data: string;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), "hub-start-"));
});
afterAll(() => rm(data, { recursive: true, force: true }));

describe("a hub that cannot start says which thing is in the way, and what to do", () => {
  describe("PostgreSQL", () => {
    let postgres: Postgres;
    let url: URL;
    beforeAll(async () => {
      postgres = await startPostgres();
      url = new URL(await postgres.createDatabase());
    }, 60_000);
    afterAll(() => postgres.stop());
    const saidWith = async (change: Partial<URL>) => {
      const { code, err } = await command(
        "serve",
        "--data",
        data,
        "--database-url",
        Object.assign(new URL(url), change).href,
      );
      expect(code).toBe(1);
      expect(err).not.toContain("wrong-password");
      return err.trim();
    };

    it("that is not running", async () => {
      const port = String(await closedPort());
      expect(await saidWith({ port })).toBe(
        `PostgreSQL at 127.0.0.1:${port} is not running: nothing answers there. Start it, or correct the address in --database-url (or LANDFALL_DATABASE_URL).`,
      );
    });

    it("whose name is not known", async () => {
      expect(await saidWith({ hostname: "no-such-host.invalid" })).toContain(
        `PostgreSQL at no-such-host.invalid:${url.port} cannot be found: its name is not known.`,
      );
    });

    it("that does not take the password", async () => {
      expect(await saidWith({ password: "wrong-password" })).toContain(
        "does not take the password of the user postgres, or has no such user.",
      );
    });

    it("that has no such database", async () => {
      expect(await saidWith({ pathname: "/whales" })).toContain('has no database "whales". Make it (createdb whales)');
    });

    it("whose address is none", async () => {
      const { err } = await command("serve", "--data", data, "--database-url", "localhost/whales");
      expect(err).toContain("write postgres://USER:PASSWORD@HOST:5432/DATABASE");
    });

    it("when a key is made, too", async () => {
      const wrong = Object.assign(new URL(url), { pathname: "/whales" }).href;
      const { err } = await command("key", "list", "--data", data, "--database-url", wrong);
      expect(err).toContain('has no database "whales"');
    });
  });

  describe("the blob store", () => {
    let azurite: Azurite;
    beforeAll(async () => {
      azurite = await startAzurite(path.join(data, "azurite"));
    }, 60_000);
    afterAll(async () => {
      await azurite.stop();
      delete process.env.LANDFALL_AZURE_CONNECTION_STRING;
    });
    const saidWith = async (connection: string) => {
      process.env.LANDFALL_AZURE_CONNECTION_STRING = connection;
      const { code, err } = await command("serve", "--data", data, "--port", "0", "--blobs", "azure");
      expect(code).toBe(1);
      return err.trim();
    };

    it("that cannot be reached", async () => {
      const port = await closedPort();
      expect(await saidWith(azurite.connectionString.replace(`:${azurite.port}/`, `:${port}/`))).toBe(
        `The blob store at 127.0.0.1:${port}/devstoreaccount1 cannot be reached: nothing answers there. Start it, or correct the address in LANDFALL_AZURE_CONNECTION_STRING.`,
      );
    });

    it("that has another key", async () => {
      const key = Buffer.alloc(64, 7).toString("base64");
      const said = await saidWith(azurite.connectionString.replace(/AccountKey=[^;]*/, `AccountKey=${key}`));
      expect(said).toContain("the key is another one's, or the account's network settings keep this machine out. Copy");
      expect(said).not.toContain(key);
    });

    it("whose connection string is none", async () => {
      expect(await saidWith("my storage account")).toContain("is no connection string of a storage account");
    });
  });
});
