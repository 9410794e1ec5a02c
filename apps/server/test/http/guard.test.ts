import { expect, test } from "vitest";
import { aService, ask, signIn } from "../a-service.ts";

const snapshot = "/api/v1/snapshot";
const settings = "/api/v1/settings";
const body = JSON.stringify({ transfers: 2 });
const json = { "content-type": "application/json" };

test("only the names of the loopback interface are answered, on any page", async () => {
  const { host } = await aService();
  const [, port] = host.split(":");
  for (const name of ["localhost", "127.0.0.1", "[::1]"])
    expect((await ask(host, "/openapi.json", { headers: { host: `${name}:${port}` } })).status).toBe(200);
  for (const name of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example"]) {
    const answer = await ask(host, "/openapi.json", { headers: { host: name } });
    expect(answer.status, name).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ code: "HOST_NOT_ALLOWED" });
  }
});

test("the API, the stream and the pictures are closed to whoever is not signed in", async () => {
  const { host } = await aService();
  const picture = `/api/v1/encounters/${crypto.randomUUID()}/images/${"a".repeat(64)}/thumbnail`;
  for (const target of [snapshot, "/api/v1/events", picture, "/api/v1/folders?path=/etc"]) {
    const answer = await ask(host, target);
    expect(answer.status, target).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ code: "SIGN_IN_NEEDED" });
    const wrong = await ask(host, target, { headers: { authorization: "Bearer nonsense" } });
    expect(wrong.status, target).toBe(401);
  }
});

test("the token of the data folder lets in, from no other page than our own", async () => {
  const { host, token } = await aService();
  const headers = { authorization: `Bearer ${token}` };
  expect((await ask(host, snapshot, { headers })).status).toBe(200);
  const foreign = await ask(host, snapshot, { headers: { ...headers, origin: "http://evil.example" } });
  expect(foreign.status).toBe(403);
});

test("a signed-in browser changes things from our own page only", async () => {
  const service = await aService();
  const { host, station } = service;
  const cookie = await signIn(service);
  const change = (headers: Record<string, string>) =>
    ask(host, settings, { method: "PATCH", headers: { ...json, cookie, ...headers }, body });
  const own = `http://${host}`;
  expect((await change({ origin: own, "sec-fetch-site": "same-origin" })).status).toBe(200);
  expect(station.calls).toEqual(["resume", "transfers 2"]);

  const port = Number(host.split(":")[1]);
  const others: Record<string, string>[] = [
    {},
    { origin: "null" },
    { origin: "http://evil.example" },
    { origin: `https://${host}` },
    { origin: `http://localhost:${port}` },
    { origin: `http://127.0.0.1:${port + 1}` },
    { origin: own, "sec-fetch-site": "same-site" },
    { origin: own, "sec-fetch-site": "cross-site" },
  ];
  for (const headers of others) {
    const answer = await change(headers);
    expect(answer.status, JSON.stringify(headers)).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ code: "ORIGIN_NOT_ALLOWED" });
  }
  expect(station.calls).toEqual(["resume", "transfers 2"]);
});

test("a form of another site, sent as plain text, changes nothing", async () => {
  const service = await aService();
  const cookie = await signIn(service);
  const headers = { "content-type": "text/plain", cookie, origin: "http://evil.example" };
  const link = await ask(service.host, "/api/v1/sign-in-links", { method: "POST", headers });
  expect(link.status).toBe(403);
  const change = await ask(service.host, settings, { method: "PATCH", headers, body });
  expect(change.status).toBe(403);
});

test("no other site may read an answer or frame a page", async () => {
  const { host, token } = await aService();
  const headers = { authorization: `Bearer ${token}`, origin: `http://${host}` };
  const answers = [
    await ask(host, snapshot, { headers }),
    await ask(host, "/sign-in?code=x"),
    await ask(host, "/openapi.json"),
    await ask(host, "/nowhere"),
    await ask(host, snapshot, { method: "OPTIONS", headers: { ...headers, "access-control-request-method": "PATCH" } }),
  ];
  for (const answer of answers) {
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(answer.headers["content-security-policy"]).toContain("default-src 'self'");
    expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(answer.headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(answer.headers["referrer-policy"]).toBe("no-referrer");
  }
});

test("a picture is given to a signed-in browser, and is kept by no one else", async () => {
  const bytes = new Uint8Array([0xff, 0xd8, 0xff]);
  const service = await aService({ picture: { bytes, mediaType: "image/jpeg" } });
  const cookie = await signIn(service);
  const target = `/api/v1/encounters/${crypto.randomUUID()}/images/${"a".repeat(64)}`;
  const answer = await ask(service.host, `${target}/preview`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({ "content-type": "image/jpeg", "cache-control": "private, max-age=86400" });
  expect((await ask(service.host, `${target}/original`, { headers: { cookie } })).status).toBe(404);
  const without = await aService();
  const none = await ask(without.host, `${target}/preview`, { headers: { authorization: `Bearer ${without.token}` } });
  expect(none.status).toBe(404);
  expect(JSON.parse(none.text)).toMatchObject({ code: "NOT_FOUND" });
});

test("the description of the API is served", async () => {
  const { host } = await aService();
  const { text } = await ask(host, "/openapi.json");
  expect(JSON.parse(text)).toMatchObject({ openapi: "3.1.0", paths: { "/api/v1/snapshot": { get: {} } } });
});
