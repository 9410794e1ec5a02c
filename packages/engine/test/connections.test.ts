import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import tls from "node:tls";
import type { Md5, UploadTarget } from "@landfall/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { nodePreconnect, nodePutBlob } from "../src/index.ts";

const bytes = Buffer.alloc(300_000, "photograph");
const md5 = createHash("md5").update(bytes).digest("hex") as Md5;
const servers: http.Server[] = [];

async function put(origin: string): Promise<void> {
  const target: UploadTarget = { kind: "single", url: `${origin}/blob`, headers: {}, expiresAt: "" };
  const body = { bytes: bytes.length, md5, open: () => bytes };
  await nodePutBlob(target, body, { signal: new AbortController().signal, onSent: () => {} });
}

/** A store that takes everything, with the connections it has had. */
async function startStore(server: http.Server = http.createServer(), event = "connection") {
  const sockets: Socket[] = [];
  const used: Socket[] = [];
  server.on(event, (socket: Socket) => sockets.push(socket));
  server.on("request", async (request: http.IncomingMessage, response: http.ServerResponse) => {
    used.push(request.socket);
    for await (const _ of request);
    response.writeHead(201).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const opened = async (count: number) => {
    while (sockets.length < count) await once(server, event);
  };
  return { sockets, used, port, origin: `http://127.0.0.1:${port}`, opened };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe("connections that are opened ahead", () => {
  test("carry the PUTs that come, and are not opened again", async () => {
    const store = await startStore();
    nodePreconnect(store.origin, 2);
    nodePreconnect(store.origin, 2);
    await store.opened(2);
    expect(store.used).toEqual([]);
    await Promise.all([put(store.origin), put(store.origin)]);
    expect(store.sockets).toHaveLength(2);
    expect(new Set(store.used).size).toBe(2);
    nodePreconnect(store.origin, 2);
    await Promise.all([put(store.origin), put(store.origin)]);
    expect(store.sockets).toHaveLength(2);
  });

  test("are left alone once the store has closed them", async () => {
    const store = await startStore();
    nodePreconnect(store.origin, 1);
    await store.opened(1);
    const [first] = store.sockets as [Socket];
    first.end();
    await once(first, "close");
    await put(store.origin);
    expect(store.used).toEqual([store.sockets[1]]);
  });

  test("to where nobody is say nothing; the PUT does", async () => {
    const store = await startStore();
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    nodePreconnect(store.origin, 1);
    await expect(put(store.origin)).rejects.toMatchObject({ code: "HUB_OFFLINE" });
  });

  test("have shaken hands where the store speaks TLS, and its name is still checked", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "landfall-tls-"));
    const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")] as const;
    const made = [
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      key,
      "-out",
      cert,
      "-days",
      "2",
      "-subj",
      "/CN=localhost",
    ];
    execFileSync("openssl", ["req", "-x509", ...made, "-addext", "subjectAltName=DNS:localhost"], { stdio: "ignore" });
    const before = tls.getCACertificates("default");
    tls.setDefaultCACertificates([...before, readFileSync(cert, "utf8")]);
    try {
      const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) });
      const store = await startStore(server, "secureConnection");
      const origin = `https://localhost:${store.port}`;
      nodePreconnect(origin, 1);
      await store.opened(1);
      await put(origin);
      expect(store.sockets).toHaveLength(1);
      nodePreconnect(`https://127.0.0.1:${store.port}`, 1);
      await expect(put(`https://127.0.0.1:${store.port}`)).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    } finally {
      tls.setDefaultCACertificates(before);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
