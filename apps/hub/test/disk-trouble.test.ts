import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDiskFiles } from "../src/blobs/disk/files.ts";
import { blobName } from "../src/store/blobs.ts";
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
