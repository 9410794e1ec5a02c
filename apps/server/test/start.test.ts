import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { checkoutRoot } from "../src/checkout.ts";
import { runOnSomePort } from "../src/cli/commands/start.ts";
import { findStation } from "../src/lock.ts";
import { aFolder, aService, ask } from "./a-service.ts";
import { aStation } from "./a-station.ts";

const program = path.join(checkoutRoot, "apps/server/bin/landfall.mjs");

/** `landfall start` on this folder, as its own process. */
function startOn(folder: string) {
  const child: ChildProcess = spawn(process.execPath, [program, "start", "--port", "0", "--data", folder, "--json"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = once(child.stdout ?? child, "data").then(
    ([text]) => new URL((JSON.parse(String(text)) as { url: string }).url),
  );
  return { child, url, ended: once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]> };
}

/** Every process that works on this folder. */
const processesOn = (folder: string): string[] =>
  execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(folder));

async function untilNoneOn(folder: string): Promise<void> {
  while (processesOn(folder).length > 0) await wait(50);
}

test("start prints one link, serves with its own hub beside it, and a signal ends everything with 0", async () => {
  const folder = aFolder();
  const { child, url, ended } = startOn(folder);
  const { host, pathname, search } = await url;
  expect((await ask(host, pathname + search)).status).toBe(303);
  expect(processesOn(folder)).toHaveLength(2);
  child.kill("SIGINT");
  expect(await ended).toEqual([0, null]);
  expect(processesOn(folder)).toEqual([]);
  expect(findStation(folder)).toBeUndefined();
});

test("a second start of the same folder leads to the first one", async () => {
  const folder = aFolder();
  const first = startOn(folder);
  const { host } = await first.url;
  const second = startOn(folder);
  expect((await second.url).host).toBe(host);
  expect(await second.ended).toEqual([0, null]);
  first.child.kill("SIGTERM");
  expect(await first.ended).toEqual([0, null]);
});

test("a station that is killed takes its hub along, and the next one starts where it was", async () => {
  const folder = aFolder();
  const first = startOn(folder);
  await first.url;
  first.child.kill("SIGKILL");
  await untilNoneOn(folder);
  const second = startOn(folder);
  await second.url;
  second.child.kill("SIGTERM");
  expect(await second.ended).toEqual([0, null]);
});

test("a station whose usual port is taken says so, and which one it uses instead", async () => {
  const { url } = await aService();
  const usual = Number(new URL(url).port);
  const notes: string[] = [];
  const options = {
    createStation: aStation().create,
    dataFolder: aFolder(),
    allowedRoots: [],
    kind: "service",
    embeddedHub: "never",
  } as const;
  const station = await runOnSomePort(options, { asked: undefined, usual }, (line) => notes.push(line));
  onTestFinished(station.stop);
  const { port } = new URL(station.url);
  expect(notes).toEqual([`Port ${usual} is taken by another program; this station uses ${port}.`]);
});
