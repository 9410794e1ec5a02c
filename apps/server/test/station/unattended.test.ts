import { statSync } from "node:fs";
import { join } from "node:path";
import { closeDatabase, createRun, mirrorPopulations, moment, openDatabase, setMoment } from "@landfall/db";
import type { ScanRequest, SettingsPatch } from "@landfall/protocol";
import { expect, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { hubClient } from "../../src/station/hub-address.ts";
import { measureQuickly } from "../../src/station/link.ts";
import { openStation, openTestHub, type TestStation, temporaryFolder } from "./support.ts";

/** A station with an approved season that nobody has synced. */
async function waiting(
  hubUrl: string,
  key: string,
  { images = 2, ...more }: Partial<ScanRequest> & { images?: number } = {},
) {
  const folder = temporaryFolder("season");
  const drawn = await drawSeason(folder, { encounters: 2, imagesPerEncounter: images, seed: "unattended" });
  const station = await openStation();
  await station.ask("connect", { body: { hub: hubUrl, key } });
  const job = await station.scan({ folders: [folder], population: "Residents", ...more });
  const id = job.result?.manifestId as NonNullable<typeof job.result>["manifestId"];
  await station.ask("approve", { params: { id }, body: {} });
  const largestBytes = Math.max(...drawn.flatMap((of) => of.images.map(({ path }) => statSync(path).size)));
  return { station, id, largestBytes };
}

const finished = async (station: TestStation) => {
  const change = await station.change((each) => each.type === "run" && each.run.state === "done");
  if (change.type !== "run") throw new Error("a run");
  return change.run;
};

/** As if the schedule had not been followed since yesterday. */
function setScheduleBack({ dataFolder }: TestStation): void {
  const db = openDatabase(join(dataFolder, "station.db"));
  setMoment(db, "schedule", Date.now() - 86_400_000);
  closeDatabase(db);
}

const set = (station: TestStation, body: SettingsPatch) => station.ask("changeSettings", { body });

test("with a link that is fast enough what is approved is sent by itself, once until it has cooled down", async () => {
  const { hub, key } = await openTestHub();
  const { station, id } = await waiting(hub.url, key);
  await set(station, { opportunistic: { on: true } });
  station.station.resume();
  expect((await finished(station)).result.images.complete).toBe(4);
  expect((await station.ask("manifest", { params: { id } })).imagesDue).toBe(0);
  const { entries } = await station.ask("activity", { query: {} as never });
  expect(entries.find(({ action }) => action === "syncStarted")?.actor).toBe("station");
});

test("over the best link nothing is started where all that is left waits for a person's answer", async () => {
  const { hub, key } = await openTestHub();
  const first = await waiting(hub.url, key);
  await first.station.synced(first.id);
  // Some of the same photographs, said to be somebody's of another place: which encounter they are of only a person knows.
  const override = { locality: "Elsewhere", recordedBy: "Somebody" };
  const { station, id } = await waiting(hub.url, key, { images: 3, override });
  await station.synced(id);
  const { run, imagesDue } = await station.ask("manifest", { params: { id } });
  expect(imagesDue).toBe(6);
  expect((await station.ask("why", {})).manifests).toMatchObject([{ reason: "questions" }]);
  await set(station, { opportunistic: { on: true } });
  station.station.resume();
  const opportunity = async () => (await station.ask("schedule", {})).opportunistic?.sentence;
  await expect.poll(opportunity).toBe("Nothing waits to be sent.");
  expect((await station.ask("manifest", { params: { id } })).run?.id).toBe(run?.id);
});

test("what the schedule missed while the station was off is made up for at the start, once", async () => {
  const { hub, key } = await openTestHub();
  const { station, id } = await waiting(hub.url, key);
  await set(station, { schedule: [{ cron: "0 6-18/2 * * *", kind: "sync" }] });
  await station.stop();
  const db = openDatabase(join(station.dataFolder, "station.db"));
  setMoment(db, "schedule", Date.now() - 7 * 86_400_000);
  closeDatabase(db);

  const again = await openStation({ dataFolder: station.dataFolder });
  again.station.resume();
  const run = await finished(again);
  expect(run).toMatchObject({ manifestId: id, result: { images: { complete: 4 } } });
  await again.stop();

  const later = await openStation({ dataFolder: station.dataFolder });
  later.station.resume();
  expect((await later.ask("manifest", { params: { id } })).run?.id).toBe(run.id);
});

test("a run of a population that the key lost is not said to be on its way, and goes on with the schedule once it is back", async () => {
  const { hub, key } = await openTestHub();
  const { station, id } = await waiting(hub.url, key);
  await station.stop();
  const db = openDatabase(join(station.dataFolder, "station.db"));
  const { run } = createRun(db, id, "sync");
  mirrorPopulations(db, []);
  closeDatabase(db);
  const again = await openStation({ dataFolder: station.dataFolder });
  again.station.resume();
  const { manifests } = await again.ask("why", {});
  expect(manifests).toMatchObject([
    { reason: "unbound", sentence: "4 approved images wait; the hub has no population named Residents for this key." },
  ]);
  await again.ask("checkConnection", {});
  await set(again, { schedule: [{ cron: "* * * * *", kind: "sync" }] });
  setScheduleBack(again);
  expect(await finished(again)).toMatchObject({ id: run, result: { images: { complete: 4 } } });
});

test("a sync that starts by itself has the limits that are set for one, and the next time it goes on with as much", async () => {
  const { hub, key } = await openTestHub();
  let { station, id, largestBytes: bytes } = await waiting(hub.url, key);
  const schedule = [{ cron: "0 6-18/2 * * *", kind: "sync" } as const];
  await set(station, { schedule, transfers: 1, network: { budget: { bytes } } });
  /** The schedule's time has come once more since the station was stopped. */
  const startBySchedule = async () => {
    await station.stop();
    setScheduleBack(station);
    station = await openStation({ dataFolder: station.dataFolder });
    station.station.resume();
  };
  const standing = async () => {
    const { images, run } = await station.ask("manifest", { params: { id } });
    return { complete: images.complete, reasons: run?.reasons, bytes: run?.budget?.bytes };
  };
  // Two images are larger than what one sync may send, so that each sends one.
  for (const complete of [1, 2]) {
    await startBySchedule();
    await expect.poll(standing).toEqual({ complete, reasons: ["budget"], bytes });
  }
});

test("a schedule that a clock which was ahead has followed for a year is followed from now on", async () => {
  const { hub, key } = await openTestHub();
  const { station } = await waiting(hub.url, key);
  await set(station, { schedule: [{ cron: "0 6-18/2 * * *", kind: "sync" }] });
  const db = openDatabase(join(station.dataFolder, "station.db"));
  setMoment(db, "schedule", Date.now() + 365 * 86_400_000);
  station.station.resume();
  await expect.poll(() => moment(db, "schedule")).toBeLessThanOrEqual(Date.now());
  closeDatabase(db);
});

test("a time that can never come is refused with its text, and nothing is set", async () => {
  const station = await openStation();
  await expect(set(station, { schedule: [{ cron: "99 * * * *", kind: "sync" }] })).rejects.toMatchObject({
    code: "VALIDATION_FAILED",
    detail: expect.stringContaining("99 * * * *"),
  });
  expect((await station.ask("settings", {})).schedule).toEqual([]);
});

test("the hub reads a probe and throws it away, for holders of a key only, and of a bounded size", async () => {
  const { hub, key } = await openTestHub();
  const { signal } = new AbortController();
  expect(
    await measureQuickly(hubClient(hub.url, key), { sliceBytes: () => 65_536, take: () => undefined }, signal),
  ).toBeGreaterThan(256_000);
  const body = { filling: "x".repeat(1000), answer: 2000 };
  const answer = await hubClient(hub.url, key).probe({ body });
  expect([answer.received, answer.filling.length]).toEqual([1000, 2000]);
  await expect(hubClient(hub.url).probe({ body })).rejects.toMatchObject({ code: "KEY_MISSING" });
  const tooMuch = { filling: "x".repeat(1_048_577) };
  await expect(hubClient(hub.url, key).probe({ body: tooMuch })).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
});
