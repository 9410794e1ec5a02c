import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { claimDataFolder, findStation } from "../src/lock.ts";
import { aFolder } from "./a-service.ts";

const lockModule = new URL("../src/lock.ts", import.meta.url).href;

/** Another process that claims the folder, announces itself and stays, without keeping hold of its claim. */
async function aHolder(folder: string) {
  const program = `
    const { claimDataFolder } = await import(${JSON.stringify(lockModule)});
    claimDataFolder(${JSON.stringify(folder)}).announce({ pid: process.pid, port: 1, token: "t", version: "1", kind: "service" });
    await new Promise(setImmediate);
    gc();
    await new Promise(setImmediate);
    console.log("held");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--expose-gc", "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

test("a data folder belongs to one process, which others can find", async () => {
  const folder = aFolder();
  const holder = await aHolder(folder);
  expect(claimDataFolder(folder)).toBeUndefined();
  expect(findStation(folder)).toMatchObject({ pid: holder.pid, kind: "service" });
  expect(statSync(path.join(folder, "station.json")).mode & 0o777).toBe(0o600);
});

test("the folder of a process that was killed is free at once, and what it announced is gone", async () => {
  const folder = aFolder();
  const holder = await aHolder(folder);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const claim = claimDataFolder(folder);
  expect(claim).toBeDefined();
  expect(findStation(folder)).toBeUndefined();
  claim?.release();
});

test("a folder that is given back can be claimed again", () => {
  const folder = aFolder();
  claimDataFolder(folder)?.release();
  expect(claimDataFolder(folder)).toBeDefined();
});

test("a half-written or foreign station.json names no station", () => {
  const folder = aFolder();
  for (const text of ['{"pid":', "[]", '{"pid":1,"port":"x"}']) {
    writeFileSync(path.join(folder, "station.json"), text);
    expect(findStation(folder)).toBeUndefined();
  }
});
