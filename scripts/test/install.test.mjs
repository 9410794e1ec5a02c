import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { sourceHash } from "../dashboard.mjs";
import { isInstalled, npmReason, withLock } from "../install.mjs";

const lock = (packages) => JSON.stringify({ packages: { "": { name: "landfall" }, ...packages } });
const hono = { "node_modules/hono": { version: "4.0.0" } };

test("packages count as installed when each one of the lock file is there in its version", () => {
  expect(isInstalled(lock(hono), lock(hono))).toBe(true);
  expect(isInstalled(lock(hono), undefined)).toBe(false);
  expect(isInstalled(lock(hono), lock({}))).toBe(false);
  expect(isInstalled(lock(hono), lock({ "node_modules/hono": { version: "4.0.1" } }))).toBe(false);
});

test("a package for another system and a workspace's own folder may be absent", () => {
  const wanted = {
    "node_modules/windows-only": { version: "1.0.0", optional: true },
    "apps/web": { version: "1.0.0" },
  };
  expect(isInstalled(lock(wanted), lock({}))).toBe(true);
});

test("npm's reason is its first line that says something", () => {
  const output =
    "npm warn old\nnpm error code ENOTFOUND\nnpm error errno ENOTFOUND\nnpm error network request to x failed\n";
  expect(npmReason(output)).toBe("network request to x failed");
});

test("two installs of one checkout run one after the other", async () => {
  const folder = mkdtempSync(join(tmpdir(), "landfall-lock-test-"));
  const order = [];
  const work = (name) => async () => {
    order.push(`${name} begins`);
    await wait(50);
    order.push(`${name} ends`);
  };
  await Promise.all([withLock(folder, work("first")), withLock(folder, work("second"))]);
  expect(order).toEqual(["first begins", "first ends", "second begins", "second ends"]);
});

test("the dashboard's sources have another hash when one byte of them changes", () => {
  const folder = mkdtempSync(join(tmpdir(), "landfall-hash-test-"));
  const page = join(folder, "page.ts");
  writeFileSync(page, "one");
  const before = sourceHash(folder, ["."]);
  expect(sourceHash(folder, ["."])).toBe(before);
  writeFileSync(page, "two");
  expect(sourceHash(folder, ["."])).not.toBe(before);
});
