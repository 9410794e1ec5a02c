import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { openAdmin, startHub } from "@landfall/hub";
import { describe, expect, onTestFinished, test } from "vitest";
import { openStation, temporaryFolder } from "./support.ts";

async function openHub(port = 0, dataFolder = temporaryFolder("hub")) {
  const hub = await startHub({ dataFolder, port, logLevel: "silent" });
  const admin = await openAdmin({ dataFolder });
  onTestFinished(async () => {
    await hub.stop();
    await admin.close();
  });
  return { hub, admin, dataFolder };
}

/** Stands where the hub was. */
async function listenInstead(port: number, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function connected() {
  const { hub, admin, dataFolder } = await openHub();
  const { key } = await admin.createKey("field laptop", ["Residents"]);
  const station = await openStation();
  await station.ask("connect", { body: { hub: `${hub.url}/`, key } });
  return { hub, admin, dataFolder, key, station };
}

describe("the way to the hub", () => {
  test("is told of when it changes, and only then", async () => {
    const { hub, dataFolder, station } = await connected();
    const { asOf } = await station.ask("snapshot", {});
    const news = () =>
      station.station.stream.since(asOf, 100)?.map(({ change }) => change.type === "connection" && change.hub.state);
    expect(await station.ask("checkConnection", {})).toMatchObject({ hub: { state: "reachable", url: hub.url } });
    expect(news()).toEqual([]);
    await hub.stop();
    expect(await station.ask("checkConnection", {})).toMatchObject({
      hub: { state: "offline" },
      key: { name: "field laptop" },
    });
    await station.ask("checkConnection", {});
    expect(news()).toEqual(["offline"]);
    await openHub(hub.port, dataFolder);
    expect(await station.ask("checkConnection", {})).toMatchObject({
      hub: { state: "reachable" },
      key: { state: "ready" },
    });
    expect(news()).toEqual(["offline", "reachable"]);
  });

  test("is looked at as soon as somebody looks at the station", async () => {
    const { station } = await connected();
    await station.stop();
    const later = await openStation({ dataFolder: station.dataFolder });
    const { hub, asOf } = await later.ask("snapshot", {});
    expect(hub.state).toBe("checking");
    await later.change((change) => change.type === "connection" && change.hub.state === "reachable", asOf);
    expect((await later.ask("snapshot", {})).key).toEqual({ state: "ready", name: "field laptop" });
  });

  test("the key is not shown to another hub at the same address", async () => {
    const { hub, key, station } = await connected();
    await hub.stop();
    const seen: string[] = [];
    await listenInstead(hub.port, (request, response) => {
      seen.push(JSON.stringify(request.headers));
      response.setHeader("content-type", "application/json");
      const time = new Date().toISOString();
      response.end(JSON.stringify({ name: "landfall-hub", hubId: crypto.randomUUID(), version: "9", time }));
    });
    expect(await station.ask("checkConnection", {})).toMatchObject({
      hub: { state: "notTheHub" },
      key: { state: "unknown" },
    });
    expect(seen).toHaveLength(1);
    expect(seen.join()).not.toContain(key);
  });

  test("a sign-in page of the network is not taken for the hub", async () => {
    const { hub, station } = await connected();
    await hub.stop();
    await listenInstead(hub.port, (_, response) => response.end("<html>Welcome to the marina</html>"));
    expect(await station.ask("checkConnection", {})).toMatchObject({ hub: { state: "notTheHub" } });
  });

  test("a revoked key is said to be invalid while the hub is there", async () => {
    const { admin, station } = await connected();
    for (const { keyId } of await admin.listKeys()) await admin.revokeKey(keyId);
    expect(await station.ask("checkConnection", {})).toMatchObject({
      hub: { state: "reachable" },
      key: { state: "invalid", name: "field laptop" },
    });
  });

  test("without a connection says so, and does not fail", async () => {
    const station = await openStation();
    expect(await station.ask("checkConnection", {})).toMatchObject({
      hub: { state: "notConnected" },
      key: { state: "none" },
    });
  });
});
