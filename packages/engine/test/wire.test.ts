import { createHash } from "node:crypto";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { LandfallError, type Md5, type Sha256, type UploadTarget } from "@landfall/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type BlobBody,
  nodePutBlob,
  nodeReadSource,
  type PutOptions,
  type SourceFile,
  wholeFileBytes,
} from "../src/index.ts";

const bytes = Buffer.alloc(300_000, "photograph");
const md5 = createHash("md5").update(bytes).digest("hex") as Md5;
const md5Base64 = createHash("md5").update(bytes).digest("base64");
const body: BlobBody = { bytes: bytes.length, md5, open: () => bytes };

describe("one Put Blob", () => {
  let server: http.Server;
  let port: number;
  let answer: http.RequestListener;
  beforeEach(async () => {
    server = http.createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const put = (options: Partial<PutOptions> & { readonly body?: BlobBody } = {}) => {
    const target: UploadTarget = {
      kind: "single",
      url: `http://127.0.0.1:${port}/blob?sig=secret`,
      headers: { "x-ms-blob-type": "BlockBlob", "if-none-match": "*" },
      expiresAt: new Date().toISOString(),
    };
    return nodePutBlob(target, options.body ?? body, {
      signal: options.signal ?? new AbortController().signal,
      onSent: options.onSent ?? (() => {}),
      asksFirst: options.asksFirst ?? false,
      ...(options.pace && { pace: options.pace }),
    });
  };
  const drain = async (request: http.IncomingMessage) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  };
  const reply = (status: number, headers: Record<string, string> = {}, text = "") => {
    answer = async (request, response) => {
      await drain(request);
      response.writeHead(status, headers).end(text);
    };
  };

  test("carries length, MD5 and the create-only condition, and says how far it is", async () => {
    const sent: number[] = [];
    let seen: { headers: http.IncomingHttpHeaders; arrived: Buffer } | undefined;
    answer = async (request, response) => {
      seen = { headers: request.headers, arrived: await drain(request) };
      response.writeHead(201, { "content-md5": md5Base64 }).end();
    };
    await put({ onSent: (count) => sent.push(count) });
    expect(seen?.arrived.equals(bytes)).toBe(true);
    expect(seen?.headers).toMatchObject({ "content-length": "300000", "content-md5": md5Base64, "if-none-match": "*" });
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.at(-1)).toBe(bytes.length);
  });

  test.each([
    [403, {}, "SAS_REFUSED"],
    [404, { "x-ms-error-code": "ContainerNotFound" }, "SAS_REFUSED"],
    [409, { "x-ms-error-code": "BlobAlreadyExists" }, "BLOB_EXISTS"],
    [409, { "x-ms-error-code": "MemoryExtentStoreAtSizeLimit" }, "BLOB_REFUSED"],
    [400, { "x-ms-error-code": "Md5Mismatch" }, "BLOB_CORRUPTED"],
    [400, {}, "BLOB_REFUSED"],
    [400, { "x-ms-error-code": "IncompleteBody" }, "CONNECTION_LOST"],
    [507, { "retry-after": "7" }, "HUB_DISK_FULL"],
    [429, { "retry-after": "7" }, "RATE_LIMITED"],
    [500, {}, "HUB_UNAVAILABLE"],
    [503, { "retry-after": "7" }, "HUB_UNAVAILABLE"],
    [408, {}, "CONNECTION_LOST"],
    [200, { "content-type": "text/html" }, "NOT_THE_HUB"],
    [302, { location: "http://portal.example/" }, "NOT_THE_HUB"],
    [201, { "content-md5": "AAAA" }, "BLOB_CORRUPTED"],
  ])("an answer %i %j is %s", async (status, headers, code) => {
    reply(status, headers as Record<string, string>, "<html>");
    const failure = put();
    await expect(failure).rejects.toMatchObject({ code });
    if ("retry-after" in headers) await expect(failure).rejects.toMatchObject({ retryAfterMs: 7_000 });
    await expect(failure).rejects.not.toMatchObject({ message: expect.stringContaining("secret") });
  });

  test("a body under a cap leaves in small slices, each in its turn", async () => {
    reply(201, { "content-md5": md5Base64 });
    const turns: number[] = [];
    const sent: number[] = [];
    const pace = {
      sliceBytes: () => 20_000,
      take: async (slice: number) => {
        expect(sent.length).toBe(turns.length);
        turns.push(slice);
      },
    };
    await put({ pace, onSent: (count) => sent.push(count) });
    expect(turns).toEqual(Array(15).fill(20_000));
    expect(sent.at(-1)).toBe(bytes.length);
  });

  test("a connection cut in the middle is lost, and the next attempt goes through", async () => {
    answer = (request) => request.once("data", () => (request.socket as Socket).destroy());
    await expect(put()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    reply(201, { "content-md5": md5Base64 });
    await put();
  });

  test("nobody there is offline", async () => {
    server.close();
    server.closeAllConnections();
    await expect(put()).rejects.toMatchObject({ code: "HUB_OFFLINE" });
  });

  test("a refusal before the body has arrived is heard at once", async () => {
    answer = (_, response) => response.writeHead(403).end();
    await expect(
      put({ body: { ...body, bytes: 64 * 2 ** 20, open: () => Buffer.alloc(64 * 2 ** 20) } }),
    ).rejects.toMatchObject({
      code: "SAS_REFUSED",
    });
  });

  test("a store that is asked first is sent nothing it would refuse, and everything that it takes", async () => {
    let arrived = 0;
    const listen = (request: http.IncomingMessage) => request.on("data", (piece: Buffer) => (arrived += piece.length));
    const asked = (status: number, says: boolean) => {
      server.removeAllListeners("checkContinue");
      server.on("checkContinue", (request, response) => {
        listen(request);
        if (says) response.writeContinue();
        else response.writeHead(status).end();
        request.on("end", () => response.headersSent || response.writeHead(status).end());
      });
    };
    asked(503, false);
    await expect(put({ asksFirst: true })).rejects.toMatchObject({ code: "HUB_UNAVAILABLE" });
    expect(arrived).toBe(0);
    asked(201, true);
    await put({ asksFirst: true });
    expect(arrived).toBe(bytes.length);
  });

  test("cancelling cuts it", async () => {
    const abort = new AbortController();
    answer = (request) => request.once("data", () => abort.abort(new Error("cancelled")));
    await expect(put({ signal: abort.signal })).rejects.toThrow("cancelled");
  });

  test("a file that fails while it is read says so", async () => {
    answer = () => {};
    async function* broken() {
      yield Buffer.alloc(10);
      throw new LandfallError("FILE_UNREADABLE", { detail: "raw.nef" });
    }
    await expect(put({ body: { ...body, open: broken } })).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });
});

describe("reading an approved image", () => {
  let folder: string;
  const expected = { sha256: createHash("sha256").update(bytes).digest("hex") as Sha256, md5, bytes: bytes.length };
  const source = (name: string, root = folder): SourceFile => ({
    path: Buffer.from(path.join(root, name)),
    root: Buffer.from(root),
    text: name,
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "landfall-read-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("gives the approved bytes from the first place that has them", async () => {
    await writeFile(path.join(folder, "b.jpg"), bytes);
    const read = await nodeReadSource([source("a.jpg"), source("b.jpg")], expected);
    expect(Buffer.from(read.open() as Uint8Array).equals(bytes)).toBe(true);
  });

  test("never gives other bytes, of the same length or another", async () => {
    const other = Buffer.from(bytes);
    other[5] = 0;
    await writeFile(path.join(folder, "same-length.jpg"), other);
    await writeFile(path.join(folder, "longer.jpg"), Buffer.concat([bytes, bytes]));
    await expect(nodeReadSource([source("same-length.jpg")], expected)).rejects.toMatchObject({ code: "FILE_CHANGED" });
    await expect(nodeReadSource([source("longer.jpg")], expected)).rejects.toMatchObject({ code: "FILE_CHANGED" });
  });

  test("tells a missing file from a drive that is away, also where its empty mount point is there", async () => {
    await expect(nodeReadSource([source("gone.jpg")], expected)).rejects.toMatchObject({ code: "SOURCE_AWAY" });
    await writeFile(path.join(folder, "other.jpg"), bytes);
    await expect(nodeReadSource([source("gone.jpg")], expected)).rejects.toMatchObject({
      code: "FILE_MISSING",
      detail: "gone.jpg",
    });
    const away = `${folder}-away`;
    await rename(folder, away);
    await expect(nodeReadSource([source("gone.jpg")], expected)).rejects.toMatchObject({ code: "SOURCE_AWAY" });
    await rename(away, folder);
  });

  test("a large file is given in slices, and proved as a whole", async () => {
    const large = Buffer.alloc(wholeFileBytes + 10, 7);
    large[wholeFileBytes + 9] = 1;
    await writeFile(path.join(folder, "raw.nef"), large);
    const sha256 = createHash("sha256").update(large).digest("hex") as Sha256;
    const read = await nodeReadSource([source("raw.nef")], { ...expected, sha256, bytes: large.length });
    await read.prove();
    expect(Buffer.from(await read.slice(wholeFileBytes, 10))).toEqual(large.subarray(wholeFileBytes));
    await expect(read.slice(wholeFileBytes, 11)).rejects.toMatchObject({ code: "FILE_CHANGED" });
    large[3] = 9;
    await writeFile(path.join(folder, "raw.nef"), large);
    await expect(read.prove()).rejects.toMatchObject({ code: "FILE_CHANGED", detail: "raw.nef" });
  });

  test("a large file that changes between proof and sending is never sent under the old hash", async () => {
    const large = Buffer.alloc(wholeFileBytes + 1, 7);
    await writeFile(path.join(folder, "raw.nef"), large);
    const wanted = {
      ...expected,
      sha256: createHash("sha256").update(large).digest("hex") as Sha256,
      bytes: large.length,
    };
    const read = await nodeReadSource([source("raw.nef")], wanted);
    await writeFile(path.join(folder, "raw.nef"), large.subarray(0, 1000));
    const sending = async () => {
      for await (const _ of read.open() as AsyncIterable<Uint8Array>);
    };
    await expect(sending()).rejects.toMatchObject({ code: "FILE_CHANGED" });
  });
});
