import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { ManifestId, ScanJobId } from "@landfall/protocol";
import { describe, expect, onTestFinished, test } from "vitest";
import { days, drawDays, encountersUnshown, otherPattern, perDay } from "./storing.ts";
import { openStation, type TestStation, temporaryFolder } from "./support.ts";

const encountersOf = async (station: TestStation, id: ManifestId) =>
  (await station.ask("encounters", { params: { id }, query: { filter: "all", offset: 0, limit: 100 } })).items;
const manifestsOf = async (station: TestStation) =>
  (await station.ask("snapshot", {})).populations.flatMap(({ manifests }) => manifests);

async function scanDays(dataFolder?: string) {
  const folder = join(temporaryFolder("days"), "Season");
  await drawDays(folder);
  const station = await openStation(dataFolder === undefined ? {} : { dataFolder });
  const request = { folders: [folder], population: "Residents", name: "Season" };
  const job = await station.scan(request);
  return { station, request, id: job.id, manifest: job.result?.manifestId as ManifestId };
}

describe("a large draft that is stored", () => {
  test("leaves the station time to answer, with the version before until the new one is there", async () => {
    const { station, id, manifest } = await scanDays();
    const [first] = await encountersOf(station, manifest);
    let isStored = false;
    const change = station.ask("setPatterns", { params: { id }, body: { patterns: [otherPattern] } }).finally(() => {
      isStored = true;
    });
    const answered: string[][] = [];
    let decided = false;
    while (!isStored) {
      await setImmediate();
      if (encountersUnshown(station.dataFolder) === 0) continue;
      answered.push((await manifestsOf(station)).map((each) => each.id));
      expect(await encountersOf(station, manifest)).toHaveLength(days.length);
      if (decided || !first) continue;
      decided = true;
      await station.ask("editEncounter", { params: { id: first.id }, body: { locality: "Typed meanwhile" } });
    }
    const { regrouped } = await change;
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.every(([shown, ...others]) => shown === manifest && others.length === 0)).toBe(true);
    expect(decided).toBe(true);
    expect(regrouped).toMatchObject([{ version: 2, encounters: days.length }]);
    const rows = await encountersOf(station, regrouped[0]?.manifestId as ManifestId);
    expect(rows.map(({ values, imageCount }) => [values.locality, imageCount])).toEqual([
      ["Typed meanwhile", perDay],
      ...days.slice(1).map(() => ["Haro Strait", perDay]),
    ]);
  });

  test("is grouped by what a person has said last, also while it was stored", async () => {
    const { station, id, manifest } = await scanDays();
    const setPatterns = (patterns: string[]) => station.ask("setPatterns", { params: { id }, body: { patterns } });
    const first = setPatterns([otherPattern]);
    while (encountersUnshown(station.dataFolder) === 0) await setImmediate();
    const second = setPatterns([]);
    expect([(await first).regrouped, (await second).regrouped]).toEqual([[], []]);
    expect(await manifestsOf(station)).toMatchObject([{ id: manifest, version: 1 }]);
  });

  test("is given up when its scan is cancelled, and leaves the version before", async () => {
    const { station, request, id, manifest } = await scanDays();
    await station.ask("scan", { body: { ...request, patterns: [otherPattern] } });
    while (encountersUnshown(station.dataFolder) === 0) await setImmediate();
    expect(await station.ask("cancelScan", { params: { id } })).toMatchObject({ state: "cancelled" });
    expect(await manifestsOf(station)).toMatchObject([{ id: manifest, version: 1 }]);
    while (encountersUnshown(station.dataFolder) > 0) await setImmediate();
  });

  test("is not there after the station was killed meanwhile: the version before is, and the patterns follow", async () => {
    const dataFolder = temporaryFolder();
    const before = await scanDays(dataFolder);
    const rows = await encountersOf(before.station, before.manifest);
    await before.station.stop();

    await killWhileStoring(dataFolder, before.id);
    expect(encountersUnshown(dataFolder)).toBeGreaterThan(0);

    const station = await openStation({ dataFolder });
    expect(await manifestsOf(station)).toMatchObject([{ id: before.manifest, version: 1 }]);
    expect(await encountersOf(station, before.manifest)).toEqual(rows);
    expect((await station.ask("patterns", { params: { id: before.id } })).patterns).toEqual([otherPattern]);
    station.station.resume();
    const { manifest } = (await station.change(
      (each) => each.type === "manifest" && each.manifest.version === 2,
    )) as never as { manifest: { id: ManifestId } };
    expect((await encountersOf(station, manifest.id)).map(({ imageCount }) => imageCount)).toEqual(
      days.map(() => perDay),
    );
    while (encountersUnshown(dataFolder) > 0) await setImmediate();

    await station.stop();
    await killWhileStoring(dataFolder, before.id, []);
    const again = await openStation({ dataFolder });
    const job = await again.scan({ ...before.request, patterns: [] });
    expect(job).toMatchObject({ state: "done", result: { version: 3, encounters: days.length } });
  });
});

async function killWhileStoring(dataFolder: string, id: ScanJobId, patterns: readonly string[] = [otherPattern]) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "storing.child.ts"), dataFolder, id, JSON.stringify(patterns)],
    { stdio: "inherit" },
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
}
