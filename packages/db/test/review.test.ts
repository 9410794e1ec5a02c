import { type EncounterId, HubEncounterId, type ManifestId } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { distinctNumbers } from "../src/encounter-numbers.ts";
import {
  answerPlan,
  approve,
  createLedger,
  currentManifests,
  decideEncounters,
  denyEncounter,
  editEncounter,
  encounterPage,
  encounterRow,
  ensurePopulation,
  eventsSince,
  lastSeq,
  manifestRow,
  mirrorPopulations,
  openQuestions,
  populations,
  reopenEncounter,
  type StationDatabase,
  setFields,
} from "../src/index.ts";
import { openTemporary, storeScan } from "./support.ts";

const incomplete = { images: ["x"], values: { locality: null } };
const typesSince = (db: StationDatabase, seq: number) => eventsSince(db, seq, 100)?.map(({ change }) => change.type);
const rows = (db: StationDatabase, manifest: ManifestId) =>
  encounterPage(db, manifest, "all", { offset: 0, limit: 100 }).items;

describe("review", () => {
  test("names what is missing, and makes an encounter pending once it is there", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(db, [incomplete]);
    const id = ids[0] as never;
    expect(encounterRow(db, id)).toMatchObject({ review: "incomplete", missing: ["locality"] });
    expect(editEncounter(db, id, { locality: "Haro Strait" })).toMatchObject({
      review: "pending",
      missing: [],
      values: { locality: "Haro Strait" },
      provenance: { locality: { source: "manual", raw: "Haro Strait" } },
    });
    expect(manifestRow(db, manifest).encounters).toMatchObject({ incomplete: 0, pending: 1 });
  });

  test("says the folder of what has no date or no place, from the scanned one down", () => {
    const db = openTemporary();
    const wanted = [{ images: ["a"], values: { eventDate: null, locality: null } }, { images: ["b"] }, incomplete];
    const { manifest } = storeScan(db, wanted, "Season", 100, (name) => `98-07-15 Robson/${name}.jpg`);
    const folder = "photos/98-07-15 Robson";
    expect(rows(db, manifest).map((row) => row.folder)).toEqual([folder, null, folder]);
  });

  test("approving freezes an encounter, reopening thaws it", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(db, [{ images: ["a"] }, incomplete]);
    const id = ids[0] as never;
    expect(manifestRow(db, manifest)).toMatchObject({ status: "draft", approvedAt: null, imagesDue: 0 });
    expect(approve(db, manifest, {})).toMatchObject({ approved: 1, incomplete: 1 });
    expect(manifestRow(db, manifest)).toMatchObject({ status: "approved", imagesDue: 1 });
    for (const change of [() => editEncounter(db, id, { locality: "X" }), () => denyEncounter(db, id)])
      expect(change).toThrow(expect.objectContaining({ code: "ENCOUNTER_FROZEN" }));
    expect(reopenEncounter(db, id).review).toBe("pending");
    expect(editEncounter(db, id, { locality: "X" }).values.locality).toBe("X");
    expect(manifestRow(db, manifest)).toMatchObject({ status: "approved", imagesDue: 0 });
  });

  test("a denied encounter is left out of approving all until it is reopened", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(db, [{ images: ["a"] }, { images: ["b"], values: { locality: "Y" } }]);
    denyEncounter(db, ids[0] as never);
    expect(approve(db, manifest, {})).toMatchObject({ approved: 1, incomplete: 0 });
    expect(encounterRow(db, ids[0] as never).review).toBe("denied");
    expect(reopenEncounter(db, ids[0] as never).review).toBe("pending");
  });

  test("approving with values fills only what is empty, and only where it was asked for", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(db, [{ images: ["a"] }, incomplete, { ...incomplete, images: ["y"] }]);
    expect(approve(db, manifest, { encounters: ids.slice(0, 2), set: { locality: "Active Pass" } })).toMatchObject({
      approved: 2,
      incomplete: 0,
    });
    expect(rows(db, manifest).map((each) => each.values.locality)).toEqual(["Haro Strait", "Active Pass", null]);
  });

  test("setting fields of a manifest leaves approved encounters alone and is one event", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(
      db,
      ["a", "b", "c"].map((name) => ({ images: [name], values: { recordedBy: null } })),
    );
    approve(db, manifest, { encounters: [ids[0] as never], set: { recordedBy: "A. Diver" } });
    const seq = lastSeq(db);
    expect(setFields(db, manifest, { set: { recordedBy: "B. Wood", locality: "Nowhere" } })).toMatchObject({
      changed: 2,
    });
    expect(rows(db, manifest).map((each) => [each.values.recordedBy, each.values.locality, each.review])).toEqual([
      ["A. Diver", "Haro Strait", "approved"],
      ["B. Wood", "Haro Strait", "pending"],
      ["B. Wood", "Haro Strait", "pending"],
    ]);
    expect(setFields(db, manifest, { override: { locality: "Salish Sea" } })).toMatchObject({ changed: 2 });
    expect(typesSince(db, seq)).toEqual(["manifest", "manifest"]);
    const many = lastSeq(db);
    approve(db, manifest, {});
    expect(typesSince(db, many)).toEqual(["manifest"]);
  });

  test("encounters of one day, place and photographer get numbers of their own in order of time", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(db, [
      { images: ["a"], firstAt: "2024-07-15T15:00:00" },
      { images: ["b"], firstAt: "2024-07-15T09:00:00" },
      { images: ["c"], values: { locality: "Elsewhere" } },
      { images: ["d"], values: { locality: "haro  STRAIT" }, firstAt: "2024-07-15T12:00:00", encounterNumber: 1 },
    ]);
    approve(db, manifest, { encounters: [ids[0] as never] });
    expect(rows(db, manifest).map((each) => each.encounterNumber)).toEqual([3, 2, null, 1]);
  });

  test("an approved encounter keeps its key when another of its day is approved later", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(db, [{ images: ["a"] }, { images: ["b"], values: { locality: null } }]);
    approve(db, manifest, { encounters: [ids[0] as never] });
    approve(db, manifest, { set: { locality: "Haro Strait" } });
    expect(rows(db, manifest).map((each) => [each.encounterNumber, each.review])).toEqual([
      [null, "approved"],
      [2, "approved"],
    ]);
  });

  test("numbers that were given stay, and none is given twice", () => {
    const open = (number: number | null) => ({ number, frozen: false });
    expect(distinctNumbers([open(null)])).toEqual([null]);
    expect(distinctNumbers([open(null), open(1), open(null), open(1)])).toEqual([2, 1, 3, 4]);
    expect(distinctNumbers([open(2), { number: 2, frozen: true }, { number: null, frozen: true }])).toEqual([
      3,
      2,
      null,
    ]);
  });
});

describe("a new version of a manifest", () => {
  test("keeps the eventID where the photographs are mostly the same, each once", () => {
    const db = openTemporary();
    const first = storeScan(db, [{ images: ["a", "b", "c"] }, { images: ["d", "e"] }]);
    const second = storeScan(db, [
      { images: ["f"] },
      { images: ["d", "e", "g"] },
      { images: ["a", "b"] },
      { images: ["c"] },
    ]);
    expect(second.scanJob).toBe(first.scanJob);
    expect(second.version).toBe(2);
    const [abc, de] = first.encounters.map((each) => each.eventID);
    const eventIDs = second.encounters.map((each) => each.eventID);
    expect(eventIDs.slice(1, 3)).toEqual([de, abc]);
    expect(new Set([...eventIDs, abc, de]).size).toBe(4);
  });

  test("takes the place of a draft at once, and of an approved version when it is approved itself", () => {
    const db = openTemporary();
    const one = storeScan(db, [{ images: ["a"] }]);
    const two = storeScan(db, [{ images: ["a", "b"] }]);
    expect(manifestRow(db, one.manifest).status).toBe("superseded");
    approve(db, two.manifest, {});
    const three = storeScan(db, [{ images: ["a", "b", "c"] }]);
    expect(currentManifests(db).map((each) => [each.version, each.status])).toEqual([
      [3, "draft"],
      [2, "approved"],
    ]);
    approve(db, three.manifest, {});
    expect(manifestRow(db, two.manifest).status).toBe("superseded");
  });

  test("keeps a person's decisions that still apply", () => {
    const db = openTemporary();
    const wanted = [{ images: ["a"], values: { locality: null } }, { images: ["b"] }, { images: ["c"] }];
    const one = storeScan(db, wanted);
    editEncounter(db, one.ids[0] as never, { locality: "Active Pass" });
    denyEncounter(db, one.ids[1] as never);
    const answer = { choice: "join", hubEncounterId: HubEncounterId.parse(crypto.randomUUID()) } as const;
    answerPlan(db, one.ids[2] as never, answer);
    const two = storeScan(db, [...wanted, { images: ["d"] }]);
    expect(two.encounters[0]).toMatchObject({ review: "pending", values: { locality: "Active Pass" } });
    expect(two.encounters[0]?.provenance.locality?.source).toBe("manual");
    expect(two.encounters[1]?.review).toBe("denied");
    approve(db, two.manifest, { encounters: [two.ids[2] as never] });
    expect(createLedger(db).encounters(two.manifest)).toMatchObject([{ answer }]);
  });
});

describe("populations", () => {
  const onHub = (name: string, settings = { requireCoordinates: false, requireLicense: false }) => ({
    id: crypto.randomUUID() as never,
    name,
    gate: "open" as const,
    settings,
  });

  test("are bound to the hub's by name, whatever its case and spacing", () => {
    const db = openTemporary();
    const local = ensurePopulation(db, "southern  residents");
    const there = onHub("Southern Residents");
    mirrorPopulations(db, [there, onHub("Transients")]);
    expect(populations(db).map((each) => [each.name, each.onHub])).toEqual([
      ["Southern Residents", true],
      ["Transients", true],
    ]);
    expect(ensurePopulation(db, "SOUTHERN RESIDENTS")).toMatchObject({ id: local.id, hubId: there.id, gate: "open" });
    const seq = lastSeq(db);
    mirrorPopulations(db, [there]);
    expect(populations(db).map((each) => each.onHub)).toEqual([true, false]);
    expect(typesSince(db, seq)).toEqual(["population"]);
  });

  test("that come to ask for more make encounters incomplete that nobody has approved", () => {
    const db = openTemporary();
    const { manifest, ids } = storeScan(db, [{ images: ["a"] }, { images: ["b"], values: { locality: "Y" } }]);
    approve(db, manifest, { encounters: [ids[0] as never] });
    mirrorPopulations(db, [onHub("Residents", { requireCoordinates: false, requireLicense: true })]);
    expect(rows(db, manifest).map((each) => [each.review, each.missing])).toEqual([
      ["approved", []],
      ["incomplete", ["license"]],
    ]);
  });
});

describe("what a sync asked about", () => {
  test("waits for an answer until it is given; what is approved after the sync is no question", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(db, [{ images: ["a"] }, { images: ["b"] }]);
    const [first, second] = ids;
    if (!first || !second) throw new Error("two encounters");
    approve(db, manifest, { encounters: [first] });
    expect(openQuestions(db, manifest)).toBe(0);
    createLedger(db).asked([first]);
    expect(openQuestions(db, manifest)).toBe(1);
    approve(db, manifest, {});
    expect(openQuestions(db, manifest)).toBe(1);
    answerPlan(db, first, { choice: "apart" } as never);
    expect(openQuestions(db, manifest)).toBe(0);
  });

  test("is a question again where the plan could not take the answer that was given", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(db, [{ images: ["a"] }]);
    const [id] = ids;
    if (!id) throw new Error("an encounter");
    approve(db, manifest, {});
    const ledger = createLedger(db);
    ledger.asked([id]);
    answerPlan(db, id, { choice: "join", hubEncounterId: HubEncounterId.parse(crypto.randomUUID()) });
    expect(openQuestions(db, manifest)).toBe(0);
    ledger.asked([id]);
    expect(openQuestions(db, manifest)).toBe(1);
  });

  test("of what was corrected on both sides waits until it is answered, or edited and approved anew", () => {
    const db = openTemporary();
    const { ids, manifest } = storeScan(db, [{ images: ["a"] }, { images: ["b"] }]);
    approve(db, manifest, {});
    const ledger = createLedger(db);
    for (const { id, values } of ledger.encounters(manifest))
      ledger.bind(id, HubEncounterId.parse(crypto.randomUUID()), { values, version: 1 });
    const correct = (id: EncounterId, recordedBy: string) => {
      reopenEncounter(db, id);
      editEncounter(db, id, { recordedBy });
      approve(db, manifest, {});
    };
    for (const id of ids) correct(id, "Ann");
    expect(openQuestions(db, manifest)).toBe(0);
    ledger.asked(ids);
    expect(openQuestions(db, manifest)).toBe(2);
    answerPlan(db, ids[0] as EncounterId, { choice: "ours", values: { recordedBy: "Bob" } });
    expect(openQuestions(db, manifest)).toBe(1);
    correct(ids[1] as EncounterId, "Cara");
    expect(openQuestions(db, manifest)).toBe(0);
  });
});

test("several encounters are denied and reopened at once, and the whole manifest goes back to a draft of decisions", () => {
  const db = openTemporary();
  const { ids, manifest } = storeScan(db, [{ images: ["a"] }, { images: ["b"] }, { images: ["c"] }]);
  const [first, second, third] = ids as [EncounterId, EncounterId, EncounterId];
  approve(db, manifest, { encounters: [first] });
  expect(decideEncounters(db, manifest, { decision: "deny", encounters: [first, second] })).toMatchObject({
    ...{ changed: 1, stayApproved: 1, imagesOnHub: 0 },
  });
  const reviews = () => [first, second, third].map((id) => encounterRow(db, id).review);
  expect(reviews()).toEqual(["approved", "denied", "pending"]);
  expect(setFields(db, manifest, { encounters: [second, third], override: { locality: "X" } })).toMatchObject({
    changed: 2,
  });
  expect(encounterRow(db, first).values.locality).not.toBe("X");
  expect(decideEncounters(db, manifest, { decision: "reopen" })).toMatchObject({ changed: 2 });
  expect(reviews()).toEqual(["pending", "pending", "pending"]);
  const other = storeScan(db, [{ images: ["d"] }]);
  const strange = { decision: "reopen" as const, encounters: other.ids as [EncounterId] };
  expect(() => decideEncounters(db, manifest, strange)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
});
