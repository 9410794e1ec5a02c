import { statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openSessions } from "../../src/http/sessions.ts";
import { createSignInLinks } from "../../src/http/sign-in.ts";
import { aFolder, aService, ask, readText, signIn } from "../a-service.ts";

test("a link signs one browser in, once, with a cookie that no script and no other site can use", async () => {
  const { host, signInLink, dataFolder } = await aService();
  const { pathname, search } = new URL(signInLink());
  const first = await ask(host, pathname + search);
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe("/");
  const [cookie = ""] = first.headers["set-cookie"] ?? [];
  expect(cookie).toMatch(/^landfall_session_\d+=[\w-]{43}; /);
  for (const part of ["HttpOnly", "SameSite=Strict", "Path=/"]) expect(cookie).toContain(part);

  const second = await ask(host, pathname + search);
  expect(second.status).toBe(403);
  expect(second.headers["set-cookie"]).toBeUndefined();
  expect(second.text).toContain(`npm run -s landfall -- link --data ${dataFolder}`);
  const again = await ask(host, pathname + search, { headers: { cookie: cookie.split(";")[0] ?? "" } });
  expect(again.status).toBe(303);
});

test("looking at a link without opening it leaves it good", async () => {
  const { host, signInLink } = await aService();
  const { pathname, search } = new URL(signInLink());
  await ask(host, pathname + search, { method: "HEAD" });
  expect((await ask(host, pathname + search)).status).toBe(303);
});

test("whoever is in can make a link for another browser", async () => {
  const { client } = await aService();
  const { url } = await client.signInLink();
  const { host, pathname, search } = new URL(url);
  expect((await ask(host, pathname + search)).status).toBe(303);
});

test("a link is good for ten minutes", () => {
  let nowMs = 0;
  const links = createSignInLinks(() => nowMs);
  const early = links.create();
  const late = links.create();
  nowMs = 9 * 60_000;
  expect(links.use(early)).toBe(true);
  nowMs = 10 * 60_000;
  expect(links.use(late)).toBe(false);
});

test("a session outlives a restart, ends after thirty days, and stands in the file only as a hash", () => {
  const file = path.join(aFolder(), "sessions.json");
  let nowMs = 0;
  const secret = openSessions(file, () => nowMs).start();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readText(path.dirname(file), "sessions.json")).not.toContain(secret);
  nowMs = 29 * 24 * 3_600_000;
  expect(openSessions(file, () => nowMs).has(secret)).toBe(true);
  expect(openSessions(file, () => nowMs).has("another")).toBe(false);
  nowMs = 30 * 24 * 3_600_000;
  expect(openSessions(file, () => nowMs).has(secret)).toBe(false);
});

test("the twenty-first browser ends the first one's session", () => {
  const sessions = openSessions(path.join(aFolder(), "sessions.json"));
  const secrets = Array.from({ length: 21 }, () => sessions.start());
  expect(secrets.map(sessions.has)).toEqual([false, ...Array.from({ length: 20 }, () => true)]);
});

test("a cookie of one station opens no other", async () => {
  const cookie = await signIn(await aService());
  const other = await aService();
  const renamed = cookie.replace(/_\d+=/, `_${other.host.split(":")[1]}=`);
  expect((await ask(other.host, "/api/v1/snapshot", { headers: { cookie: renamed } })).status).toBe(401);
});
