import type { ImageEvent } from "@landfall/engine";
import { type EncounterId, emptyValues, HubEncounterId, type RunId } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import {
  activityPage,
  applyRun,
  approve,
  chooseFirst,
  chooseNoMore,
  createLedger,
  createRun,
  encounterRow,
  eventsSince,
  lastSeq,
  manifestRow,
  moveInQueue,
  queue,
  reopenEncounter,
  runView,
  type StationDatabase,
} from "../src/index.ts";
import { openTemporary, receipt, sha, storeScan, trouble } from "./support.ts";

const verified: ImageEvent = { type: "verified", receipt };
const change = (name: string, event: ImageEvent) => ({ sha256: sha(name), event });

function approvedScan(db: StationDatabase, name?: string) {
  const scan = storeScan(
    db,
    [
      { images: ["a1", "a2"] },
      { images: ["b1"], values: { locality: "Boundary Pass" } },
      { images: ["c1"], values: { locality: null } },
    ],
    name,
  );
  expect(approve(db, scan.manifest, {})).toMatchObject({ approved: 2, incomplete: 1 });
  const [a, b, c] = scan.ids;
  if (!a || !b || !c) throw new Error("three encounters");
  return { ...scan, a, b, c };
}

const typesSince = (db: StationDatabase, seq: number) =>
  eventsSince(db, seq, 100)?.map(({ change: each }) =>
    "from" in each && typeof each.from === "string" ? `${each.type} ${each.from}→${each.to}` : each.type,
  );

describe("the ledger", () => {
  test("knows the approved encounters, and their images in order", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const ledger = createLedger(db);
    expect(ledger.encounters(scan.manifest).map((each) => each.id)).toEqual([scan.a, scan.b]);
    expect(ledger.images(scan.a).map((each) => [each.fileName, each.record])).toEqual([
      ["a1.jpg", { state: "pending", rounds: 0 }],
      ["a2.jpg", { state: "pending", rounds: 0 }],
    ]);
    expect(
      [...ledger.sources(scan.a, sha("a1"))].map((each) => [Buffer.from(each.path).toString(), each.text]),
    ).toEqual([["/photos/a1.jpg", "/photos/a1.jpg"]]);
  });

  test("reads of those under review the ones that are asked for, with those of the same day, place and photographer", () => {
    const db = openTemporary();
    const { manifest, ids } = storeScan(db, [
      { images: ["a1"] },
      { images: ["b1"], values: { locality: "Boundary Pass" } },
      { images: ["c1"] },
      { images: ["d1"], values: { locality: null } },
      { images: ["e1"], values: { locality: null } },
    ]);
    const [a, b, c, d] = ids as [EncounterId, EncounterId, EncounterId, EncounterId];
    const ledger = createLedger(db);
    const proposed = (...only: EncounterId[]) => ledger.proposed(manifest, new Set(only)).map(({ id }) => id);
    expect(proposed(c)).toEqual([a, c]);
    expect(proposed(d, b)).toEqual([b, d]);
    expect(ledger.proposed(manifest).map(({ id }) => id)).toEqual(ids);

    approve(db, manifest, { encounters: [a] });
    expect(ledger.rivals(manifest).map(({ id }) => id)).toEqual([c]);
    const hub = [HubEncounterId.parse(crypto.randomUUID()), HubEncounterId.parse(crypto.randomUUID())] as const;
    for (const [at, id] of [a, b].entries())
      ledger.bind(id, hub[at] as HubEncounterId, { values: emptyValues, version: 1 });
    expect(ledger.rivals(manifest)).toEqual([]);
    expect(ledger.takenBy(manifest)).toEqual(
      new Map([
        [hub[0], a],
        [hub[1], b],
      ]),
    );
  });

  test("remembers the blocks of an image that is on its way, and no longer than that", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const ledger = createLedger(db);
    const of = { target: "https://hub.example/blobs/a", blockBytes: 4_194_304 };
    expect(ledger.blocks(scan.a, sha("a1"))).toBeNull();
    const run = createRun(db, scan.manifest, "sync").run;
    const mark = { run, bytesSent: 10 };
    for (const index of [0, 2]) ledger.acknowledgeBlock(scan.a, sha("a1"), of, index, mark);
    // The same again: its bytes went twice.
    ledger.acknowledgeBlock(scan.a, sha("a1"), of, 2, mark);
    expect(runView(db, run).result.bytesSent).toBe(30);
    expect(ledger.blocks(scan.a, sha("a1"))).toEqual({ ...of, indexes: new Set([0, 2]) });
    expect(ledger.blocks(scan.a, sha("a2"))).toBeNull();
    // Another attempt has another name: what the first one had is of no use to it.
    const other = { ...of, target: "https://hub.example/blobs/a-2" };
    ledger.acknowledgeBlock(scan.a, sha("a1"), other, 1, mark);
    expect(ledger.blocks(scan.a, sha("a1"))).toEqual({ ...other, indexes: new Set([1]) });
    ledger.applyImages(scan.a, [change("a1", { type: "uploaded" })], { run });
    expect(ledger.blocks(scan.a, sha("a1"))).toBeNull();
    ledger.acknowledgeBlock(scan.a, sha("a2"), of, 0, mark);
    ledger.forgetBlocks(scan.a, sha("a2"));
    expect(ledger.blocks(scan.a, sha("a2"))).toBeNull();
  });

  test("applies events to images, derives the encounter's state and tells of both in one go", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const ledger = createLedger(db);
    const { run } = createRun(db, scan.manifest, "sync");
    const seq = lastSeq(db);
    let announced = 0;
    db.listeners.add(() => announced++);
    ledger.applyImages(scan.b, [change("b1", { type: "uploaded" })], { run, bytesSent: 100 });
    ledger.applyImages(scan.b, [change("b1", verified)], { run });
    expect(typesSince(db, seq)).toEqual(["image pending→uploaded", "image uploaded→complete", "encounter"]);
    expect(announced).toBe(2);
    expect(encounterRow(db, scan.b)).toMatchObject({ sync: "synced", images: { complete: 1 } });
    expect(manifestRow(db, scan.manifest)).toMatchObject({ imagesDue: 2, bytesComplete: 100, bytes: 400 });
    expect(runView(db, run).result.bytesSent).toBe(100);
  });

  test("writes nothing for an event that changes nothing, and leaves unknown images out", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const ledger = createLedger(db);
    const { run } = createRun(db, scan.manifest, "sync");
    ledger.applyImages(scan.b, [change("b1", verified)], { run });
    const before = db.sql.prepare("SELECT * FROM image").all();
    const seq = lastSeq(db);
    ledger.applyImages(scan.b, [change("b1", verified)], { run, alreadyThere: true });
    ledger.applyImages(scan.b, [change("b1", { type: "uploaded" }), change("nobody", verified)], { run });
    expect(db.sql.prepare("SELECT * FROM image").all()).toEqual(before);
    expect(lastSeq(db)).toBe(seq);
  });

  test("takes everything back when one part of a change fails", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const { run } = createRun(db, scan.manifest, "sync");
    const seq = lastSeq(db);
    let announced = 0;
    db.listeners.add(() => announced++);
    db.sql.exec(
      `CREATE TRIGGER refuse BEFORE UPDATE ON image WHEN NEW.sha256 = '${sha("a2")}' BEGIN SELECT RAISE(ABORT, 'no'); END`,
    );
    const both = [change("a1", { type: "uploaded" }), change("a2", { type: "uploaded" })];
    expect(() => createLedger(db).applyImages(scan.a, both, { run, bytesSent: 5 })).toThrow("no");
    expect(
      createLedger(db)
        .images(scan.a)
        .map((each) => each.record.state),
    ).toEqual(["pending", "pending"]);
    expect(runView(db, run).result.bytesSent).toBe(0);
    expect(lastSeq(db)).toBe(seq);
    expect(announced).toBe(0);
  });

  test("knows what is due now and when the next waiting image comes due", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const ledger = createLedger(db);
    const { run } = createRun(db, scan.manifest, "sync");
    expect(ledger.dueEncounters(scan.manifest, 0)).toEqual([scan.a, scan.b]);
    expect(ledger.nextDueMs(scan.manifest)).toBeNull();
    ledger.applyImages(scan.a, [change("a1", verified), change("a2", trouble("CONNECTION_LOST", 1_000))], { run });
    const dueMs = ledger.nextDueMs(scan.manifest) as number;
    expect(dueMs).toBe(61_000);
    expect(ledger.dueEncounters(scan.manifest, dueMs - 1)).toEqual([scan.b]);
    expect(ledger.dueEncounters(scan.manifest, dueMs)).toEqual([scan.a, scan.b]);
    // Before the failure itself: the clock was set back.
    expect(ledger.dueEncounters(scan.manifest, 999)).toEqual([scan.a, scan.b]);
    expect(encounterRow(db, scan.a).sync).toBe("partial");
  });

  test("what a reopened encounter had is no longer due, and counts again when it is approved again", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const ledger = createLedger(db);
    const { run } = createRun(db, scan.manifest, "sync");
    ledger.applyImages(scan.a, [change("a1", verified), change("a2", trouble("CONNECTION_LOST"))], { run });
    expect(runView(db, run).result.images).toMatchObject({ complete: 1, failed: 1 });
    expect(reopenEncounter(db, scan.a)).toMatchObject({ review: "pending", images: { complete: 1, waiting: 1 } });
    expect(ledger.nextDueMs(scan.manifest)).toBeNull();
    expect(ledger.dueEncounters(scan.manifest, 1e12)).toEqual([scan.b]);
    expect(runView(db, run).result.images).toMatchObject({ complete: 0, alreadyThere: 0, failed: 0 });
    approve(db, scan.manifest, { encounters: [scan.a] });
    expect(runView(db, run).result.images).toMatchObject({ complete: 1, failed: 1 });
  });

  test("knows which hub encounters belong to somebody else", () => {
    const db = openTemporary();
    const one = approvedScan(db, "One");
    const two = approvedScan(db, "Two");
    const ledger = createLedger(db);
    const mine = HubEncounterId.parse(crypto.randomUUID());
    const other = HubEncounterId.parse(crypto.randomUUID());
    const free = HubEncounterId.parse(crypto.randomUUID());
    ledger.bind(one.a, mine, { values: emptyValues, version: 1 });
    ledger.bind(two.a, other, { values: emptyValues, version: 1 });
    expect(ledger.boundElsewhere(one.manifest, [mine, other, free])).toEqual(new Set([other]));
    expect(ledger.encounters(one.manifest)[0]?.hubEncounterId).toBe(mine);
  });
});

describe("what a run has come to", () => {
  test("a sync answers for all approved encounters: what it sent itself, and what was there before", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const ledger = createLedger(db);
    const first = createRun(db, scan.manifest, "sync").run;
    ledger.applyImages(scan.a, [change("a1", { type: "uploaded" })], { run: first, bytesSent: 100 });
    ledger.applyImages(scan.a, [change("a1", verified)], { run: first });
    ledger.applyImages(scan.a, [change("a2", verified)], { run: first, alreadyThere: true });
    ledger.applyImages(scan.b, [change("b1", trouble("FILE_MISSING"))], { run: first });
    applyRun(db, first, { type: "finished" });
    const result = {
      encounters: { synced: 1, partial: 0, failed: 1 },
      images: { complete: 1, alreadyThere: 1, failed: 0, missing: 1, changed: 0 },
      bytesSent: 100,
      partly: { images: 0, bytes: 0 },
      corrected: { updated: 0, moved: 0, withdrawn: 0, described: 0 },
    };
    expect(runView(db, first)).toMatchObject({ state: "done", settled: true, result });

    const second = createRun(db, scan.manifest, "sync").run;
    expect(runView(db, second).result.images).toMatchObject({ complete: 0, alreadyThere: 2, missing: 1 });
    ledger.applyImages(scan.b, [change("b1", { type: "retried" }), change("b1", verified)], { run: second });
    applyRun(db, second, { type: "finished" });
    expect(runView(db, second).result).toMatchObject({
      encounters: { synced: 2, partial: 0, failed: 0 },
      images: { complete: 1, alreadyThere: 2, missing: 0 },
    });
    expect(runView(db, first).result).toEqual(result);
  });

  test("bytes that a run has sent stay delivered by it when the hub holds them after a restart", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const ledger = createLedger(db);
    const { run } = createRun(db, scan.manifest, "sync");
    ledger.applyImages(scan.b, [change("b1", { type: "uploaded" })], { run, bytesSent: 100 });
    ledger.applyImages(scan.b, [change("b1", verified)], { run, alreadyThere: true });
    expect(runView(db, run).result.images).toMatchObject({ complete: 1, alreadyThere: 0 });
  });

  test("a retry answers for what it touched", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const ledger = createLedger(db);
    const sync = createRun(db, scan.manifest, "sync").run;
    ledger.applyImages(scan.a, [change("a1", verified), change("a2", trouble("BLOB_REFUSED"))], { run: sync });
    ledger.applyImages(scan.b, [change("b1", trouble("FILE_CHANGED"))], { run: sync });
    applyRun(db, sync, { type: "finished" });
    const { run } = createRun(db, scan.manifest, "retry");
    ledger.applyImages(scan.a, [change("a2", { type: "retried" })], { run });
    ledger.applyImages(scan.a, [change("a2", verified)], { run, alreadyThere: true });
    expect(runView(db, run).result).toEqual({
      encounters: { synced: 1, partial: 0, failed: 0 },
      images: { complete: 0, alreadyThere: 1, failed: 0, missing: 0, changed: 0 },
      bytesSent: 0,
      partly: { images: 0, bytes: 0 },
      corrected: { updated: 0, moved: 0, withdrawn: 0, described: 0 },
    });
  });

  test("a manifest has at most one run that is not over", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const { run } = createRun(db, scan.manifest, "sync");
    expect(() => createRun(db, scan.manifest, "retry")).toThrow(expect.objectContaining({ code: "ALREADY_RUNNING" }));
    applyRun(db, run, { type: "cancelled" });
    expect(createRun(db, scan.manifest, "retry").kind).toBe("retry");
  });

  test("is paused for a set of reasons, and says why", () => {
    const db = openTemporary();
    const scan = approvedScan(db);
    const { run } = createRun(db, scan.manifest, "sync");
    applyRun(db, run, { type: "paused", reason: "user", error: null });
    applyRun(db, run, { type: "paused", reason: "auth", error: { code: "KEY_INVALID", detail: "revoked" } });
    expect(runView(db, run)).toMatchObject({
      state: "paused",
      reasons: ["user", "auth"],
      error: { code: "KEY_INVALID" },
    });
    // Another error for the same reason is told, and is nothing that the station did.
    const acts = activityPage(db, { limit: 1 }).total;
    applyRun(db, run, { type: "paused", reason: "auth", error: { code: "POPULATION_CLOSED", detail: null } });
    expect(runView(db, run)).toMatchObject({ reasons: ["user", "auth"], error: { code: "POPULATION_CLOSED" } });
    expect(activityPage(db, { limit: 1 }).total).toBe(acts);
    applyRun(db, run, { type: "resumed", reason: "auth" });
    applyRun(db, run, { type: "resumed", reason: "user" });
    expect(runView(db, run)).toMatchObject({ state: "running", reasons: [], error: null, settled: false });
  });
});

describe("the queue", () => {
  const three = (db: StationDatabase) =>
    ["One", "Two", "Three"].map((name, at) => {
      const { manifest, ids } = storeScan(db, [{ images: [`${name}1`], values: { locality: `Place ${at}` } }], name);
      approve(db, manifest, { encounters: ids });
      return createRun(db, manifest, "sync").run;
    }) as [RunId, RunId, RunId];

  test("holds the runs that are not over, in the order they were asked for, and closes up when one ends", () => {
    const db = openTemporary();
    const [one, two, third] = three(db);
    expect(queue(db)).toEqual([one, two, third]);
    applyRun(db, one, { type: "finished" });
    expect(queue(db)).toEqual([two, third]);
    expect([one, two, third].map((run) => runView(db, run).position)).toEqual([null, 1, 2]);
  });

  test("gives a run any place, one beyond the end the last, and says which have moved", () => {
    const db = openTemporary();
    const [one, two, third] = three(db);
    expect(moveInQueue(db, third, 1).moved).toEqual([third, one, two]);
    expect(queue(db)).toEqual([third, one, two]);
    expect(moveInQueue(db, third, 99).moved).toEqual([one, two, third]);
    expect(moveInQueue(db, one, 2).moved).toEqual([two, one]);
    expect(moveInQueue(db, one, 2).moved).toEqual([]);
    expect(queue(db)).toEqual([two, one, third]);
    applyRun(db, two, { type: "cancelled" });
    expect(() => moveInQueue(db, two, 1)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});

describe("the order within a manifest", () => {
  test("chosen encounters come first, the latest choice before the earlier, until it is taken back", () => {
    const db = openTemporary();
    const { manifest, a, b, c } = approvedScan(db);
    const { chosen } = createLedger(db);
    expect(chosen(manifest)).toEqual([]);
    chooseFirst(db, manifest, [b]);
    chooseFirst(db, manifest, [a]);
    expect(chosen(manifest)).toEqual([a, b]);
    chooseFirst(db, manifest, [b, a]);
    expect(chosen(manifest)).toEqual([b, a]);
    expect(encounterRow(db, b).sendFirst).toBe(true);
    chooseNoMore(db, b);
    // Not approved: it is kept for when it is.
    chooseFirst(db, manifest, [c]);
    expect(chosen(manifest)).toEqual([a]);
    expect(encounterRow(db, b).sendFirst).toBe(false);
  });

  test("an encounter of another manifest cannot be chosen, and nothing of the choice is kept", () => {
    const db = openTemporary();
    const [one, two] = [approvedScan(db, "One"), approvedScan(db, "Two")];
    expect(() => chooseFirst(db, one.manifest, [one.a, two.a])).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
    expect(createLedger(db).chosen(one.manifest)).toEqual([]);
  });

  test("ratings of an encounter are told once each", () => {
    const db = openTemporary();
    const { manifest, a, b } = approvedScan(db);
    db.sql.prepare("UPDATE image SET rating = 9 WHERE file_name = 'a1.jpg'").run();
    expect(createLedger(db).ratings(manifest)).toEqual(
      new Map([
        [a, expect.arrayContaining([0, 5])],
        [b, [0]],
      ]),
    );
  });
});
