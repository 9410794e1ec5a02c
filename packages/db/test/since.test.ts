import type { EncounterId, ManifestId, Since } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  editEncounter,
  encounterPage,
  leaveOut,
  manifestRow,
  reopenEncounter,
  type StationDatabase,
} from "../src/index.ts";
import { openTemporary, sha, storeScan } from "./support.ts";

const at = (day: number, ...images: string[]) => ({ images, values: { eventDate: `2024-07-0${day}` } });
const since = (db: StationDatabase, manifest: ManifestId): (Since | null)[] =>
  encounterPage(db, manifest, "all", { offset: 0, limit: 100 }).items.map((row) => row.since);

test("a later version says of each encounter what became of it, and only what wants a look is shown as such", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a"), at(2, "b"), at(3, "c"), at(4, "d")]);
  expect(since(db, first.manifest)).toEqual([null, null, null, null]);
  approve(db, first.manifest, { encounters: first.ids.slice(0, 3) });
  const next = storeScan(db, [at(1, "a"), at(2, "b", "b2"), at(5, "c"), at(4, "d"), at(6, "e")]);
  expect(since(db, next.manifest)).toEqual(["approved", "changed", "changed", "same", "new"]);
  expect(manifestRow(db, next.manifest)).toMatchObject({ status: "draft", asApproved: 1 });
  const { items, total } = encounterPage(db, next.manifest, "changed", { offset: 0, limit: 100 });
  expect([total, items.map((row) => row.values.eventDate)]).toEqual([3, ["2024-07-02", "2024-07-05", "2024-07-06"]]);
});

test("what is as it was approved is approved again alone, through versions that nobody has looked at", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a"), at(2, "b")]);
  editEncounter(db, first.ids[0] as EncounterId, { locality: "Typed by a person" });
  approve(db, first.manifest, {});
  storeScan(db, [at(1, "a"), at(2, "b"), at(3, "c")]);
  const third = storeScan(db, [at(1, "a"), at(2, "b"), at(3, "c"), at(4, "d")]);
  expect(since(db, third.manifest)).toEqual(["approved", "approved", "same", "new"]);
  expect(approve(db, third.manifest, { asApproved: true })).toEqual({ approved: 2, incomplete: 0 });
  expect(manifestRow(db, third.manifest)).toMatchObject({
    status: "approved",
    asApproved: 0,
    encounters: { approved: 2, pending: 2 },
  });
});

test("what a person has left out stays out and is no change; what a person changes since is one", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a", "a2"), at(2, "b")]);
  leaveOut(db, first.ids[0] as EncounterId, [sha("a2")], { reason: "blurred" });
  approve(db, first.manifest, {});
  const next = storeScan(db, [at(1, "a", "a2"), at(2, "b")]);
  expect(since(db, next.manifest)).toEqual(["approved", "approved"]);
  editEncounter(db, next.ids[1] as EncounterId, { locality: "Elsewhere" });
  expect(since(db, next.manifest)).toEqual(["approved", "changed"]);
  approve(db, next.manifest, { asApproved: true });
  reopenEncounter(db, next.ids[0] as EncounterId);
  expect(since(db, next.manifest)).toEqual(["approved", "changed"]);
});
