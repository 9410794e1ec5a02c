import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { EventId, PopulationId } from "@landfall/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf, commitOne, openOne, putTo } from "./support/hub.ts";
import { startPostgres } from "./support/postgres.ts";
import { command, type HubProcess, serveHub, serveHubWithChannel } from "./support/process.ts";
import { findOrCreate, someValues } from "./support/requests.ts";

describe("the hub as a process", () => {
  let data: string;
  const running: HubProcess[] = [];
  const serve = async (...args: string[]) => {
    const hub = await serveHub("--data", data, ...args);
    running.push(hub);
    return hub;
  };
  const createKey = async (...args: string[]) => {
    const { out } = await command(
      "key",
      "create",
      "--name",
      "station",
      "--population",
      "Bay",
      "--data",
      data,
      "--json",
      ...args,
    );
    const { key, keyId, populations } = JSON.parse(out) as {
      key: string;
      keyId: string;
      populations: { id: string }[];
    };
    return { key, keyId, id: PopulationId.parse(populations[0]?.id) };
  };
  beforeEach(async () => {
    data = await mkdtemp(path.join(tmpdir(), "hub-process-"));
  });
  afterEach(async () => {
    for (const hub of running.splice(0)) {
      hub.child.kill("SIGKILL");
      await hub.ended;
    }
    await rm(data, { recursive: true, force: true });
  });

  it("loses nothing it acknowledged when it is killed right after a 201", async () => {
    const { key, id } = await createKey();
    const hub = await serve();
    const client = clientOf(hub.url, key);
    const { encounter } = await client.findOrCreate({ params: { id }, body: findOrCreate() });
    const photographs = Array.from({ length: 4 }, () => randomBytes(400_000));
    const sessions = await Promise.all(photographs.map((bytes) => openOne(client, encounter, bytes)));
    const answers = await Promise.all(
      sessions.map((session, at) => putTo(session, photographs[at] ?? Buffer.from(""))),
    );
    hub.child.kill("SIGKILL");
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    await hub.ended;

    const again = await serve();
    expect(again.hubId).toBe(hub.hubId);
    const after = clientOf(again.url, key);
    for (const [at, session] of sessions.entries()) {
      expect((await openOne(after, encounter, photographs[at] ?? Buffer.from(""))).state).toBe("Uploaded");
      expect((await commitOne(after, encounter, session)).state).toBe("Complete");
    }
    expect((await after.receiptKeys()).keys).toHaveLength(1);
  });

  it("finishes the checks that were due when it was killed", async () => {
    const { key, id } = await createKey();
    const hub = await serve();
    const client = clientOf(hub.url, key);
    const { encounter } = await client.findOrCreate({ params: { id }, body: findOrCreate() });
    const photographs = Array.from({ length: 6 }, () => randomBytes(1_500_000));
    const sessions = await Promise.all(photographs.map((bytes) => openOne(client, encounter, bytes)));
    for (const [at, session] of sessions.entries()) await putTo(session, photographs[at] ?? Buffer.from(""));
    const images = sessions.map(({ idempotencyKey }) => ({ idempotencyKey }));
    await client.commit({ params: { id: encounter.id }, headers: {}, body: { images } });
    hub.child.kill("SIGKILL");
    await hub.ended;
    const after = clientOf((await serve()).url, key);
    const body = { params: { id: encounter.id }, headers: { prefer: "wait=15" }, body: { images } };
    expect((await after.commit(body)).images.map(({ state }) => state)).toEqual(images.map(() => "Complete"));
  });

  it("is administered beside itself: a key works at once and ends at once", async () => {
    const hub = await serve();
    const { key, keyId } = await createKey();
    expect((await clientOf(hub.url, key).me()).populations).toMatchObject([{ name: "Bay", gate: "open" }]);
    expect((await command("population", "close", "--name", "bay", "--data", data)).code).toBe(0);
    expect((await clientOf(hub.url, key).me()).populations).toMatchObject([{ gate: "closed" }]);
    expect((await command("key", "revoke", keyId, "--data", data)).code).toBe(0);
    await expect(clientOf(hub.url, key).me()).rejects.toMatchObject({ code: "KEY_INVALID" });
    const { out } = await command("key", "list", "--data", data, "--json");
    expect(JSON.parse(out)).toMatchObject({ keys: [{ keyId, populations: ["Bay"] }] });
    expect(out).not.toContain(key);
    expect(hub.text.err).toBe("");
  });

  it("keeps its secrets to its owner", async () => {
    await serve();
    const modeOf = async (name: string) => (await stat(path.join(data, "hub", name))).mode & 0o777;
    expect(await modeOf("keys")).toBe(0o700);
    for (const name of ["keys/receipt-1.json", "keys/upload-links.key", "hub.sqlite"])
      expect(await modeOf(name)).toBe(0o600);
  });

  it("ends cleanly on SIGTERM, and with the process that started it", async () => {
    const first = await serve();
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    const second = await serve("--parent-watch");
    second.child.stdin?.end();
    expect(await second.ended).toBe(0);
    const third = await serveHubWithChannel("--data", data, "--parent-watch");
    running.push(third);
    third.child.disconnect();
    expect(await third.ended).toBe(0);
    expect(first.text.err + second.text.err + third.text.err).toBe("");
  });

  it("says in a sentence that its port is taken, that its folder is not writable, or what it does not understand", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const port = String(typeof address === "object" ? address?.port : 0);
    const busy = await command("serve", "--data", data, "--port", port);
    taken.close();
    expect(busy).toMatchObject({ code: 1, out: "" });
    expect(busy.err).toMatch(/^Port \d+ is taken by another program\. Choose another with --port N.*\n$/);
    const file = path.join(data, "file");
    await writeFile(file, "");
    const folder = await command("serve", "--data", file, "--port", "0");
    expect(folder).toMatchObject({ code: 1, out: "" });
    expect(folder.err).toMatch(/^The hub cannot write to .*\n$/);
    // Below /proc the system says that a folder which is there is not.
    const below = process.platform === "linux" ? [await command("key", "list", "--data", "/proc/nowhere")] : [];
    for (const each of below) {
      expect(each).toMatchObject({ code: 1, out: "" });
      expect(each.err).toMatch(/^The hub cannot write to \/proc\/nowhere\/hub .*\n$/);
    }
    for (const args of [["frobnicate"], ["key", "create", "--name", "x"], ["serve", "--port", "x"], ["--nonsense"]])
      expect(await command(...args, "--data", data)).toMatchObject({ code: 1, out: "" });
  });

  it("hands a new key on alone, and says the rest beside it", async () => {
    const made = await command("key", "create", "--name", "x", "--population", "Bay", "--data", data);
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^lfk_[\w-]{43}\n$/) });
    expect(made.err).toMatch(/^Key [\w-]+ for Bay\. It is shown only this once: keep it safe\.\n/);
    expect(made.err).toContain("The population Bay was not there and has been made.");
    const again = await command("key", "create", "--name", "y", "--population", "Bay", "--data", data);
    expect(again.err).toMatch(/keep it safe\.\n$/);
  });

  it("gets a new key for receipts beside the old ones", async () => {
    const made = [
      await command("receipt-key", "create", "--data", data),
      await command("receipt-key", "create", "--data", data),
    ];
    const names = (await readdir(path.join(data, "hub", "keys"))).filter((name) => name.startsWith("receipt-"));
    expect(names).toHaveLength(2);
    for (const [at, { code, out }] of made.entries())
      expect([code, out]).toEqual([0, expect.stringContaining(names.sort()[at] ?? "")]);
  });

  it("says what is wrong in one sentence, and with --json in one object", async () => {
    const revoked = await command("key", "revoke", "nope", "--data", data);
    expect(revoked).toEqual({ code: 1, out: "", err: "There is no key nope.\n" });
    const asObject = await command("key", "revoke", "nope", "--data", data, "--json");
    expect(JSON.parse(asObject.out)).toMatchObject({ code: "NOT_FOUND", detail: "There is no key nope.", status: 404 });
    const mistake = await command("frobnicate", "--data", data, "--json");
    expect(JSON.parse(mistake.out)).toMatchObject({ code: "VALIDATION_FAILED", tier: "request" });
  });

  it("shares one PostgreSQL with another hub process, and the two are one hub", async () => {
    const postgres = await startPostgres();
    try {
      const url = ["--database-url", await postgres.createDatabase()];
      const [one, two] = await Promise.all([serve(...url), serve(...url)]);
      expect(one.hubId).toBe(two.hubId);
      const { key, id } = await createKey(...url);
      const clients = [clientOf(one.url, key), clientOf(two.url, key)];
      const eventIDs = Array.from({ length: 8 }, () => EventId.parse(crypto.randomUUID()));
      const made = await Promise.all(
        eventIDs.map((eventID, at) =>
          clients[at % 2]?.findOrCreate({ params: { id }, body: findOrCreate({ eventID, values: someValues }) }),
        ),
      );
      expect(new Set(made.map((each) => each?.encounter.id)).size).toBe(1);
      expect(made.filter((each) => each?.created)).toHaveLength(1);
    } finally {
      for (const hub of running) hub.child.kill("SIGTERM");
      await Promise.all(running.map((hub) => hub.ended));
      await postgres.stop();
    }
  });

  it("names an option that it does not have, and says how it is used", async () => {
    const { code, err } = await command("key", "list", "--nonsense", "--data", data);
    expect([code, err]).toEqual([1, expect.stringMatching(/^Unknown option '--nonsense'\n\nlandfall hub /)]);
  });

  it("says how it is used, also with --help after a command", async () => {
    for (const words of [["help"], ["--help"], ["key", "create", "-h"]]) {
      const { code, out } = await command(...words, "--data", data);
      expect([code, out]).toEqual([0, expect.stringContaining("landfall hub key create --name NAME")]);
    }
  });
});
