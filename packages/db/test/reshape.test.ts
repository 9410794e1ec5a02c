import { type EncounterId, HubEncounterId, type RunId, type Sha256 } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import {
  approve,
  createLedger,
  createRun,
  editEncounter,
  encounterPage,
  encounterRow,
  imagePage,
  leaveOut,
  manifestRow,
  mergeEncounters,
  moveToEncounter,
  reopenEncounter,
  type StationDatabase,
  splitEncounter,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, receipt, sha, someValues, storeScan } from "./support.ts";

const all = { offset: 0, limit: 100 };
const encountersOf = (db: StationDatabase, { manifest }: { manifest: Parameters<typeof manifestRow>[1] }) =>
  encounterPage(db, manifest, "all", all).items;
/** Images by the names they were made of, encounter by encounter. */
const names = new Map("abcdefgh".split("").map((name) => [sha(name), name]));
const shapes = (db: StationDatabase, scan: { manifest: Parameters<typeof manifestRow>[1] }) =>
  encountersOf(db, scan).map(({ id }) =>
    imagePage(db, id, all)
      .items.map(({ sha256, state }) => (state === "skipped" ? `(${names.get(sha256)})` : names.get(sha256)))
      .join(""),
  );
const shas = (...of: string[]): Sha256[] => of.map(sha);

/** Delivers every image of the approved encounters, as a run would. */
function deliver(db: StationDatabase, scan: ReturnType<typeof storeScan>) {
  const ledger = createLedger(db);
  const run = createRun(db, scan.manifest, "sync").run as RunId;
  for (const of of ledger.encounters(scan.manifest)) {
    const hub = of.hubEncounterId ?? HubEncounterId.parse(crypto.randomUUID());
    ledger.bind(of.id, hub, { values: of.values, version: 1 });
    const images = ledger.images(of.id).map(({ sha256 }) => sha256);
    ledger.opening(of.id, hub, images);
    ledger.applyImages(
      of.id,
      images.map((sha256) => ({ sha256, event: { type: "verified", receipt } as const })),
      { run },
    );
  }
}
const scanned = (db: StationDatabase) =>
  storeScan(db, [{ images: ["a", "b", "c"] }, { images: ["d", "e"], values: { locality: "Active Pass" } }]);

test("encounters of several days warn with the days once they are merged, and not where it is undone, or was one night", () => {
  const db = openTemporary();
  const scan = scanned(db);
  const [id, other] = scan.ids as [EncounterId, EncounterId];
  const takenAt = (time: string, ...of: string[]) => {
    for (const image of of) db.sql.prepare("UPDATE image SET captured_at = ? WHERE sha256 = ?").run(time, sha(image));
  };
  const found = () =>
    encounterRow(db, id).findings.flatMap(({ code, detail }) => (code === "SPANS_DAYS" ? [detail] : []));
  takenAt("2024-07-15T22:10:00", "a", "b", "c");
  takenAt("2024-07-17T10:00:00+02:00", "d", "e");
  const { undo } = mergeEncounters(db, id, [other]);
  expect(found()).toEqual(["2024-07-15 (3 images), 2024-07-17 (2 images)"]);
  expect(encounterRow(db, id).review).toBe("pending");
  leaveOut(db, id, shas("d", "e"), { reason: null });
  expect(found()).toEqual([]);
  leaveOut(db, id, shas("d", "e"), null);
  expect(found()).toHaveLength(1);
  undoReshaping(db, undo as never);
  expect(found()).toEqual([]);
  takenAt("2024-07-16T00:30:00", "d", "e");
  mergeEncounters(db, id, [other]);
  expect(found()).toEqual([]);
});

describe("an encounter is split", () => {
  test("right after it stands the new one, with its fields; both wait for approval", () => {
    const db = openTemporary();
    const scan = scanned(db);
    approve(db, scan.manifest, {});
    const { encounters, removed } = splitEncounter(db, scan.ids[0] as never, shas("b"));
    expect(shapes(db, scan)).toEqual(["ac", "b", "de"]);
    expect(removed).toEqual([]);
    expect(encounters.map(({ review, values, imageCount }) => [review, values, imageCount])).toEqual([
      ["pending", someValues, 1],
      ["pending", someValues, 2],
    ]);
    expect(manifestRow(db, scan.manifest).encounters).toMatchObject({ approved: 1, pending: 2 });
    expect(new Set(encounters.map(({ eventID }) => eventID)).size).toBe(2);
  });

  test("the part with most images keeps the eventID, whichever was picked", () => {
    const db = openTemporary();
    const scan = scanned(db);
    const { eventID } = scan.encounters[0] as (typeof scan.encounters)[number];
    const { encounters } = splitEncounter(db, scan.ids[0] as never, shas("a", "c"));
    expect(encounters[0]).toMatchObject({ eventID, imageCount: 2 });
    expect(encounters[1]).toMatchObject({ imageCount: 1 });
  });

  test("not into all and nothing, and not with images of another", () => {
    const db = openTemporary();
    const scan = scanned(db);
    const split =
      (...of: string[]) =>
      () =>
        splitEncounter(db, scan.ids[0] as never, shas(...of));
    expect(split("a", "b", "c")).toThrow(expect.objectContaining({ code: "VALIDATION_FAILED" }));
    expect(split()).toThrow(expect.objectContaining({ code: "VALIDATION_FAILED" }));
    expect(split("d")).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});

describe("encounters are merged", () => {
  test("into the one that the hub has, with the fields of the one that was named", () => {
    const db = openTemporary();
    const scan = scanned(db);
    approve(db, scan.manifest, { encounters: [scan.ids[1] as never] });
    deliver(db, scan);
    const { encounters, removed } = mergeEncounters(db, scan.ids[0] as never, [scan.ids[1] as never]);
    expect(shapes(db, scan)).toEqual(["abcde"]);
    expect(removed).toEqual([scan.ids[0]]);
    expect(encounters[0]).toMatchObject({ id: scan.ids[1], values: someValues, review: "pending" });
  });

  test("a photograph that lay in both is there once, and the hub's second place of it is remembered", () => {
    const db = openTemporary();
    const scan = storeScan(db, [{ images: ["a", "b"] }, { images: ["b", "c"], values: { locality: "Active Pass" } }]);
    approve(db, scan.manifest, {});
    deliver(db, scan);
    const { undo } = mergeEncounters(db, scan.ids[0] as never, [scan.ids[1] as never]);
    expect(shapes(db, scan)).toEqual(["abc"]);
    expect(undo).toBeNull();
    expect(createLedger(db).strays(scan.ids[0] as never)).toMatchObject([{ sha256: sha("b") }]);
  });

  test("what is under embargo in one of them stays so in the merged one", () => {
    const db = openTemporary();
    const scan = storeScan(db, [{ images: ["a"] }, { images: ["b"], values: { locality: "Active Pass" } }]);
    editEncounter(db, scan.ids[1] as never, { available: "2027-01-01" });
    const { encounters } = mergeEncounters(db, scan.ids[0] as never, [scan.ids[1] as never]);
    expect(encounters[0]).toMatchObject({
      values: { ...someValues, available: "2027-01-01" },
      provenance: { available: { source: "manual" } },
    });
  });

  test("moving all images is merging", () => {
    const db = openTemporary();
    const scan = scanned(db);
    moveToEncounter(db, scan.ids[1] as never, scan.ids[0] as never, shas("d", "e"));
    expect(shapes(db, scan)).toEqual(["abcde"]);
  });
});

describe("images are left out", () => {
  test("with the reason, and taken back; approval is asked for anew", () => {
    const db = openTemporary();
    const scan = scanned(db);
    approve(db, scan.manifest, {});
    deliver(db, scan);
    const id = scan.ids[0] as never;
    leaveOut(db, id, shas("b"), { reason: "a person is in it" });
    expect(shapes(db, scan)).toEqual(["a(b)c", "de"]);
    expect(imagePage(db, id, all).items[1]).toMatchObject({ leftOut: "a person is in it" });
    expect(encounterRow(db, id)).toMatchObject({ review: "pending" });
    leaveOut(db, id, shas("b"), null);
    expect(imagePage(db, id, all).items[1]).toMatchObject({ leftOut: null, state: "complete" });
  });
});

describe("what was done is undone", () => {
  test.each([
    ["a split", (db: StationDatabase, ids: never[]) => splitEncounter(db, ids[0] as never, shas("b"))],
    ["a merge", (db: StationDatabase, ids: never[]) => mergeEncounters(db, ids[0] as never, [ids[1] as never])],
    ["a move", (db: StationDatabase, ids: never[]) => moveToEncounter(db, ids[0] as never, ids[1] as never, shas("b"))],
    [
      "a leaving out",
      (db: StationDatabase, ids: never[]) => leaveOut(db, ids[0] as never, shas("b"), { reason: null }),
    ],
  ])("%s: images, eventIDs and approvals are as before", (_, act) => {
    const db = openTemporary();
    const scan = scanned(db);
    approve(db, scan.manifest, {});
    const before = encountersOf(db, scan);
    const { undo } = act(db, scan.ids as never[]);
    undoReshaping(db, undo as never);
    expect(shapes(db, scan)).toEqual(["abc", "de"]);
    const kept = ({ id, eventID, review, values, images }: (typeof before)[number]) => ({
      ...{ id, eventID, review, values, images },
    });
    expect(encountersOf(db, scan).map(kept)).toEqual(before.map(kept));
  });

  test("gives an image that was left out its receipt back, and the encounter its approval", () => {
    const db = openTemporary();
    const scan = scanned(db);
    approve(db, scan.manifest, {});
    deliver(db, scan);
    const [id] = scan.ids as never[];
    const ledger = createLedger(db);
    const was = { row: encounterRow(db, id as never), images: ledger.images(id as never) };
    const { undo } = leaveOut(db, id as never, shas("b"), { reason: "a person is in it" });
    expect(manifestRow(db, scan.manifest).images).toMatchObject({ complete: 4, skipped: 1, pending: 0 });
    undoReshaping(db, undo as never);
    expect({ row: encounterRow(db, id as never), images: ledger.images(id as never) }).toEqual(was);
    expect(was.row).toMatchObject({ review: "approved", sync: "synced" });
    expect(manifestRow(db, scan.manifest)).toMatchObject({ imagesDue: 0, correctionsDue: 0 });
  });

  test("has an image asked for again whose bytes the hub lost meanwhile", () => {
    const db = openTemporary();
    const scan = storeScan(db, [{ images: ["a", "b"] }, { images: ["b", "c"], values: { locality: "Active Pass" } }]);
    approve(db, scan.manifest, {});
    deliver(db, scan);
    const [first, second] = scan.ids as never[];
    const { undo } = leaveOut(db, first as never, shas("b"), { reason: null });
    const gone = { sha256: sha("b"), event: { type: "gone", atMs: 0 } } as const;
    createLedger(db).applyImages(second as never, [gone], { run: "" as RunId });
    undoReshaping(db, undo as never);
    const states = createLedger(db).images(first as never);
    expect(states.map(({ record }) => record.state)).toEqual(["complete", "pending"]);
  });

  test("not once its images were changed again", () => {
    const db = openTemporary();
    const scan = scanned(db);
    const { undo } = splitEncounter(db, scan.ids[0] as never, shas("b"));
    moveToEncounter(db, scan.ids[1] as never, scan.ids[0] as never, shas("d"));
    expect(() => undoReshaping(db, undo as never)).toThrow(expect.objectContaining({ code: "UNDO_TOO_LATE" }));
    expect(shapes(db, scan)).toEqual(["acd", "b", "e"]);
  });

  test("names the later change that is in its way, and works once that is undone", () => {
    const db = openTemporary();
    const scan = scanned(db);
    const [id, other] = scan.ids as never[];
    const out = leaveOut(db, id as never, shas("a"), { reason: null }).undo;
    const split = splitEncounter(db, id as never, shas("b")).undo;
    leaveOut(db, other as never, shas("d"), { reason: null });
    expect(() => undoReshaping(db, out as never)).toThrow(
      expect.objectContaining({ detail: expect.stringMatching(/ a later split \(.+ · .+\); undo that first\.$/) }),
    );
    undoReshaping(db, split as never);
    undoReshaping(db, out as never);
    expect(shapes(db, scan)).toEqual(["abc", "(d)e"]);
  });
});

describe("a new version of the manifest", () => {
  test("keeps what was split, moved and left out, and knows what the hub has of it", () => {
    const db = openTemporary();
    const scan = scanned(db);
    approve(db, scan.manifest, {});
    deliver(db, scan);
    splitEncounter(db, scan.ids[0] as never, shas("a"));
    moveToEncounter(db, scan.ids[1] as never, scan.ids[0] as never, shas("d"));
    leaveOut(db, scan.ids[0] as never, shas("c"), { reason: "blurred" });
    const before = encountersOf(db, scan);
    expect(shapes(db, scan)).toEqual(["b(c)d", "a", "e"]);
    const again = storeScan(db, [
      { images: ["a", "b", "c", "f"] },
      { images: ["d", "e"], values: { locality: "Active Pass" } },
    ]);
    expect(shapes(db, again).sort()).toEqual(["a", "b(c)df", "e"].sort());
    const events = (of: typeof before) => of.map(({ eventID }) => eventID).sort();
    expect(events(encountersOf(db, again))).toEqual(events(before));
    const ledger = createLedger(db);
    approve(db, again.manifest, {});
    const onHub = ledger
      .encounters(again.manifest)
      .flatMap(({ id }) => ledger.images(id).flatMap(({ hubEncounter }) => hubEncounter ?? []));
    expect(onHub).toHaveLength(5);
  });

  test("keeps a merge, and puts a new photograph where most of its neighbours are", () => {
    const db = openTemporary();
    const scan = scanned(db);
    mergeEncounters(db, scan.ids[0] as never, [scan.ids[1] as never]);
    const again = storeScan(db, [
      { images: ["a", "b", "c"] },
      { images: ["d", "e", "g"], values: { locality: "Active Pass" } },
      { images: ["h"], values: { locality: "Boundary Pass" } },
    ]);
    expect(shapes(db, again)).toEqual(["abcdeg", "h"]);
  });

  test("keeps the eventIDs of what is opened again", () => {
    const db = openTemporary();
    const scan = scanned(db);
    approve(db, scan.manifest, {});
    reopenEncounter(db, scan.ids[0] as never);
    const again = scanned(db);
    expect(again.encounters.map(({ eventID }) => eventID)).toEqual(scan.encounters.map(({ eventID }) => eventID));
  });
});

test("what was split off and left out as a whole is approved where the hub has it, and taken out of it there", () => {
  const db = openTemporary();
  const { ids, manifest } = storeScan(db, [{ images: ["a", "b"] }]);
  approve(db, manifest, {});
  const ledger = createLedger(db);
  const [id] = ids as [EncounterId];
  const hub = HubEncounterId.parse(crypto.randomUUID());
  ledger.bind(id, hub, { values: {} as never, version: 1 });
  ledger.opening(id, hub, [sha("a"), sha("b")]);
  reopenEncounter(db, id);
  const [off] = splitEncounter(db, id, [sha("a")]).encounters;
  leaveOut(db, off?.id as EncounterId, [sha("a")], { reason: null });
  expect(approve(db, manifest, {})).toMatchObject({ approved: 2, incomplete: 0 });
  expect(ledger.leaving(off?.id as EncounterId, hub, [sha("a")])).toEqual([sha("a")]);
});

test("an encounter whose images are all left out is not approved, unless the hub is to be told of it", () => {
  const db = openTemporary();
  const { ids, manifest } = storeScan(db, [{ images: ["a"] }, { images: ["b"] }]);
  const [own, delivered] = ids as [EncounterId, EncounterId];
  db.sql.prepare("UPDATE image SET hub_encounter = 'enc_1' WHERE sha256 = ?").run(sha("b"));
  // That the hub has an encounter of that name, with no image of it, is nothing to tell.
  db.sql.prepare("UPDATE encounter SET hub_encounter_id = 'enc_2' WHERE id = ?").run(own);
  for (const [id, name] of [
    [own, "a"],
    [delivered, "b"],
  ] as const)
    leaveOut(db, id, [sha(name)], { reason: null });
  expect(approve(db, manifest, {})).toMatchObject({
    approved: 1,
    incomplete: 1,
    leftOut: [{ finding: "NOTHING_LEFT", encounters: 1 }],
  });
  leaveOut(db, own, [sha("a")], null);
  expect(approve(db, manifest, {})).toMatchObject({ approved: 1, incomplete: 0 });
});

test("once the hub has let go of all that was left out, nothing is left to approve", () => {
  const db = openTemporary();
  const { ids, manifest } = storeScan(db, [{ images: ["a"] }]);
  const [id] = ids as [EncounterId];
  approve(db, manifest, {});
  const ledger = createLedger(db);
  const hub = HubEncounterId.parse(crypto.randomUUID());
  ledger.bind(id, hub, { values: {} as never, version: 1 });
  ledger.opening(id, hub, [sha("a")]);
  reopenEncounter(db, id);
  leaveOut(db, id, [sha("a")], { reason: null });
  expect(approve(db, manifest, {})).toMatchObject({ approved: 1 });
  const { run } = createRun(db, manifest, "sync");
  ledger.corrected(id, { forgotten: [{ sha256: sha("a"), hubEncounter: hub }] }, run);
  // That the hub was told so stays a decision, until somebody takes it back.
  expect(encounterRow(db, id)).toMatchObject({ review: "approved", hubEncounterId: hub });
  expect(reopenEncounter(db, id)).toMatchObject({ review: "incomplete", findings: [{ code: "NOTHING_LEFT" }] });
  expect(approve(db, manifest, {})).toMatchObject({ approved: 0, leftOut: [{ finding: "NOTHING_LEFT" }] });
  leaveOut(db, id, [sha("a")], null);
  expect(approve(db, manifest, {})).toMatchObject({ approved: 1 });
});
