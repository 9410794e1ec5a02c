import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDiskBlocks } from "../src/blobs/disk/blocks.ts";
import { openDiskFiles } from "../src/blobs/disk/files.ts";
import { signTarget } from "../src/blobs/disk/signature.ts";
import { blobName } from "../src/store/blobs.ts";
import { type ServedDisk, serveDisk } from "./support/blob-stores.ts";
import { send } from "./support/http.ts";
import { md5Of, sha256Of } from "./support/requests.ts";

describe("the disk store", () => {
  let folder: string;
  let disk: ServedDisk;
  const bytes = randomBytes(100_000);
  const name = blobName("01d97b81-8ba3-4375-9f12-e20363d99ada", sha256Of(bytes), 1);
  const md5 = Buffer.from(md5Of(bytes), "hex").toString("base64");

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "hub-disk-"));
    disk = await serveDisk(folder);
  });
  afterEach(async () => {
    await disk.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const put = async (over: Record<string, string | number> = {}) => {
    const { url, headers } = await disk.blobs.target(name, "image/jpeg");
    return send(url, {
      body: bytes,
      headers: { "content-length": bytes.length, "content-md5": md5, ...headers, ...over },
    });
  };
  const restart = async () => {
    await disk.stop();
    disk = await serveDisk(folder, disk.secret);
  };

  it("keeps a blob as a plain file with the very bytes, for its owner only", async () => {
    await put();
    const file = path.join(folder, ...name.split("/"));
    expect((await readFile(file)).equals(bytes)).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await disk.incoming()).toEqual([]);
  });

  it("knows the MD5 after a restart, and when its note of it was lost or torn", async () => {
    await put();
    const right = { bytes: bytes.length, md5: md5Of(bytes) };
    const note = path.join(folder, ".md5", ...name.split("/"));
    await restart();
    expect(await disk.blobs.head(name)).toEqual(right);
    await writeFile(note, Buffer.alloc(40));
    expect(await disk.blobs.head(name)).toEqual(right);
    await rm(note);
    expect(await disk.blobs.head(name)).toEqual(right);
    expect(existsSync(note)).toBe(true);
  });

  it("sweeps what an earlier process left half received, and nothing of one that still runs", async () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    for (const pid of [gone, process.ppid])
      await writeFile(path.join(folder, ".incoming", `${pid}-x`), "half a photograph");
    await restart();
    expect(await disk.incoming()).toEqual([`${process.ppid}-x`]);
  });

  it("is swept by several hubs that start at the same time, and each of them starts", async () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const old = new Date(Date.now() - 8 * 24 * 3_600_000);
    await mkdir(path.join(folder, ".blocks", "a"), { recursive: true });
    for (let leftOver = 0; leftOver < 100; leftOver++) {
      await writeFile(path.join(folder, ".incoming", `${gone}-${leftOver}`), "half a photograph");
      const block = path.join(folder, ".blocks", "a", `${leftOver}`);
      await writeFile(block, "a block of last week");
      await utimes(block, old, old);
    }
    await Promise.all([openDiskFiles(folder), openDiskFiles(folder), openDiskFiles(folder)]);
    await Promise.all([openDiskBlocks(folder), openDiskBlocks(folder), openDiskBlocks(folder)]);
    expect(await disk.incoming()).toEqual([]);
    expect(await readdir(path.join(folder, ".blocks", "a"))).toEqual([]);
  });

  it("drops blocks that never became a blob after a week, also where the hub is never restarted", async () => {
    const dayMs = 24 * 3_600_000;
    let nowMs = Date.now();
    const [files, blocks] = [await openDiskFiles(folder), await openDiskBlocks(folder, () => nowMs)];
    const stage = async (of: string) => blocks.stage(await files.receive(), of, Buffer.from("id"));
    const held = async (of: string) => (await blocks.assemble(of, [Buffer.from("id")])) !== undefined;
    await stage("old/blob");
    const block = path.join(folder, ".blocks", "old", "blob", Buffer.from("id").toString("hex"));
    await utimes(block, new Date(nowMs - 6 * dayMs), new Date(nowMs - 6 * dayMs));
    await stage("another/blob");
    expect(await held("old/blob")).toBe(true);
    nowMs += 1.5 * dayMs;
    await stage("new/blob");
    await expect.poll(() => held("old/blob")).toBe(false);
    expect(await held("new/blob")).toBe(true);
  });

  it("leaves nothing behind of a block or a picture that could not be put in its place", async () => {
    const [top = ""] = name.split("/");
    await writeFile(path.join(folder, ".blocks", top), "in the way");
    const { url } = await disk.blobs.target(name, "image/jpeg", "blocks");
    const headers = { "content-length": bytes.length, "content-md5": md5 };
    const block = await send(`${url}&comp=block&blockid=${Buffer.alloc(24).toString("base64")}`, {
      body: bytes,
      headers,
    });
    expect(block.status).toBe(503);
    await writeFile(path.join(folder, "derived"), "in the way");
    await expect(disk.blobs.write("derived/x/picture.jpg", bytes, "image/jpeg")).rejects.toThrow();
    expect(await disk.incoming()).toEqual([]);
  });

  it("leaves no half received file behind after a refused or broken upload", async () => {
    await put({ "content-md5": Buffer.alloc(16).toString("base64") });
    const { url, headers } = await disk.blobs.target(name, "image/jpeg");
    const sent = { ...headers, "content-length": bytes.length, "content-md5": md5 };
    await expect(send(url, { body: bytes, headers: sent, cutAfter: 50_000 })).rejects.toThrow();
    // The next answer comes after the broken one was cleaned up or while it is; the store itself is asked last.
    expect((await put()).status).toBe(201);
    await expect.poll(disk.incoming).toEqual([]);
  });

  it("refuses a link after its time", async () => {
    const query = signTarget(disk.secret, name, "single", Date.now() - 1);
    const answer = await send(`${disk.url}/blobs/${name}?${query}`, { body: bytes, headers: { "content-md5": md5 } });
    expect([answer.status, answer.headers["x-ms-error-code"]]).toEqual([403, "AuthenticationFailed"]);
  });

  it("asks for a length, a block blob and an MD5, each by its own code", async () => {
    const { url, headers } = await disk.blobs.target(name, "image/jpeg");
    const chunked = await send(url, {
      body: bytes,
      headers: { ...headers, "content-md5": md5, "transfer-encoding": "chunked" },
    });
    expect([chunked.status, chunked.headers["x-ms-error-code"]]).toEqual([411, "MissingContentLengthHeader"]);
    const without = await send(url, { body: bytes, headers: { ...headers, "content-length": bytes.length } });
    expect([without.status, without.headers["x-ms-error-code"]]).toEqual([400, "MissingRequiredHeader"]);
    const short = await put({ "content-md5": "AAAA" });
    expect([short.status, short.headers["x-ms-error-code"]]).toEqual([400, "InvalidHeaderValue"]);
    const page = await put({ "x-ms-blob-type": "PageBlob" });
    expect([page.status, page.headers["x-ms-error-code"]]).toEqual([400, "InvalidHeaderValue"]);
    expect(await disk.blobs.head(name)).toBeNull();
  });

  it("stores nothing when the sender closes before the announced length", async () => {
    const { url, headers } = await disk.blobs.target(name, "image/jpeg");
    const { hostname, port, pathname, search } = new URL(url);
    const lines = Object.entries({ ...headers, "content-length": bytes.length, "content-md5": md5 });
    const head = `PUT ${pathname}${search} HTTP/1.1\r\nhost: hub\r\n${lines.map(([key, value]) => `${key}: ${value}\r\n`).join("")}\r\n`;
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(head);
        socket.end(bytes.subarray(0, bytes.length - 1));
      });
      socket.resume().once("close", () => resolve());
    });
    expect(await disk.blobs.head(name)).toBeNull();
  });

  it("cannot be led out of its folder, not even by a link that is signed", async () => {
    for (const evil of ["../../escaped", "..%2f..%2fescaped", ".incoming/x", "a/../../escaped"]) {
      const query = signTarget(disk.secret, evil, "single", Date.now() + 60_000);
      const answer = await send(`${disk.url}/blobs/${evil}?${query}`, {
        body: bytes,
        headers: { "x-ms-blob-type": "BlockBlob", "content-md5": md5, "content-length": bytes.length },
      });
      expect(answer.status).toBe(403);
    }
    expect(existsSync(path.join(folder, "..", "escaped"))).toBe(false);
  });

  it("answers 409 BlobAlreadyExists to a create-only PUT of a name that is taken", async () => {
    await put();
    const second = await put();
    expect([second.status, second.headers["x-ms-error-code"]]).toEqual([409, "BlobAlreadyExists"]);
    const overwriting = await put({ "if-none-match": "" });
    expect([overwriting.status, overwriting.headers["x-ms-error-code"]]).toEqual([403, "UnauthorizedBlobOverwrite"]);
  });
});
