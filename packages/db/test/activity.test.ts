import { describe, expect, test } from "vitest";
import { type Activity, activityPage, approve, noteActivity, reportPage, resetManifest, write } from "../src/index.ts";
import { openTemporary, storeScan } from "./support.ts";

const act: Activity = { category: "scan", actor: "station", action: "scanned", subject: [], detail: null };

describe("the activity log", () => {
  test("is only added to: nothing in it can be changed or taken out", () => {
    const db = openTemporary();
    noteActivity(db, act);
    expect(() => db.sql.exec("UPDATE activity SET detail = 'x'")).toThrow("only added to");
    expect(() => db.sql.exec("DELETE FROM activity")).toThrow("only added to");
    expect(activityPage(db, { limit: 10 }).total).toBe(1);
  });

  test("is a part of the act's transaction: an act that fails leaves no trace in it", () => {
    const db = openTemporary();
    expect(() =>
      write(db, () => {
        noteActivity(db, act);
        throw new Error("the act failed");
      }),
    ).toThrow("the act failed");
    expect(activityPage(db, { limit: 10 })).toEqual({ total: 0, entries: [], next: null });
  });

  test("is read in pages, newest first, by category and by time", () => {
    let now = 1_000;
    const db = openTemporary({ now: () => now });
    for (const category of ["scan", "review", "scan", "sync"] as const) {
      noteActivity(db, { ...act, category });
      now += 1_000;
    }
    const first = activityPage(db, { limit: 3 });
    expect(first.entries.map(({ category }) => category)).toEqual(["sync", "scan", "review"]);
    expect(activityPage(db, { limit: 3, before: first.next ?? 0 })).toMatchObject({
      entries: [{ seq: 1 }],
      next: null,
    });
    expect(activityPage(db, { limit: 9, category: "scan" })).toMatchObject({
      total: 2,
      entries: [{ seq: 3 }, { seq: 1 }],
    });
    expect(activityPage(db, { limit: 9, sinceMs: 2_000, untilMs: 4_000 }).entries.map(({ seq }) => seq)).toEqual([
      3, 2,
    ]);
  });
});

test("a manifest of which the hub has nothing is not changed by a reset, and no event tells of one", () => {
  const db = openTemporary();
  const { manifest } = storeScan(db, [{ images: ["a", "b"] }]);
  expect(() => resetManifest(db, manifest)).toThrow(expect.objectContaining({ code: "NOTHING_APPROVED" }));
  approve(db, manifest, {});
  const before = db.sql.prepare("SELECT COUNT(*) FROM event").pluck().get();
  expect(resetManifest(db, manifest)).toEqual({ images: 0 });
  expect(db.sql.prepare("SELECT COUNT(*) FROM event").pluck().get()).toBe(before);
});

test("a report holds approved encounters only", () => {
  const db = openTemporary();
  const { manifest } = storeScan(db, [{ images: ["a", "b"] }]);
  expect(reportPage(db, manifest, { after: 0, limit: 10 })).toEqual({ items: [], next: null });
});
