/** A person decides on what they see: what is otherwise by now is left as it is, and named. */
import type { EncounterId, Seen } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  decideEncounters,
  denyEncounter,
  editEncounter,
  encounterRow,
  refuseOtherwise,
  reopenEncounter,
  setFields,
} from "../src/index.ts";
import { openTemporary, storeScan } from "./support.ts";

function stored() {
  const db = openTemporary();
  const { manifest, ids } = storeScan(
    db,
    ["Haro Strait", "Active Pass", "Boundary Pass"].map((locality, at) => ({
      images: [`i${at}`],
      values: { locality },
    })),
  );
  const [first, second, third] = ids as [EncounterId, EncounterId, EncounterId];
  const seen: Seen = Object.fromEntries(ids.map((id) => [id, encounterRow(db, id as EncounterId).version]));
  return { db, manifest, first, second, third, seen };
}

test("what was changed since it was seen is not approved, denied, reopened or given fields; the others are", () => {
  const { db, manifest, second, third, seen } = stored();
  editEncounter(db, second, { locality: "CLI two" });
  const left = [{ id: second, title: "2024-07-15 · CLI two · A. Diver" }];
  expect(setFields(db, manifest, { seen, encounters: [second, third], set: { eventRemarks: "calm" } })).toMatchObject({
    changed: 1,
    otherwise: left,
  });
  seen[third] = encounterRow(db, third).version;
  expect(approve(db, manifest, { seen })).toMatchObject({ approved: 2, otherwise: left });
  expect(encounterRow(db, second).review).toBe("pending");
  const { undo: _, ...denial } = decideEncounters(db, manifest, { decision: "deny", encounters: [second], seen });
  expect(denial).toMatchObject({ changed: 0, otherwise: left });
  expect(decideEncounters(db, manifest, { decision: "reopen", seen })).toMatchObject({
    changed: 0,
    otherwise: expect.arrayContaining(left),
  });
  // Who says nothing of what they saw reads and acts at once.
  expect(approve(db, manifest, {})).toMatchObject({ approved: 1, otherwise: [] });
});

test("one that somebody else has decided is named where it was asked for, and a version comes back with what it was", () => {
  const { db, manifest, first, seen } = stored();
  denyEncounter(db, first);
  expect(approve(db, manifest, { seen })).toMatchObject({ approved: 2, otherwise: [] });
  expect(approve(db, manifest, { seen, encounters: [first] })).toMatchObject({
    approved: 0,
    otherwise: [{ id: first }],
  });
  reopenEncounter(db, first);
  expect(encounterRow(db, first).version).toBe(seen[first]);
});

test("an edit is refused where its field has another value than was seen, and not for another field", () => {
  const { db, first } = stored();
  editEncounter(db, first, { locality: "Theirs" });
  const mine = { locality: "Mine", seen: { locality: "Haro Strait" } };
  expect(() => editEncounter(db, first, mine)).toThrow(expect.objectContaining({ code: "VERSION_CONFLICT" }));
  expect(encounterRow(db, first).values.locality).toBe("Theirs");
  editEncounter(db, first, { recordedBy: "KJ", seen: { recordedBy: "A. Diver" } });
  editEncounter(db, first, { locality: "Theirs", seen: { locality: "Haro Strait" } });
  editEncounter(db, first, { locality: "Mine", seen: { locality: "Theirs" } });
  expect(encounterRow(db, first).values).toMatchObject({ locality: "Mine", recordedBy: "KJ" });
});

test("images of one that is otherwise by now are refused as a whole", () => {
  const { db, first, seen } = stored();
  refuseOtherwise(db, seen);
  editEncounter(db, first, { locality: "Theirs" });
  expect(() => refuseOtherwise(db, seen)).toThrow(expect.objectContaining({ code: "VERSION_CONFLICT" }));
});
