import type { EncounterId, ManifestId, ReviewState, Since } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  denyEncounter,
  editEncounter,
  encounterPage,
  imagePage,
  leaveOut,
  manifestRow,
  reopenEncounter,
  type StationDatabase,
  setFields,
  splitEncounter,
} from "../src/index.ts";
import { openTemporary, sha, storeScan } from "./support.ts";

const at = (day: number, ...images: string[]) => ({ images, values: { eventDate: `2024-07-0${day}` } });
const rows = (db: StationDatabase, manifest: ManifestId) =>
  encounterPage(db, manifest, "all", { offset: 0, limit: 100 }).items;
const stands = (db: StationDatabase, manifest: ManifestId): [Since | null, ReviewState][] =>
  rows(db, manifest).map(({ since, review }) => [since, review]);

test("a later version says of each encounter what became of it, and approves what is as it was approved", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a"), at(2, "b"), at(3, "c"), at(4, "d"), at(7, "f")]);
  expect(first.changes).toBeNull();
  expect(stands(db, first.manifest).map(([since]) => since)).toEqual([null, null, null, null, null]);
  approve(db, first.manifest, { encounters: first.ids.slice(0, 3) });
  const next = storeScan(db, [at(1, "a"), at(2, "b", "b2"), at(5, "c"), at(4, "d"), at(6, "e")]);
  expect(stands(db, next.manifest)).toEqual([
    ["same", "approved"],
    ["changed", "pending"],
    ["changed", "pending"],
    ["same", "pending"],
    ["new", "pending"],
  ]);
  expect(next.changes).toEqual({ isNew: true, added: 1, changed: 2, same: 2, gone: 1, approved: 1 });
  expect(manifestRow(db, next.manifest).status).toBe("approved");
  expect(manifestRow(db, first.manifest).status).toBe("superseded");
  const { items, total } = encounterPage(db, next.manifest, "changed", { offset: 0, limit: 100 });
  expect([total, items.map((row) => row.values.eventDate)]).toEqual([3, ["2024-07-02", "2024-07-05", "2024-07-06"]]);
});

test("a version that nobody has approved anything of stays a draft, and is superseded by the next one", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a")]);
  const next = storeScan(db, [at(1, "a"), at(2, "b")]);
  expect(manifestRow(db, first.manifest).status).toBe("superseded");
  expect(manifestRow(db, next.manifest)).toMatchObject({ status: "draft", version: 2 });
});

test("a version that another has taken the place of is only looked at, and names the other", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a", "b")]);
  const [id] = first.ids as [EncounterId];
  const next = storeScan(db, [at(1, "a", "b"), at(2, "c")]);
  const changes = [
    () => approve(db, first.manifest, {}),
    () => setFields(db, first.manifest, { set: { locality: "X" } }),
    () => editEncounter(db, id, { locality: "X" }),
    () => denyEncounter(db, id),
    () => reopenEncounter(db, id),
    () => splitEncounter(db, id, [sha("a")]),
    () => leaveOut(db, id, [sha("a")], { reason: null }),
  ];
  for (const change of changes)
    expect(change).toThrow(
      expect.objectContaining({
        code: "MANIFEST_SUPERSEDED",
        detail: expect.stringContaining(`version 2 is ${next.manifest}`),
      }),
    );
  expect(rows(db, first.manifest)).toMatchObject([{ review: "pending", imageCount: 2 }]);
});

test("what has changed says in what, through versions in which nobody approved it, until it is as it was approved", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a", "a2", "a5"), at(2, "b")]);
  approve(db, first.manifest, {});
  const changed = { ...at(1, "a", "a2", "a3", "a4"), values: { eventDate: "2024-07-01", locality: "Elsewhere" } };
  const difference = {
    wasApproved: true,
    imagesAdded: 2,
    imagesRemoved: 1,
    imagesDescribed: 0,
    fields: [{ name: "locality", was: "Haro Strait" }],
    findings: [],
  };
  const second = storeScan(db, [changed, at(2, "b")]);
  expect(rows(db, second.manifest).map(({ changes }) => changes)).toEqual([difference, null]);
  const third = storeScan(db, [changed, at(2, "b"), at(3, "c")]);
  expect(rows(db, third.manifest).map(({ changes }) => changes)).toEqual([difference, null, null]);
  const fourth = storeScan(db, [at(1, "a", "a2", "a5"), at(2, "b"), at(3, "c")]);
  expect(stands(db, fourth.manifest)).toEqual([
    ["same", "approved"],
    ["same", "approved"],
    ["same", "pending"],
  ]);
});

test("the same names in a list stay approved, whatever stands between them; other names do not", () => {
  const db = openTemporary();
  const seen = (day: number, image: string, organismName: string, recordedBy: string) => ({
    images: [image],
    values: { eventDate: `2024-07-0${day}`, organismName, recordedBy },
  });
  const first = storeScan(db, [
    seen(1, "a", "T00000, T00001 and T00002", "B. Whale & A. Wave"),
    seen(2, "b", "T00000, T00001", "A. Wave"),
    seen(3, "c", "T00000", "B. Whale, A. Wave"),
  ]);
  approve(db, first.manifest, {});
  const next = storeScan(db, [
    seen(1, "a", "T00000 | T00001 | T00002", "B. Whale | A. Wave"),
    seen(2, "b", "T00000 | T00002", "A. Wave"),
    seen(3, "c", "T00000", "B. Whale | C. Wave"),
  ]);
  expect(stands(db, next.manifest)).toEqual([
    ["same", "approved"],
    ["changed", "pending"],
    ["changed", "pending"],
  ]);
  expect(rows(db, next.manifest).map(({ changes }) => changes?.fields)).toEqual([
    undefined,
    [{ name: "organismName", was: "T00000, T00001" }],
    [{ name: "recordedBy", was: "B. Whale, A. Wave" }],
  ]);
});

test("an approval that a person took back is not given again by a scan", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a", "a2"), at(2, "b"), at(3, "c")]);
  approve(db, first.manifest, {});
  const second = storeScan(db, [at(1, "a", "a2"), at(2, "b"), at(3, "c"), at(4, "d")]);
  reopenEncounter(db, second.ids[1] as EncounterId);
  leaveOut(db, second.ids[0] as EncounterId, [sha("a2")], { reason: "blurred" });
  const third = storeScan(db, [at(1, "a", "a2"), at(2, "b"), at(3, "c"), at(4, "d"), at(5, "e")]);
  expect(stands(db, third.manifest)).toEqual([
    ["same", "pending"],
    ["same", "pending"],
    ["same", "approved"],
    ["same", "pending"],
    ["new", "pending"],
  ]);
});

test("a rescan that changed nothing makes no new version, whatever a person has decided in between", () => {
  const db = openTemporary();
  const season = [at(1, "a", "a2"), at(2, "b"), at(3, "c"), at(4, "d")];
  const first = storeScan(db, season);
  const again = storeScan(db, season);
  expect(again).toMatchObject({ manifest: first.manifest, version: 1, changes: { isNew: false, same: 4 } });
  const [one, two, three] = first.ids as [EncounterId, EncounterId, EncounterId];
  editEncounter(db, two, { license: "public" });
  editEncounter(db, two, { locality: "Typed by a person" });
  leaveOut(db, one, [sha("a2")], { reason: "blurred" });
  denyEncounter(db, three);
  approve(db, first.manifest, { encounters: [one, two] });
  const before = rows(db, first.manifest);
  const events = db.sql.prepare("SELECT COUNT(*) FROM manifest").pluck().get();
  const last = storeScan(db, season);
  expect(last).toMatchObject({ manifest: first.manifest, version: 1 });
  expect(last.changes).toEqual({ isNew: false, added: 0, changed: 0, same: 4, gone: 0, approved: 2 });
  expect(rows(db, first.manifest)).toEqual(before);
  expect(db.sql.prepare("SELECT COUNT(*) FROM manifest").pluck().get()).toBe(events);
  expect(manifestRow(db, first.manifest).status).toBe("approved");
});

test("photographs that were moved are known by where they are now, without a new version", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a"), at(2, "b")]);
  approve(db, first.manifest, {});
  const moved = storeScan(db, [at(1, "a"), at(2, "b")], "Season", 100, (name) => `moved/${name}.jpg`);
  expect(moved).toMatchObject({ manifest: first.manifest, version: 1, changes: { isNew: false } });
  const paths = first.ids.flatMap((id) =>
    imagePage(db, id, { offset: 0, limit: 9 }).items.map((each) => each.filePath),
  );
  expect(paths).toEqual(["moved/a.jpg", "moved/b.jpg"]);
});

test("what a person has left out stays out and is no change; what a person changes since is one", () => {
  const db = openTemporary();
  const first = storeScan(db, [at(1, "a", "a2"), at(2, "b"), at(3, "c")]);
  leaveOut(db, first.ids[0] as EncounterId, [sha("a2")], { reason: "blurred" });
  approve(db, first.manifest, { encounters: first.ids.slice(0, 2) });
  const next = storeScan(db, [at(1, "a", "a2"), at(2, "b"), at(3, "c"), at(4, "d")]);
  expect(stands(db, next.manifest)).toEqual([
    ["same", "approved"],
    ["same", "approved"],
    ["same", "pending"],
    ["new", "pending"],
  ]);
  editEncounter(db, next.ids[2] as EncounterId, { locality: "Elsewhere" });
  expect(rows(db, next.manifest)[2]).toMatchObject({ since: "changed", changes: { wasApproved: false } });
});

test("what is noticed in another manifest only now takes the approval of what it concerns, and says so", () => {
  const db = openTemporary();
  storeScan(db, [at(9, "z")], "First card");
  const first = storeScan(db, [at(1, "a"), at(2, "b")], "Second card");
  approve(db, first.manifest, {});
  storeScan(db, [at(9, "z"), at(1, "a")], "First card");
  const again = storeScan(db, [at(1, "a"), at(2, "b")], "Second card");
  expect(again).toMatchObject({ version: 2, changes: { isNew: true, approved: 1 } });
  expect(stands(db, again.manifest)).toEqual([
    ["changed", "pending"],
    ["same", "approved"],
  ]);
  expect(rows(db, again.manifest)[0]?.changes).toMatchObject({ wasApproved: true, findings: ["IN_OTHER_MANIFEST"] });
});
