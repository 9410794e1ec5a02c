import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient, fetchTransport, hubApiPrefix, hubContract, systemCode } from "@landfall/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openAdmin } from "../src/admin.ts";
import { openDiskFiles } from "../src/blobs/disk/files.ts";
import { startHub } from "../src/compose.ts";
import { jobsTable } from "../src/queue/jobs-table.ts";
import { blobName } from "../src/store/blobs.ts";
import { openStore } from "../src/store/open.ts";
import { inTransaction } from "../src/store/transaction.ts";
import { type ServedDisk, serveDisk } from "./support/blob-stores.ts";
import { send } from "./support/http.ts";
import { md5Of, sha256Of } from "./support/requests.ts";

const mount = (folder: string): boolean =>
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]).status === 0;

describe("a disk store in trouble", () => {
  let folder: string;
  let disk: ServedDisk;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "hub-disk-trouble-"));
  });
  afterEach(async () => {
    await disk.stop();
    spawnSync("umount", ["-l", folder]);
    await rm(folder, { recursive: true, force: true });
  });
  const nameOf = (bytes: Buffer) => blobName("01d97b81-8ba3-4375-9f12-e20363d99ada", sha256Of(bytes), 1);
  const put = async (bytes: Buffer, kind: "single" | "blocks" = "single") => {
    const { url, headers } = await disk.blobs.target(nameOf(bytes), "image/jpeg", kind);
    const block = `&comp=block&blockid=${encodeURIComponent(Buffer.from("first").toString("base64"))}`;
    const md5 = Buffer.from(md5Of(bytes), "hex").toString("base64");
    return send(kind === "single" ? url : url + block, {
      body: bytes,
      headers: { "content-length": bytes.length, "content-md5": md5, ...headers },
    });
  };

  const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;
  it.skipIf(!canMount)("says that it is full, and takes the image when there is room", async () => {
    expect(mount(folder)).toBe(true);
    disk = await serveDisk(folder);
    const filler = path.join(folder, "filler");
    await writeFile(filler, Buffer.alloc(700_000));
    // One that fits into one write, and one whose end is still to come when the disk is found full.
    for (const bytes of [randomBytes(400_000), randomBytes(6_000_000)])
      for (const kind of ["single", "blocks"] as const) {
        const answer = await put(bytes, kind);
        expect(answer.status).toBe(507);
        expect(answer.headers).toMatchObject({ "x-ms-error-code": "InsufficientStorage", "retry-after": "60" });
        expect(await disk.incoming()).toEqual([]);
      }
    await rm(filler);
    expect((await put(randomBytes(400_000))).status).toBe(201);
    execFileSync("umount", ["-l", folder]);
  });

  it("makes its folders again where they vanish while it runs, and says so", async () => {
    disk = await serveDisk(folder);
    const before = randomBytes(1_000);
    expect((await put(before)).status).toBe(201);
    const away = `${folder}-away`;
    await rename(path.join(folder, nameOf(before).split("/")[0] as string), away);
    expect((await put(randomBytes(1_000))).status).toBe(201);
    await rm(away, { recursive: true });

    await rm(folder, { recursive: true });
    expect((await put(before)).status).toBe(201);
    expect(await disk.blobs.head(nameOf(before))).toMatchObject({ bytes: 1_000 });
    expect((await put(randomBytes(1_000), "blocks")).status).toBe(201);

    const remade: string[] = [];
    const files = await openDiskFiles(folder, (of) => remade.push(of));
    await rm(folder, { recursive: true });
    await files.replace(nameOf(before), before);
    expect(remade).toContain(folder);
  });
});

describe("a database on a full disk", () => {
  const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;
  it.skipIf(!canMount)("says in the hub's log what is full, once, and the hub goes on when there is room", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "hub-database-trouble-"));
    const filler = path.join(folder, "filler");
    const lines: string[] = [];
    const stderr = vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(String(line)) > 0);
    expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder]).status).toBe(0);
    const hub = await startHub({ dataFolder: folder, port: 0 });
    const admin = await openAdmin({ dataFolder: folder });
    const store = await openStore({ file: path.join(folder, "hub", "hub.sqlite") });
    try {
      const { key } = await admin.createKey("field laptop", ["Orcas"]);
      const client = createClient(hubContract, fetchTransport({ baseUrl: hub.url + hubApiPrefix, token: key }));
      const queue = jobsTable(store);
      await inTransaction(store.db, (tx) => queue.enqueue(tx, "verify", ["nothing of that name"]));
      expect(await fill(filler)).toBe("ENOSPC");
      // So is the transaction's own failure told, and not that of ending it.
      const names = Array.from({ length: 2000 }, (_, at) => `subject ${at}`);
      await expect(inTransaction(store.db, (tx) => queue.enqueue(tx, "verify", names))).rejects.toMatchObject({
        code: "SQLITE_FULL",
      });
      for (let asked = 0; asked < 3; asked++)
        await expect(client.me()).rejects.toMatchObject({ code: "HUB_DISK_FULL" });
      const said = lines.filter((line) => line.includes(`the disk of ${path.join(folder, "hub")} is full`));
      expect(said).toHaveLength(1);
      expect(lines.join("")).not.toContain("no transaction is active");
      await rm(filler);
      expect(await client.me()).toMatchObject({ name: "field laptop" });
    } finally {
      stderr.mockRestore();
      await store.close();
      await admin.close();
      await hub.stop();
      spawnSync("umount", ["-l", folder]);
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** To the last byte. @returns what the system says then */
async function fill(file: string): Promise<string | undefined> {
  for (;;)
    try {
      await appendFile(file, Buffer.alloc(4096));
    } catch (error) {
      return systemCode(error);
    }
}
