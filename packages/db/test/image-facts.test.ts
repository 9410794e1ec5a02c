import {
  type EncounterId,
  HubEncounterId,
  noFacts,
  type Provenance,
  type RunId,
  type Sha256,
} from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import {
  approve,
  createLedger,
  createRun,
  describeImages,
  encounterRow,
  imagePage,
  leaveOut,
  manifestRow,
  mergeEncounters,
  type StationDatabase,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, sha, storeScan, type Wanted } from "./support.ts";

const facts = (db: StationDatabase, id: EncounterId | undefined) =>
  imagePage(db, id as EncounterId, { offset: 0, limit: 100 }).items.map(({ side, quality, people }) => [
    side,
    quality,
    people,
  ]);
const imagesOf = (db: StationDatabase, id: EncounterId | undefined) =>
  imagePage(db, id as EncounterId, { offset: 0, limit: 100 }).items;

const named = { side: "left", quality: null, people: false, said: { side: { source: "filename", raw: "a_L.jpg" } } };
const scanned = (db: StationDatabase, wanted: Partial<Wanted> = {}) => {
  const scan = storeScan(db, [{ images: ["a", "b"], facts: { a: named as never }, ...wanted }]);
  return { ...scan, id: scan.ids[0] as EncounterId };
};

describe("what is said of images", () => {
  test("comes from their files, until a person says otherwise", () => {
    const db = openTemporary();
    const { id } = scanned(db);
    describeImages(db, id, [sha("a"), sha("b")], { side: "dorsal", quality: 3, people: true });
    describeImages(db, id, [sha("b")], { side: null, people: false });
    expect(imagesOf(db, id)).toMatchObject([
      { side: "dorsal", quality: 3, people: true, said: { side: { source: "manual", raw: null } } },
      { side: null, quality: 3, people: false, said: { side: { source: "manual" }, people: { source: "manual" } } },
    ]);
  });

  test("is a person's also in the next version; of the rest the files are asked anew", () => {
    const db = openTemporary();
    const { id } = scanned(db);
    describeImages(db, id, [sha("b")], { side: "right", people: true });
    describeImages(db, id, [sha("a")], { side: null });
    const rated = { side: "dorsal", quality: 2, people: false, said: { quality: { source: "rating", raw: "3" } } };
    const next = scanned(db, { facts: { a: named as never, b: rated as never } });
    expect(facts(db, next.id)).toEqual([
      [null, null, false],
      ["right", 2, true],
    ]);
  });

  test("is another thing of the same photograph in the catalogue, which is left out for itself too", () => {
    const db = openTemporary();
    const said = { source: "filename", raw: "T065A_L.jpg", conflicts: [] } satisfies Provenance;
    const wanted = (...more: string[]) => [
      { images: ["a", "b", ...more] },
      { images: ["a"], values: { eventType: "reference", organismName: "T065A" }, provenance: { eventType: said } },
    ];
    const first = storeScan(db, wanted());
    describeImages(db, first.ids[1] as EncounterId, [sha("a")], { quality: 4 });
    describeImages(db, first.ids[0] as EncounterId, [sha("a")], { quality: 1 });
    leaveOut(db, first.ids[0] as EncounterId, [sha("a")], { reason: "blurred" });
    const next = storeScan(db, wanted("c"));
    const a = (at: number) => imagesOf(db, next.ids[at]).find(({ sha256 }) => sha256 === sha("a"));
    expect(next.encounters.map(({ values }) => values.eventType ?? null)).toEqual([null, "reference"]);
    expect([a(0), a(1)]).toMatchObject([
      { quality: 1, state: "skipped" },
      { quality: 4, state: "pending" },
    ]);
  });

  test("is looked at again where the files of a later version say other things than those that were approved", () => {
    const db = openTemporary();
    const { manifest } = scanned(db);
    approve(db, manifest, {});
    const same = scanned(db);
    expect(encounterRow(db, same.id)).toMatchObject({ review: "approved", since: null });
    const next = scanned(db, { facts: { a: named as never, b: { ...named, side: "right" } as never } });
    expect(encounterRow(db, next.id)).toMatchObject({
      review: "pending",
      since: "changed",
      changes: { wasApproved: true, imagesDescribed: 1 },
    });
  });

  test("is due on the hub where that was told otherwise, once it is approved", () => {
    const db = openTemporary();
    const { id, manifest, encounters } = scanned(db);
    approve(db, manifest, {});
    const ledger = createLedger(db);
    const hub = HubEncounterId.parse(crypto.randomUUID());
    ledger.bind(id, hub, { values: encounters[0]?.values as never, version: 1 });
    expect([...ledger.opening(id, hub, [sha("a"), sha("b")]).values()].map(({ side }) => side)).toEqual(["left", null]);
    const due = () => [manifestRow(db, manifest).correctionsDue, encounterRow(db, id).correctionDue];
    expect(due()).toEqual([0, false]);
    describeImages(db, id, [sha("b")], { people: true });
    expect(due()).toEqual([0, false]);
    approve(db, manifest, {});
    expect(due()).toEqual([1, true]);
    const [, b] = ledger.images(id);
    expect(b).toMatchObject({ told: noFacts, facts: { ...noFacts, people: true } });
    const run = createRun(db, manifest, "sync").run as RunId;
    ledger.corrected(id, { told: [{ sha256: sha("b"), facts: { ...noFacts, people: true } }] }, run);
    expect(due()).toEqual([0, false]);
    // A later version knows what the hub was told.
    const next = scanned(db);
    approve(db, next.manifest, {});
    expect(
      createLedger(db)
        .images(next.id)
        .map(({ told }) => told?.people),
    ).toEqual([false, true]);
  });

  test("makes an approved encounter wait for approval again, unless it was so already", () => {
    const db = openTemporary();
    const { id, manifest } = scanned(db);
    approve(db, manifest, {});
    expect(describeImages(db, id, [sha("a")], { side: "left" })).toMatchObject({
      undo: null,
      encounters: [{ review: "approved" }],
    });
    expect(describeImages(db, id, [sha("a")], { quality: 4 }).encounters).toMatchObject([{ review: "pending" }]);
  });

  test("goes with a photograph that lay in both of two merged encounters", () => {
    const db = openTemporary();
    const { ids } = storeScan(db, [{ images: ["a", "b"] }, { images: ["b"], values: { locality: "Active Pass" } }]);
    describeImages(db, ids[1] as EncounterId, [sha("b")], { people: true });
    mergeEncounters(db, ids[0] as EncounterId, [ids[1] as EncounterId]);
    expect(facts(db, ids[0])).toEqual([
      [null, null, false],
      [null, null, true],
    ]);
  });

  test("is said of all files of a shot, and of nothing else", () => {
    const db = openTemporary();
    const { ids } = storeScan(db, [{ images: ["a", "b", "c"] }]);
    const rename = db.sql.prepare("UPDATE image SET file_name = ?, paired_with = ? WHERE sha256 = ?");
    const move = db.sql.prepare("UPDATE file SET path_text = ? WHERE sha256 = ?");
    for (const [name, lead, image] of [
      ["IMG_1.NEF", null, "a"],
      ["IMG_1.JPG", "IMG_1.NEF", "b"],
      ["MVI_2.MP4", "IMG_1.NEF", "c"],
    ] as const) {
      rename.run(name, lead, sha(image));
      move.run(`2024/${name}`, sha(image));
    }
    describeImages(db, ids[0] as EncounterId, [sha("b")], { people: true });
    expect(facts(db, ids[0]).map(([, , people]) => people)).toEqual([true, true, false]);
  });

  test("is refused of an image that the encounter does not have", () => {
    const db = openTemporary();
    const { id } = scanned(db);
    expect(() => describeImages(db, id, ["0".repeat(64) as Sha256], { quality: 1 })).toThrow(
      expect.objectContaining({ code: "NOT_FOUND" }),
    );
  });
});

describe("undone", () => {
  test("it is as it was said before, and approved again", () => {
    const db = openTemporary();
    const { id, manifest } = scanned(db);
    approve(db, manifest, {});
    const { undo } = describeImages(db, id, [sha("a"), sha("b")], { side: "right", quality: 1 });
    const { encounters } = undoReshaping(db, undo as never);
    expect(encounters).toMatchObject([{ review: "approved" }]);
    expect(imagesOf(db, id)).toMatchObject([named, { side: null, quality: null }]);
  });

  test("only where nothing else was said since: the later one is named", () => {
    const db = openTemporary();
    const { id } = scanned(db);
    const first = describeImages(db, id, [sha("a")], { quality: 1 });
    const second = describeImages(db, id, [sha("a")], { quality: 2 });
    expect(() => undoReshaping(db, first.undo as never)).toThrow(
      expect.objectContaining({
        code: "UNDO_TOO_LATE",
        detail: expect.stringMatching(
          /^Its images were changed again by a later description of images \(.* · .*\); undo that first\.$/,
        ),
      }),
    );
    undoReshaping(db, second.undo as never);
    undoReshaping(db, first.undo as never);
    expect(facts(db, id)[0]).toEqual(["left", null, false]);
  });

  test("it is not approved with what was said of other images since", () => {
    const db = openTemporary();
    const { id, manifest } = scanned(db);
    approve(db, manifest, {});
    const earlier = describeImages(db, id, [sha("a")], { quality: 1 });
    const later = describeImages(db, id, [sha("b")], { people: true });
    undoReshaping(db, earlier.undo as never);
    expect(encounterRow(db, id).review).toBe("pending");
    undoReshaping(db, later.undo as never);
    expect(facts(db, id)).toEqual([
      ["left", null, false],
      [null, null, false],
    ]);
  });

  test("a leaving out does not approve what was said of images after it", () => {
    const db = openTemporary();
    const { id, manifest } = scanned(db);
    approve(db, manifest, {});
    const { undo } = leaveOut(db, id, [sha("a")], { reason: null });
    describeImages(db, id, [sha("b")], { people: true });
    expect(() => undoReshaping(db, undo as never)).toThrow(expect.objectContaining({ code: "UNDO_TOO_LATE" }));
    expect(encounterRow(db, id).review).toBe("pending");
  });
});
