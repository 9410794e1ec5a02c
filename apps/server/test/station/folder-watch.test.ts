import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  closeDatabase,
  ensurePopulation,
  openDatabase,
  type StationDatabase,
  scanJobView,
  setWatch,
  startReading,
} from "@landfall/db";
import type { ScanJobId } from "@landfall/protocol";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { drawSeason } from "../../../../fixtures/index.ts";
import { lookInto, type Seen } from "../../src/station/folder-look.ts";
import { openFolderWatch } from "../../src/station/folder-watch.ts";
import { openStation, temporaryFolder } from "./support.ts";

const minute = 60_000;

describe("a watched scan job", () => {
  let folder: string;
  let card: string;
  let db: StationDatabase;
  let id: ScanJobId;
  let nowMs: number;
  let scans: number;
  /** What a scan is refused with. */
  let refusal: Error | null;
  let watch: ReturnType<typeof openFolderWatch>;
  /** One look after so many minutes; how many scans it has begun. */
  let after: (minutes: number) => Promise<number>;

  beforeEach(() => {
    folder = temporaryFolder("watch");
    card = join(folder, "card");
    mkdirSync(join(card, "DCIM"), { recursive: true });
    writeFileSync(join(card, "DCIM", "IMG_0001.JPG"), "one");
    db = openDatabase(join(folder, "station.db"));
    onTestFinished(() => closeDatabase(db));
    const population = ensurePopulation(db, "Residents").id;
    id = startReading(db, { population, name: "Card", folders: [card, join(folder, "away")] }).scanJob;
    db.sql.exec("UPDATE reading SET state = 'done'");
    setWatch(db, id, 10);
    nowMs = 0;
    scans = 0;
    refusal = null;
    const rescan = async () => {
      if (refusal) throw refusal;
      scans += 1;
    };
    watch = openFolderWatch({ db, rescan, log: { info: () => {}, warn: () => {} }, now: () => nowMs });
    after = async (minutes) => {
      nowMs += minutes * minute;
      const before = scans;
      await watch.look();
      return scans - before;
    };
  });

  test("is read once it has been quiet, and not again until something is other", async () => {
    expect(await after(0)).toBe(0);
    expect(await after(9)).toBe(0);
    expect(await after(1)).toBe(1);
    for (let looks = 0; looks < 5; looks++) expect(await after(10)).toBe(0);
    writeFileSync(join(card, "DCIM", "IMG_0002.JPG"), "two");
    expect([await after(1), await after(9), await after(1), await after(30)]).toEqual([0, 0, 1, 0]);
  });

  test("a file that is still being written keeps it waiting; what systems leave behind does not", async () => {
    await after(0);
    await after(10);
    const film = join(card, "DCIM", "MVI_0003.MP4");
    writeFileSync(film, "begin");
    for (let looks = 0; looks < 5; looks++) {
      expect(await after(6)).toBe(0);
      appendFileSync(film, "more");
    }
    expect([await after(1), await after(10)]).toEqual([0, 1]);
    writeFileSync(join(card, "DCIM", ".DS_Store"), "");
    expect([await after(1), await after(10)]).toEqual([0, 0]);
  });

  test("where a scan was refused, what is new is read the next time", async () => {
    await after(0);
    await after(10);
    writeFileSync(join(card, "DCIM", "IMG_0002.JPG"), "two");
    refusal = new Error("another scan is at work");
    expect([await after(1), await after(10)]).toEqual([0, 0]);
    refusal = null;
    expect([await after(1), await after(10), await after(10)]).toEqual([0, 1, 0]);
  });

  test("a file that was altered under its name is read, once it has been quiet", async () => {
    await after(0);
    await after(10);
    const photograph = join(card, "DCIM", "IMG_0001.JPG");
    writeFileSync(photograph, "edited");
    expect([await after(10), await after(9)]).toEqual([0, 0]);
    // Somebody is still at work on it.
    writeFileSync(photograph, "edited again");
    expect([await after(1), await after(9), await after(1), await after(30), await after(30)]).toEqual([0, 0, 1, 0, 0]);
  });

  test("a folder that was renamed or is gone is a change, once", async () => {
    await after(0);
    await after(10);
    renameSync(join(card, "DCIM"), join(card, "2024-07-15_Haro Strait"));
    expect([await after(1), await after(10), await after(10), await after(10)]).toEqual([0, 1, 0, 0]);
  });

  test("a drive that is away changes nothing, and neither does its coming back", async () => {
    await after(0);
    await after(10);
    renameSync(card, `${card}-unplugged`);
    expect([await after(1), await after(20)]).toEqual([0, 0]);
    renameSync(`${card}-unplugged`, card);
    expect([await after(1), await after(20)]).toEqual([0, 0]);
    mkdirSync(join(folder, "away"));
    writeFileSync(join(folder, "away", "IMG_0009.JPG"), "nine");
    expect([await after(1), await after(10), await after(20)]).toEqual([0, 1, 0]);
  });

  test("is left alone while it is being read, and when nobody wants it watched any more", async () => {
    db.sql.exec("UPDATE reading SET state = 'running'");
    expect(scanJobView(db, id).state).toBe("running");
    expect([await after(0), await after(20)]).toEqual([0, 0]);
    db.sql.exec("UPDATE reading SET state = 'done'");
    setWatch(db, id, null);
    expect([await after(0), await after(20)]).toEqual([0, 0]);
  });
});

test("names that are not text are seen like others", async () => {
  const folder = temporaryFolder("watch");
  const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0x2e, 0x6a])]);
  const never = new AbortController().signal;
  const look = (known: Seen, isThorough = false) => lookInto(folder, { known, isThorough: () => isThorough }, never);
  const before = (await look(new Map()))?.seen ?? new Map();
  writeFileSync(odd, "one");
  const after = await look(before);
  expect(after?.other).not.toBeNull();
  utimesSync(odd, 1, 1);
  expect((await look(before))?.other).not.toBe(after?.other);
  expect((await look(after?.seen ?? new Map()))?.other).toBeNull();
  expect((await look(after?.seen ?? new Map(), true))?.other).not.toBeNull();
  rmSync(folder, { recursive: true });
  expect(await look(before)).toBeNull();
});

test("a station is told what to watch, says so, and notes who said it", async () => {
  const folder = temporaryFolder("watch");
  await drawSeason(folder, { encounters: 1, imagesPerEncounter: 1, seed: "watch" });
  const station = await openStation();
  const { id, watchMinutes } = await station.scan({ folders: [folder], population: "Residents" });
  expect(watchMinutes).toBeNull();
  const params = { id };
  expect(await station.ask("watchScan", { params, body: { watchMinutes: 5 } })).toMatchObject({ watchMinutes: 5 });
  expect((await station.ask("snapshot", {})).scanJobs).toMatchObject([{ watchMinutes: 5 }]);
  const [entry] = (await station.ask("activity", { query: { limit: 1 } })).entries;
  expect(entry).toMatchObject({ action: "watchSet", detail: "read after 5 quiet minutes" });
});
