import { EncounterId, type ReshapingId } from "@landfall/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import {
  approve,
  decideEncounters,
  denyEncounter,
  editEncounter,
  encounterPage,
  encounterRow,
  leaveOut,
  manifestRow,
  mergeEncounters,
  noteActivity,
  reopenEncounter,
  type StationDatabase,
  setFields,
  undoableChanges,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, sha, storeScan } from "./support.ts";

let db: StationDatabase;
let manifest: ReturnType<typeof storeScan>["manifest"];
let ids: EncounterId[];
let [first, second]: [EncounterId, EncounterId] = [
  EncounterId.parse(crypto.randomUUID()),
  EncounterId.parse(crypto.randomUUID()),
];

beforeEach(() => {
  db = openTemporary();
  const scan = storeScan(db, [
    { images: ["a", "b"] },
    { images: ["c"], values: { locality: "Active Pass" } },
    { images: ["d"], values: { locality: null } },
  ]);
  manifest = scan.manifest;
  ids = scan.ids.map((id) => EncounterId.parse(id));
  [first, second] = ids as [EncounterId, EncounterId];
});

/** Everything that a person sees of the encounters. */
const seen = () => encounterPage(db, manifest, "all", { offset: 0, limit: 10 }).items;
const stand = () => seen().map(({ review }) => review);
const undo = (id: ReshapingId | null) => undoReshaping(db, id as ReshapingId);

test("an edit of an approved encounter is one change with its reopening, and one undo makes it approved again", () => {
  const startedMs = db.now();
  approve(db, manifest, { encounters: [first] });
  const before = seen();
  expect(() => editEncounter(db, first, { locality: "Knight Inlet" })).toThrow(
    expect.objectContaining({ code: "ENCOUNTER_FROZEN" }),
  );
  const { undo: id, review } = editEncounter(db, first, { locality: "Knight Inlet", behavior: "resting" }, true);
  expect(review).toBe("pending");
  const [change, approval] = undoableChanges(db, manifest);
  expect(change).toMatchObject({
    id,
    kind: "edit",
    encounters: 1,
    titles: [expect.stringMatching(/ · Knight Inlet · /)],
  });
  expect(change?.fields).toEqual([
    { name: "locality", value: "Knight Inlet" },
    { name: "behavior", value: "resting" },
  ]);
  expect(Date.parse(change?.at ?? "")).toBeGreaterThanOrEqual(startedMs);
  expect(Date.parse(change?.at ?? "")).toBeLessThanOrEqual(db.now());
  expect(approval).toMatchObject({ kind: "approval", fields: [] });
  undo(id);
  expect(seen()).toEqual(before);
});

describe("a decision is undone", () => {
  test.each<[string, () => ReshapingId | null]>([
    ["an edit", () => editEncounter(db, first, { locality: "Knight Inlet", behavior: "resting" }).undo],
    ["a field that was emptied", () => editEncounter(db, first, { locality: null }).undo],
    ["a value that completed it", () => editEncounter(db, ids[2] as EncounterId, { locality: "Bay" }).undo],
    [
      "a value for all",
      () => setFields(db, manifest, { set: { license: "public" }, override: { locality: "X" } }).undo,
    ],
    ["an approval, with what it filled", () => approve(db, manifest, { set: { locality: "Bay" } }).undo],
    ["a denial", () => denyEncounter(db, second).undo],
    ["several denials", () => decideEncounters(db, manifest, { decision: "deny", encounters: [first, second] }).undo],
  ])("%s: all is as it was", (_, act) => {
    const before = seen();
    const id = act();
    expect(seen()).not.toEqual(before);
    expect(undo(id).encounters.length).toBeGreaterThan(0);
    expect(seen()).toEqual(before);
  });

  test("a reopening: what was approved is approved again, and what was denied denied", () => {
    approve(db, manifest, { encounters: [first] });
    denyEncounter(db, second);
    const before = seen();
    const { changed, undo: id } = decideEncounters(db, manifest, { decision: "reopen" });
    expect([changed, stand()]).toEqual([2, ["pending", "pending", "incomplete"]]);
    undo(id);
    expect(seen()).toEqual(before);
    expect(manifestRow(db, manifest).encounters).toMatchObject({ approved: 1, denied: 1 });
  });

  test("one after the other, the latest first", () => {
    const start = seen();
    const edited = editEncounter(db, first, { locality: "Knight Inlet" }).undo;
    const again = editEncounter(db, first, { locality: "Elsewhere" }).undo;
    const approved = approve(db, manifest, {}).undo;
    for (const id of [approved, again, edited]) undo(id);
    expect(seen()).toEqual(start);
  });

  test("fields that were edited since stay, where they are others", () => {
    const { undo: id } = editEncounter(db, first, { locality: "Knight Inlet" });
    editEncounter(db, first, { behavior: "resting" });
    undo(id);
    expect(encounterRow(db, first).values).toMatchObject({ locality: "Haro Strait", behavior: "resting" });
  });

  test("what changed nothing has nothing to undo", () => {
    expect(setFields(db, manifest, { set: { recordedBy: "Somebody else" } })).toMatchObject({ changed: 0, undo: null });
    denyEncounter(db, first);
    expect(denyEncounter(db, first).undo).toBeNull();
  });
});

describe("too late", () => {
  const late = (id: ReshapingId | null) =>
    expect(() => undo(id)).toThrow(/since: .+ · .+\.$|merged into another one since/);

  test.each<[string, () => unknown]>([
    ["the field was edited again", () => editEncounter(db, first, { locality: "Elsewhere" })],
    ["it was approved", () => approve(db, manifest, {})],
    ["it was denied", () => denyEncounter(db, first)],
    ["it went into another encounter", () => mergeEncounters(db, second, [first])],
  ])("%s: nothing of it is undone", (_, later) => {
    const { undo: id } = setFields(db, manifest, { override: { locality: "Knight Inlet" } });
    later();
    const before = seen();
    late(id);
    expect(seen()).toEqual(before);
  });

  test("and twice is once too often", () => {
    const { undo: id } = editEncounter(db, first, { locality: "Knight Inlet" });
    undo(id);
    expect(() => undo(id)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  });

  test("what can be undone is listed, the latest first, until it is undone", () => {
    const { undo: edited } = editEncounter(db, first, { locality: "Knight Inlet" });
    const { undo: approved } = approve(db, manifest, {});
    const { undo: left } = leaveOut(db, second, [sha("c")], { reason: null });
    const { undo: reopened } = reopenEncounter(db, first);
    const listed = [
      { id: reopened, kind: "reopening", encounters: 1 },
      { id: left, kind: "leaving out", encounters: 1 },
      { id: approved, kind: "approval", encounters: 2 },
      { id: edited, kind: "edit", encounters: 1 },
    ];
    expect(undoableChanges(db, manifest)).toMatchObject(listed);
    undo(reopened);
    expect(undoableChanges(db, manifest)).toMatchObject(listed.slice(1));
  });

  test("each change that can be undone says from where it was made, as the activity log has it", () => {
    const { undo: told } = editEncounter(db, first, { behavior: "resting" });
    const subject = [{ kind: "change" as const, id: told as string, name: null }];
    noteActivity(db, { category: "review", actor: "command line", action: "fieldsSet", subject, detail: null });
    editEncounter(db, first, { behavior: "travelling" });
    expect(undoableChanges(db, manifest).map(({ by }) => by)).toEqual([null, "command line"]);
  });

  test("what has other values than were approved waits for approval, until these are taken back too", () => {
    approve(db, manifest, { encounters: [first] });
    const { undo: earlier } = editEncounter(db, first, { behavior: "resting" }, true);
    const { undo: later } = editEncounter(db, first, { locality: "Wrong Bay" });
    undo(earlier);
    expect(encounterRow(db, first)).toMatchObject({ review: "pending", values: { locality: "Wrong Bay" } });
    undo(later);
    expect(encounterRow(db, first).review).toBe("pending");
  });

  test("what has other images than were approved waits for approval", () => {
    approve(db, manifest, { encounters: [first] });
    const { undo: id } = reopenEncounter(db, first);
    leaveOut(db, first, [sha("a")], { reason: null });
    undo(id);
    expect(encounterRow(db, first).review).toBe("pending");
  });
});
