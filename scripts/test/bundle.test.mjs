import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { buildBundle } from "../bundle/build.mjs";
import { findBundle } from "../bundle/stamp.mjs";

const sources = {
  "package.json": '{ "type": "module" }',
  "apps/none/package.json": "{}",
  "packages/one/src/word.ts": 'export const word: string = "first";\n',
  "packages/one/src/worker.ts": `import { parentPort } from "node:worker_threads";
import { word } from "./word.ts";

parentPort?.postMessage({ word, stack: new Error("in the thread").stack });
`,
  "packages/one/src/main.ts": `import { Worker } from "node:worker_threads";
import { word } from "./word.ts";

interface Said {
  readonly word: string;
}

const fail = (): Error => new Error("here");
new Worker(new URL("./worker.ts", import.meta.url)).once("message", (thread: Said) => {
  console.log(JSON.stringify({ word, url: import.meta.url, stack: fail().stack, thread }));
});
`,
};

function checkout() {
  const folder = mkdtempSync(join(tmpdir(), "landfall-bundle-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const build = (folder) => buildBundle("one", "packages/one/src/main.ts", folder);
const find = (folder) => findBundle("one", folder);
const run = (file) => JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));

test("a bundled program and its thread say what they say from their sources, and where in them", async () => {
  const folder = checkout();
  await build(folder);
  const source = join(folder, "packages/one/src/main.ts");
  const said = run(join(find(folder), "main.js"));
  expect(said).toMatchObject({ word: "first", url: pathToFileURL(source).href, thread: { word: "first" } });
  expect(said.stack).toContain("Error: here\n");
  expect(said.stack).toContain(`${source}:8:`);
  expect(said.thread.stack).toContain(`${join(folder, "packages/one/src/worker.ts")}:4:`);
  expect(run(source)).toMatchObject({ word: "first", url: said.url, thread: { word: "first" } });
});

const word = "packages/one/src/word.ts";
const other = sources[word].replace("first", "other");

/** What happens to a checkout, after which its bundle is no longer of what lies there. */
const changes = {
  "a file has other bytes, as many as before, under its old time": (folder) => {
    const { atime, mtime } = statSync(join(folder, word));
    writeFileSync(join(folder, word), other);
    utimesSync(join(folder, word), atime, mtime);
  },
  "an older file of the same size takes a file's place": (folder) => {
    const older = join(folder, "older.ts");
    writeFileSync(older, other);
    const { atime, mtime } = statSync(join(folder, word));
    utimesSync(older, atime, mtime);
    renameSync(older, join(folder, word));
  },
  "a file is gone": (folder) => rmSync(join(folder, word)),
  "packages were installed": (folder) => {
    mkdirSync(join(folder, "node_modules"));
    writeFileSync(join(folder, "node_modules/.package-lock.json"), "{}");
  },
  "a package is found elsewhere": (folder) => writeFileSync(join(folder, "apps/none/package.json"), "{ }"),
  "a file of the bundle is empty, as a machine that went off leaves it": (folder) =>
    writeFileSync(join(find(folder), "main.js"), ""),
};

test.for(Object.entries(changes))("a bundle is not used when %s", async ([, change]) => {
  const folder = checkout();
  await build(folder);
  expect(find(folder)).toBeDefined();
  change(folder);
  expect(find(folder)).toBeUndefined();
});

test("a new bundle takes the place of the old one, which stays for what runs from it", async () => {
  const folder = checkout();
  await build(folder);
  const first = find(folder);
  writeFileSync(join(folder, word), other);
  await build(folder);
  expect(run(join(find(folder), "main.js")).word).toBe("other");
  expect(run(join(first, "main.js")).word).toBe("first");

  writeFileSync(join(folder, word), sources[word]);
  await build(folder);
  expect(find(folder)).toBe(first);
  expect(readdirSync(join(folder, "dist/one"))).toHaveLength(2);
});

const builder = (folder) => `
  import { buildBundle } from ${JSON.stringify(new URL("../bundle/build.mjs", import.meta.url).href)};
  await buildBundle("one", "packages/one/src/main.ts", ${JSON.stringify(folder)});`;

/** Kills a build of the checkout at the nth thing that it does to the folders of its bundles. */
async function killAtStep(folder, nth) {
  const child = spawn(process.execPath, ["--input-type=module", "-e", builder(folder)], { stdio: "inherit" });
  let steps = 0;
  const step = () => ++steps === nth && child.kill("SIGKILL");
  const watchers = ["dist", "dist/one"].map((path) => watch(join(folder, path), step));
  await once(child, "close");
  for (const watcher of watchers) watcher.close();
  return steps >= nth;
}

test("a build that is killed leaves no bundle that is not whole, and what it leaves is removed", async () => {
  const folder = checkout();
  await build(folder);
  let kills = 0;
  for (let isKilled = true; isKilled && kills < 8; kills += Number(isKilled)) {
    writeFileSync(join(folder, word), `export const word = "after ${kills} kills";`);
    expect(find(folder)).toBeUndefined();
    isKilled = await killAtStep(folder, kills + 1);
    const bundle = find(folder);
    if (bundle) expect(run(join(bundle, "main.js")).word).toBe(`after ${kills} kills`);
  }
  expect(kills).toBeGreaterThan(2);

  writeFileSync(join(folder, word), other);
  await build(folder);
  expect(run(join(find(folder), "main.js")).word).toBe("other");
  expect(readdirSync(join(folder, "dist/one")).filter((name) => name.endsWith(".draft"))).toEqual([]);
});

test("a file that asks for its place in a way that a bundle cannot keep is named", async () => {
  const folder = checkout();
  writeFileSync(join(folder, word), "export const word = import.meta.dirname;");
  await expect(build(folder)).rejects.toThrow("packages/one/src/word.ts: say import.meta.url");
});
