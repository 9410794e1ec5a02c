import { setImmediate } from "node:timers/promises";
import type { EncounterId, ManifestId, Sha256 } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import {
  approve,
  createLedger,
  createRun,
  currentManifests,
  describeImages,
  encounterPage,
  encounterRow,
  imagePage,
  inSlices,
  leaveOut,
  makeDraft,
  placeDrafts,
  removeHidden,
  type StationDatabase,
  type StoredDraft,
  someFrom,
  splitEncounter,
  unshownJobs,
} from "../src/index.ts";
import { openTemporary, readScan, receipt, sha, storeScan, type Wanted } from "./support.ts";

/** More than goes into one slice. */
const perEncounter = 300;
const names = (prefix: string, count = perEncounter) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);
const season: Wanted[] = ["p", "q", "r", "s"].map((prefix, at) => ({
  images: names(prefix),
  values: { locality: `Place ${at}` },
}));
/** The same photographs, of which something else is said. */
const renamed = season.map((each) => ({ ...each, values: { locality: `${each.values?.locality}, renamed` } }));

/** Encounters that are stored in a version that nobody sees yet. */
const unshown = (db: StationDatabase): number =>
  db.sql
    .prepare("SELECT COUNT(*) FROM encounter AS e JOIN manifest AS m ON m.id = e.manifest WHERE m.version = 0")
    .pluck()
    .get() as number;

interface Between {
  /** In each turn that others have, with how many encounters of the draft are stored. */
  readonly turn?: (stored: number) => void;
}

async function make(db: StationDatabase, wanted: readonly Wanted[], { turn }: Between = {}, path?: string) {
  const draft = readScan(db, wanted, "Season", 100, path === undefined ? undefined : (name) => `${path}/${name}.jpg`);
  return makeDraft<StoredDraft>(db, draft, {
    group: async () => {
      const { placed, ...outline } = placeDrafts(db, draft.scanJob, draft.encounters, draft.files);
      return { source: { ...outline, count: placed.length, from: async (place) => someFrom(placed, place) } };
    },
    turn: async () => {
      await setImmediate();
      turn?.(unshown(db));
    },
    isOutdated: () => false,
    stored: (stored) => stored,
  });
}

/** Does it once, when a part of the draft is stored. */
function midway(work: () => void): Between & { readonly isDone: () => boolean } {
  let done = false;
  return {
    isDone: () => done,
    turn: (stored) => {
      if (done || stored === 0 || stored === season.length) return;
      done = true;
      work();
    },
  };
}

const rows = (db: StationDatabase, id: ManifestId) => encounterPage(db, id, "all", { offset: 0, limit: 100 }).items;

const images = (db: StationDatabase, id: EncounterId) => imagePage(db, id, { offset: 0, limit: perEncounter }).items;

describe("a draft that is stored in slices", () => {
  test("is seen by nobody before all of it is there, and then as one stored at once", async () => {
    const db = openTemporary();
    const first = storeScan(db, season);
    const seen: [number, string[], number][] = [];
    const made = await make(db, renamed, {
      turn: (stored) => {
        const [shown, ...others] = currentManifests(db);
        seen.push([stored, [shown, ...others].map((each) => each?.id ?? ""), rows(db, shown?.id as ManifestId).length]);
      },
    });
    expect(seen.some(([stored]) => stored > 0 && stored < season.length)).toBe(true);
    expect(seen.every(([, ids, count]) => ids.length === 1 && ids[0] === first.manifest && count === 4)).toBe(true);
    expect(made).toMatchObject({ version: 2, complete: 4, changes: { isNew: true, changed: 4, added: 0, gone: 0 } });
    const [shown, ...others] = currentManifests(db);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ id: made?.manifest, version: 2, status: "draft", images: { pending: 1200 } });

    const other = openTemporary();
    storeScan(other, season);
    const atOnceStored = storeScan(other, renamed);
    const comparable = (database: StationDatabase, id: ManifestId) =>
      rows(database, id).map(({ id: own, eventID: _, manifestId: __, ...rest }) => ({
        ...rest,
        images: images(database, own).map(({ sha256, state, fileName }) => [sha256, state, fileName]),
      }));
    expect(comparable(db, made?.manifest as ManifestId)).toEqual(comparable(other, atOnceStored.manifest));
  });

  test("is no version where all is as it was, and nothing is written to find that; files that moved are known", async () => {
    const db = openTemporary();
    const { manifest, ids } = storeScan(db, season);
    approve(db, manifest, {});
    const stored: number[] = [];
    const made = await make(db, season, { turn: (count) => stored.push(count) }, "moved");
    expect(made).toMatchObject({ manifest, version: 1, changes: { isNew: false, same: 4, approved: 4 } });
    expect(Math.max(...stored)).toBe(0);
    expect(stored.length).toBeGreaterThanOrEqual(season.length);
    expect(unshownJobs(db)).toEqual([]);
    const [first] = images(db, ids[0] as EncounterId);
    expect(first?.filePath).toBe("moved/p0.jpg");
  });

  test("has what a person decides of the version before while it is stored", async () => {
    const db = openTemporary();
    const { manifest, ids } = storeScan(db, season);
    const [p, q, r, s] = ids as [EncounterId, EncounterId, EncounterId, EncounterId];
    // What is approved is approved in the next version where that says the same; so only one encounter changes.
    const wanted = season.map((each, at) => (at === 3 ? (renamed[3] as Wanted) : each));
    const person = midway(() => {
      approve(db, manifest, { encounters: [p, s] });
      describeImages(db, q, [sha("q1")], { side: "left" });
      describeImages(db, r, [sha("r1")], { quality: 3 });
    });
    const made = await make(db, wanted, person);
    expect(person.isDone()).toBe(true);
    const [one, two, three, four] = rows(db, made?.manifest as ManifestId);
    expect([one?.review, four?.review]).toEqual(["approved", "pending"]);
    const imageOf = (id: EncounterId | undefined, name: string) =>
      images(db, id as EncounterId).find(({ sha256 }) => sha256 === sha(name));
    expect(imageOf(two?.id, "q1")).toMatchObject({ side: "left" });
    expect(imageOf(three?.id, "r1")).toMatchObject({ quality: 3 });
    expect(currentManifests(db).map(({ status }) => status)).toEqual(["approved"]);
  });

  test("knows what a sync has delivered meanwhile", async () => {
    const db = openTemporary();
    const { manifest, ids } = storeScan(db, season);
    approve(db, manifest, {});
    const { run } = createRun(db, manifest, "sync");
    const ledger = createLedger(db);
    const deliver = (id: EncounterId, sha256: Sha256) => {
      for (const event of [
        { type: "uploaded" } as const,
        { type: "committed" } as const,
        { type: "verified", receipt } as const,
      ])
        ledger.applyImages(id, [{ sha256, event }], { run, bytesSent: 0 });
    };
    let at = 0;
    const made = await make(db, renamed, {
      turn: (stored) => {
        if (stored > 0 && at < perEncounter) deliver(ids[0] as EncounterId, sha(`p${at++}`));
      },
    });
    expect(at).toBeGreaterThan(0);
    const [first] = rows(db, made?.manifest as ManifestId);
    expect(first?.images.complete).toBe(at);
  });

  test("is grouped anew where a person has split an encounter meanwhile, and nothing is shown until then", async () => {
    const db = openTemporary();
    const { manifest, ids } = storeScan(db, season);
    const person = midway(() => {
      splitEncounter(db, ids[0] as EncounterId, names("p", 10).map(sha));
    });
    expect(await make(db, renamed, person)).toBeNull();
    expect(currentManifests(db).map(({ id }) => id)).toEqual([manifest]);
    const made = await make(db, renamed);
    const counts = rows(db, made?.manifest as ManifestId).map(({ imageCount }) => imageCount);
    expect(counts.sort((a, b) => a - b)).toEqual([10, 290, 300, 300, 300]);
  });

  test("is grouped anew where a person has left out an image meanwhile", async () => {
    const db = openTemporary();
    const { ids } = storeScan(db, season);
    const person = midway(() => {
      leaveOut(db, ids[3] as EncounterId, [sha("s1")], { reason: "a seagull" });
    });
    expect(await make(db, renamed, person)).toBeNull();
    const made = await make(db, renamed);
    expect(rows(db, made?.manifest as ManifestId).map(({ images: { skipped } }) => skipped)).toEqual([0, 0, 0, 1]);
  });

  test("that is given up leaves the version before as it was, and what it has stored is removed", async () => {
    const db = openTemporary();
    const { manifest, scanJob, ids } = storeScan(db, season);
    const given = make(db, renamed, {
      turn: (stored) => {
        if (stored > 0) throw new Error("cancelled");
      },
    });
    await expect(given).rejects.toThrow("cancelled");
    expect(unshown(db)).toBeGreaterThan(0);
    expect(unshownJobs(db)).toEqual([scanJob]);
    expect(currentManifests(db)).toMatchObject([{ id: manifest, version: 1, images: { pending: 1200 } }]);
    approve(db, manifest, { encounters: [ids[0] as EncounterId] });
    const row = encounterRow(db, ids[0] as EncounterId);

    await inSlices(db, removeHidden(db, scanJob), () => setImmediate());
    expect(unshownJobs(db)).toEqual([]);
    expect(db.sql.pragma("foreign_key_check")).toEqual([]);
    expect(encounterRow(db, ids[0] as EncounterId)).toEqual(row);
    expect(await make(db, renamed)).toMatchObject({ version: 2 });
  });
});
