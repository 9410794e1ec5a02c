import { join } from "node:path";
import { closeDatabase, createRun, openDatabase } from "@landfall/db";
import type { RunHandle } from "@landfall/engine";
import { type EncounterId, PopulationId, type RunView, Sha256 } from "@landfall/protocol";
import { expect, onTestFinished, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { runProgress } from "../../src/station/progress.ts";
import { openStation, temporaryFolder } from "./support.ts";

test("what was in hand of an encounter that a person has merged into another one since is not shown, and harms nobody", async () => {
  const folder = temporaryFolder("season");
  await drawSeason(folder, { encounters: 2, imagesPerEncounter: 2, seed: "progress" });
  const station = await openStation();
  const job = await station.scan({ folders: [folder], population: "Residents" });
  const manifest = job.result?.manifestId as RunView["manifestId"];
  const query = { filter: "all", limit: 10, offset: 0 } as never;
  const { items } = await station.ask("encounters", { params: { id: manifest }, query });
  const [kept, merged] = items.map(({ id }) => id) as [EncounterId, EncounterId];
  await station.ask("mergeEncounters", { params: { id: kept }, body: { encounters: [merged] } });

  const db = openDatabase(join(station.dataFolder, "station.db"));
  onTestFinished(() => closeDatabase(db));
  const { run, startedAtMs } = createRun(db, manifest, "sync");
  const task = {
    run,
    manifest,
    population: PopulationId.parse(crypto.randomUUID()),
    kind: "sync",
    startedAtMs,
  } as const;
  const inFlight = [kept, merged].map((encounterId) => ({
    encounterId,
    sha256: Sha256.parse("a".repeat(64)),
    bytes: 10,
    sentBytes: 5,
  }));
  const sample = { encounterId: merged, inFlight, bytesPerSecond: null, stillMs: null, transfers: 1 };
  const progress = runProgress(db, { task } as unknown as RunHandle, sample);
  expect(progress.encounterId).toBeNull();
  expect(progress.inFlight.map(({ encounterId }) => encounterId)).toEqual([kept]);
  // That nothing moves is said when a slow link would have moved something.
  const stillMs = (ms: number) => runProgress(db, { task } as unknown as RunHandle, { ...sample, stillMs: ms }).stillMs;
  expect([59_999, 60_000].map(stillMs)).toEqual([null, 60_000]);
});
