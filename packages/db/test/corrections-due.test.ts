import { HubEncounterId, type RunId } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  answerPlan,
  approve,
  createLedger,
  createRun,
  editEncounter,
  encounterRow,
  leaveOut,
  manifestRow,
  mergeEncounters,
  moveToEncounter,
  reopenEncounter,
  type StationDatabase,
  splitEncounter,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, receipt, sha, storeScan } from "./support.ts";

const position = {
  decimalLatitude: 48.123_456_789_012,
  decimalLongitude: -123.000_000_000_1,
  license: "public",
} as const;

/** A manifest of which all is delivered, as a run leaves it. */
function delivered() {
  const db = openTemporary();
  const scan = storeScan(db, [
    { images: ["a", "b", "c"], values: position },
    { images: ["d", "e"], values: { locality: "Active Pass" } },
  ]);
  approve(db, scan.manifest, {});
  const ledger = createLedger(db);
  const run = createRun(db, scan.manifest, "sync").run as RunId;
  for (const of of ledger.encounters(scan.manifest)) {
    const hub = HubEncounterId.parse(crypto.randomUUID());
    ledger.bind(of.id, hub, { values: of.values, version: 1 });
    const images = ledger.images(of.id).map(({ sha256 }) => sha256);
    ledger.opening(of.id, hub, images);
    const changes = images.map((sha256) => ({ sha256, event: { type: "verified", receipt } as const }));
    ledger.applyImages(of.id, changes, { run });
  }
  const [first, second] = scan.ids as never[];
  return { db, ledger, run, manifest: scan.manifest, first: first as never, second: second as never };
}
const due = (db: StationDatabase, manifest: Parameters<typeof manifestRow>[1]) =>
  manifestRow(db, manifest).correctionsDue;

test("nothing is to be corrected after a delivery, nor before the change is approved", () => {
  const { db, manifest, first } = delivered();
  expect(due(db, manifest)).toBe(0);
  reopenEncounter(db, first);
  editEncounter(db, first, { locality: "Swanson Channel" });
  expect(due(db, manifest)).toBe(0);
  approve(db, manifest, {});
  expect(due(db, manifest)).toBe(1);
});

test("an edited field is to be corrected until the hub has it, and no longer when it is as it was", () => {
  const { db, ledger, run, manifest, first } = delivered();
  const edit = (patch: Parameters<typeof editEncounter>[2]) => {
    reopenEncounter(db, first);
    editEncounter(db, first, patch);
    approve(db, manifest, {});
  };
  edit({ decimalLatitude: 48.2 });
  expect(due(db, manifest)).toBe(1);
  edit({ decimalLatitude: position.decimalLatitude });
  expect(due(db, manifest)).toBe(0);
  edit({ individualCount: 7 });
  expect(due(db, manifest)).toBe(1);
  edit({ license: "attribution" });
  expect(due(db, manifest)).toBe(1);
  const [now] = ledger.encounters(manifest);
  ledger.corrected(first, { delivered: { values: (now as NonNullable<typeof now>).values, version: 2 } }, run);
  expect(due(db, manifest)).toBe(0);
});

test("images that were split off, moved or left out are to be corrected, and what is undone is not", () => {
  const { db, manifest, first, second } = delivered();
  const { undo } = splitEncounter(db, first, [sha("a")]);
  approve(db, manifest, {});
  expect(due(db, manifest)).toBe(1);
  undoReshaping(db, undo as never);
  approve(db, manifest, {});
  expect(due(db, manifest)).toBe(0);
  moveToEncounter(db, first, second, [sha("b")]);
  leaveOut(db, first, [sha("c")], { reason: null });
  approve(db, manifest, {});
  expect(due(db, manifest)).toBe(2);
  expect([first, second].map((id) => encounterRow(db, id).correctionDue)).toEqual([true, true]);
});

test("a change that was sent and then undone is to be corrected once more", () => {
  const { db, ledger, run, manifest, first, second } = delivered();
  const [from, to] = ledger.encounters(manifest).map(({ hubEncounterId }) => hubEncounterId as HubEncounterId);
  const { undo } = moveToEncounter(db, first, second, [sha("b")]);
  approve(db, manifest, {});
  const note = { placed: { hub: to as HubEncounterId, images: [sha("b")] } };
  ledger.corrected(second, { ...note, forgotten: [{ sha256: sha("b"), hubEncounter: from as HubEncounterId }] }, run);
  expect(due(db, manifest)).toBe(0);
  reopenEncounter(db, first);
  reopenEncounter(db, second);
  undoReshaping(db, undo as never);
  approve(db, manifest, {});
  expect(due(db, manifest)).toBe(1);
});

test("merged encounters are one to correct", () => {
  const { db, manifest, first, second } = delivered();
  mergeEncounters(db, first, [second]);
  approve(db, manifest, {});
  expect(due(db, manifest)).toBe(1);
});

test("the hub's values, taken over, leave nothing to correct; its own, kept, are to be sent", () => {
  const { db, manifest, first } = delivered();
  reopenEncounter(db, first);
  editEncounter(db, first, { locality: "Swanson Channel" });
  approve(db, manifest, {});
  answerPlan(db, first, { choice: "ours", values: { locality: "Cattle Pass" } } as never);
  expect(due(db, manifest)).toBe(1);
  answerPlan(db, first, { choice: "theirs", values: { locality: "Cattle Pass" } } as never);
  expect(due(db, manifest)).toBe(0);
});

test("what only the hub has changed becomes the station's with either answer, unless it was edited since", () => {
  const { db, ledger, manifest, first } = delivered();
  const edit = (patch: Parameters<typeof editEncounter>[2]) => {
    reopenEncounter(db, first);
    editEncounter(db, first, patch);
    approve(db, manifest, {});
  };
  const now = () => ledger.encounters(manifest).find(({ id }) => id === first);
  edit({ recordedBy: "Cara" });
  const changedThere = { locality: "Cattle Pass", decimalLatitude: 48.1, decimalLongitude: -123.1 };
  answerPlan(db, first, { choice: "ours", values: { recordedBy: "Bob" }, changedThere } as never);
  expect(now()).toMatchObject({
    values: { ...changedThere, recordedBy: "Cara" },
    delivered: { values: { ...changedThere, recordedBy: "Bob" } },
  });
  edit({ locality: "Swanson Channel" });
  answerPlan(db, first, {
    choice: "theirs",
    values: { recordedBy: "Dan" },
    changedThere: { locality: "Haro Strait" },
  } as never);
  expect(now()).toMatchObject({ values: { locality: "Swanson Channel", recordedBy: "Dan" } });
});

test("what others have changed on the hub is kept as it was last seen, for as long as it is so", () => {
  const { db, ledger, manifest, first, second } = delivered();
  const told = () => [first, second].map((id) => encounterRow(db, id).changedThere);
  const changed = { field: "locality", ours: "Haro Strait", theirs: "Cattle Pass" };
  ledger.seenThere([
    { encounter: first, values: { locality: "Cattle Pass" }, taken: [] },
    { encounter: second, values: {}, taken: [] },
  ]);
  expect(told()).toEqual([[changed], []]);
  expect(manifestRow(db, manifest).changedThere).toBe(1);
  // Edited here since: the plan asks about it.
  reopenEncounter(db, first);
  editEncounter(db, first, { locality: "Swanson Channel" });
  expect(told()).toEqual([[], []]);
  editEncounter(db, first, { locality: "Haro Strait" });
  expect(told()).toEqual([[changed], []]);
  // Counted are approved ones only.
  expect(manifestRow(db, manifest).changedThere).toBe(0);
  approve(db, manifest, {});
  answerPlan(db, first, { choice: "ours", values: { locality: "Cattle Pass" } } as never);
  expect(told()).toEqual([[], []]);
  ledger.seenThere([{ encounter: second, values: { recordedBy: "Ann" }, taken: [] }]);
  ledger.seenThere([{ encounter: second, values: {}, taken: [] }]);
  expect(told()).toEqual([[], []]);
  expect(manifestRow(db, manifest).changedThere).toBe(0);
});
