import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ImageState } from "@landfall/protocol";
import { expect, onTestFinished, test } from "vitest";
import {
  approve,
  closeDatabase,
  createLedger,
  createRun,
  eventsSince,
  lastSeq,
  manifestSums,
  openDatabase,
  runView,
  scanJobView,
  startReading,
} from "../src/index.ts";
import { storeScan, temporaryFolder } from "./support.ts";

const names = (prefix: string) => Array.from({ length: 200 }, (_, at) => `${prefix}${at}`);

test("a process killed while it writes leaves every image, count and event consistent", async () => {
  const file = join(temporaryFolder(), "station.db");
  const before = openDatabase(file);
  const { manifest } = storeScan(
    before,
    ["p", "q", "r"].map((prefix, at) => ({ images: names(prefix), values: { locality: `Place ${at}` } })),
  );
  approve(before, manifest, { set: { license: "public" } });
  const { run } = createRun(before, manifest, "sync");
  const seq = lastSeq(before);
  closeDatabase(before);

  const child = spawn(process.execPath, [join(import.meta.dirname, "kill.child.ts"), file, manifest, run], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let done = 0;
  for await (const chunk of child.stdout) {
    done += (chunk as Buffer).length;
    if (done >= 60) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");

  const db = openDatabase(file);
  onTestFinished(() => closeDatabase(db));
  expect(db.sql.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(db.sql.pragma("foreign_key_check")).toEqual([]);
  const ledger = createLedger(db);
  const states = ledger
    .encounters(manifest)
    .flatMap(({ id }) => ledger.images(id))
    .map(({ record }) => record.state);
  const count = (state: ImageState) => states.filter((each) => each === state).length;
  const sums = manifestSums(db, manifest, true);
  for (const state of ImageState.options) expect([state, sums[state]]).toEqual([state, count(state)]);
  expect(count("complete")).toBeGreaterThanOrEqual(done);
  // One image at most was between two commits.
  expect(count("uploaded") + count("committed")).toBeLessThanOrEqual(1);
  expect(runView(db, run)).toMatchObject({
    state: "running",
    result: { images: { complete: count("complete"), alreadyThere: 0 }, bytesSent: 100 * (600 - count("pending")) },
  });
  const told = new Map<string, string>();
  for (const { change } of eventsSince(db, seq, 10_000) ?? [])
    if (change.type === "image") told.set(change.sha256, change.to);
  expect([...told.values()].sort()).toEqual(states.filter((state) => state !== "pending").sort());
});

test("a scan cut short with its process is shown as interrupted and can be started again", () => {
  const file = join(temporaryFolder(), "station.db");
  const killed = openDatabase(file);
  const { scanJob } = storeScan(killed, [{ images: ["a"] }]);
  const { populationId } = scanJobView(killed, scanJob);
  const key = { population: populationId, name: "Season", folders: ["/photos"] };
  startReading(killed, key);
  expect(() => startReading(killed, key)).toThrow(expect.objectContaining({ code: "ALREADY_RUNNING" }));
  // No goodbye: what another opening sees is what a killed process leaves.
  const db = openDatabase(file);
  onTestFinished(() => {
    closeDatabase(killed);
    closeDatabase(db);
  });
  expect(scanJobView(db, scanJob)).toMatchObject({ state: "interrupted", folder: null });
  expect(startReading(db, key).scanJob).toBe(scanJob);
  expect(scanJobView(db, scanJob).state).toBe("running");
});
