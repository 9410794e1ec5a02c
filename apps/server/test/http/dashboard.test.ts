import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createApp, listen } from "@landfall/http";
import { expect, onTestFinished, test } from "vitest";
import { mountDashboard, whyNoDashboard } from "../../src/http/dashboard.ts";
import { aFolder, ask } from "../a-service.ts";

function build(dist: string): void {
  mkdirSync(path.join(dist, "assets"), { recursive: true });
  writeFileSync(path.join(dist, "index.html"), "<title>Landfall</title>");
  writeFileSync(path.join(dist, "assets/page-1a2b.js"), "run()");
  writeFileSync(path.join(dist, ".sources"), "hash");
}

async function aDashboard(folder = aFolder(), isBuilt = true): Promise<string> {
  const dist = path.join(folder, "dist");
  writeFileSync(path.join(folder, "secret.json"), "secret");
  if (isBuilt) build(dist);
  const app = createApp();
  mountDashboard(app, dist);
  const listener = await listen(app, { port: 0 });
  onTestFinished(() => listener.close());
  return `127.0.0.1:${listener.port}`;
}

const html = { headers: { accept: "text/html,application/xhtml+xml" } };

test("the page is served under every address a person may open, and asked for again each time", async () => {
  const host = await aDashboard();
  for (const target of ["/", "/review/some-manifest", "/sync"]) {
    const answer = await ask(host, target, html);
    expect(answer.text).toBe("<title>Landfall</title>");
    expect(answer.headers["cache-control"]).toBe("no-cache");
  }
});

test("a file with a hash in its name is kept for good", async () => {
  const answer = await ask(await aDashboard(), "/assets/page-1a2b.js");
  expect(answer.text).toBe("run()");
  expect(answer.headers["content-type"]).toContain("text/javascript");
  expect(answer.headers["cache-control"]).toContain("immutable");
});

test("nothing outside the folder and nothing hidden in it can be had", async () => {
  const host = await aDashboard();
  const targets = [
    "/../secret.json",
    "/assets/../../secret.json",
    "/%2e%2e/secret.json",
    "/..%2fsecret.json",
    "/assets/..%5c..%5csecret.json",
    "//secret.json",
    "/.sources",
    "/assets",
    "/secret.json%00.js",
  ];
  for (const target of targets) {
    const answer = await ask(host, target);
    expect(answer.status, target).toBeGreaterThanOrEqual(400);
    expect(answer.text, target).not.toMatch(/^secret|^hash/);
  }
});

test("an unknown address of the API is never the page", async () => {
  const answer = await ask(await aDashboard(), "/api/v1/nothing", html);
  expect(answer.status).toBe(404);
  expect(JSON.parse(answer.text)).toMatchObject({ code: "NOT_FOUND" });
});

test("a dashboard that was not built says how to build it, and is there as soon as it is", async () => {
  const folder = aFolder();
  const host = await aDashboard(folder, false);
  const dist = path.join(folder, "dist");
  const answer = await ask(host, "/", html);
  expect(answer.status).toBe(503);
  expect(answer.text).toContain("npm run build");
  expect(whyNoDashboard(dist)).toContain("npm run build");
  build(dist);
  expect(whyNoDashboard(dist)).toBeUndefined();
  expect((await ask(host, "/", html)).text).toBe("<title>Landfall</title>");
  expect((await ask(host, "/assets/page-1a2b.js")).text).toBe("run()");
});

test("a dashboard that is built anew is served with its new files", async () => {
  const folder = aFolder();
  const host = await aDashboard(folder);
  writeFileSync(path.join(folder, "dist/assets/page-3c4d.js"), "newer()");
  await ask(host, "/sync", html);
  expect((await ask(host, "/assets/page-3c4d.js")).text).toBe("newer()");
});
