import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Md5, Sha256, UploadTarget } from "@landfall/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPuts, createReadSource, type ReadSource, type Source, stallPatience } from "../src/index.ts";
import { type Buffers, createBuffers } from "../src/wire/buffers.ts";

/** Which of them it is; a failed comparison of such buffers would be printed byte by byte. */
const at = (buffer: Buffer | undefined, among: readonly (Buffer | undefined)[]): number => among.indexOf(buffer);

describe("buffers used over and over", () => {
  const mebibyte = 2 ** 20;

  test("what was given back is taken again, also for a smaller image", () => {
    const buffers = createBuffers();
    const first = buffers.take(mebibyte);
    expect(at(buffers.take(mebibyte), [first])).toBe(-1);
    buffers.giveBack(first);
    expect(at(buffers.take(1_000), [first])).toBe(0);
    expect(at(buffers.take(1_000), [first])).toBe(-1);
  });

  test("the smallest that is large enough is taken", () => {
    const buffers = createBuffers();
    const all = [2 * mebibyte, mebibyte].map(buffers.take);
    for (const each of all) buffers.giveBack(each);
    expect(at(buffers.take(1_000), all)).toBe(1);
    expect(at(buffers.take(1_000), all)).toBe(0);
  });

  test("no more is kept than may be, and the largest", () => {
    const buffers = createBuffers(3 * mebibyte);
    const all = [mebibyte, mebibyte, 2 * mebibyte, 4 * mebibyte].map(buffers.take);
    for (const each of all.slice(0, 3)) buffers.giveBack(each);
    expect([0, 1]).toContain(at(buffers.take(mebibyte), all));
    expect(at(buffers.take(mebibyte), all)).toBe(2);
    expect(at(buffers.take(mebibyte), all)).toBe(-1);
    buffers.giveBack(all[3] as Buffer);
    expect(at(buffers.take(mebibyte), all)).toBe(-1);
  });
});

/** Larger than what the system takes in for a far end that does not read. */
const imageBytes = 16 * 2 ** 20;

describe("on a real socket whose far end has stopped reading", () => {
  let folder: string;
  let server: http.Server;
  /** What arrived of each image so far, by its name. */
  let arrived: Map<string, Buffer[]>;
  /** Far ends that wait in the middle of a body, by the image's name. */
  let stalled: Map<string, http.IncomingMessage>;
  let stalls: ReadonlySet<string>;
  let onStall: () => void;
  /** Which memory was taken, in order. */
  let taken: Buffer[];
  let readSource: ReadSource;
  const abort = new AbortController();

  const answer = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const name = (request.url ?? "").slice(1);
    const pieces: Buffer[] = [];
    arrived.set(name, pieces);
    request.on("data", (piece: Buffer) => {
      pieces.push(piece);
      if (!stalls.has(name) || stalled.has(name)) return;
      request.pause();
      stalled.set(name, request);
      onStall();
    });
    request.on("end", () => response.writeHead(201).end());
    request.on("error", () => {});
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "landfall-buffers-"));
    [arrived, stalled, stalls, onStall, taken] = [new Map(), new Map(), new Set(), () => {}, []];
    const own = createBuffers(64 * 2 ** 20);
    const buffers: Buffers = {
      ...own,
      take: (bytes) => {
        const buffer = own.take(bytes);
        taken.push(buffer);
        return buffer;
      },
    };
    readSource = createReadSource(buffers);
    server = http.createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** An image that is nothing but one letter, so that a byte of another is seen. */
  const image = (name: string, bytes = imageBytes) => Buffer.alloc(bytes, name);
  const read = async (name: string, bytes = imageBytes): Promise<Source> => {
    const content = image(name, bytes);
    const file = path.join(folder, name);
    await writeFile(file, content);
    const hex = (algorithm: string) => createHash(algorithm).update(content).digest("hex");
    const expected = { sha256: hex("sha256") as Sha256, md5: hex("md5") as Md5, bytes };
    return readSource([{ path: Buffer.from(file), root: Buffer.from(folder), text: name }], expected);
  };
  const put = async (name: string, { signal = abort.signal, patience = stallPatience, bytes = imageBytes } = {}) => {
    const target: UploadTarget = {
      kind: "single",
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`,
      headers: {},
      expiresAt: new Date().toISOString(),
    };
    await createPuts(patience).putBlob(target, await read(name, bytes), { signal, onSent: () => {} });
  };
  const stallsAt = (name: string): Promise<void> => {
    stalls = new Set([name]);
    return new Promise((resolve) => {
      onStall = resolve;
    });
  };
  const expectOnly = (name: string, letter: string) => {
    const bytes = Buffer.concat(arrived.get(name) ?? []);
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.equals(Buffer.alloc(bytes.length, letter))).toBe(true);
    return bytes.length;
  };

  test("it gets its own image's bytes to the last when it reads on, though others were sent meanwhile", async () => {
    const atStall = stallsAt("a");
    const first = put("a");
    await atStall;
    for (const name of ["b", "c", "d"]) await put(name);
    // They shared their memory, and none of them had that of the one that waits.
    expect(new Set(taken).size).toBe(2);
    stalled.get("a")?.resume();
    await first;
    for (const name of ["a", "b", "c", "d"]) expect(expectOnly(name, name)).toBe(imageBytes);
    await put("e");
    expect(new Set(taken).size).toBe(2);
  });

  test.each([
    ["a cancel", (cancel: AbortController) => ({ signal: cancel.signal })],
    ["a stall", () => ({ patience: { ...stallPatience, bytes: 1, windowMs: 300, lookEveryMs: 100 } })],
  ])("the memory of a body that was cut by %s is never another image's", async (_, options) => {
    const cancel = new AbortController();
    const atStall = stallsAt("a");
    const first = put("a", options(cancel));
    await atStall;
    cancel.abort(new Error("cancelled"));
    await expect(first).rejects.toThrow();
    for (const name of ["b", "c"]) await put(name);
    expect(taken).toHaveLength(3);
    expect(at(taken[0], taken.slice(1))).toBe(-1);
    stalled.get("a")?.resume();
    await put("d");
    expect(expectOnly("a", "a")).toBeLessThan(imageBytes);
  });

  test("an answer that comes before the body has left keeps its memory from the next image", async () => {
    server.removeAllListeners("request");
    server.once("request", (_: http.IncomingMessage, response: http.ServerResponse) => response.writeHead(201).end());
    await put("a");
    server.on("request", answer);
    await put("b");
    expect(at(taken[0], taken.slice(1))).toBe(-1);
    expectOnly("b", "b");
  });
});
