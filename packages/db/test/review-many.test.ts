/** Decisions about many encounters, between which a person or a scan does something else. */
import type { EncounterId } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import {
  approving,
  deciding,
  decisionsIn,
  editEncounter,
  encounterPage,
  encounterRow,
  manifestRow,
  reopenEncounter,
  setFields,
  setting,
  undoableChanges,
  undoing,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, storeScan } from "./support.ts";

const places = ["Haro Strait", "Active Pass", "Boundary Pass", "Rosario Strait"];

function stored() {
  const db = openTemporary();
  const { manifest, ids } = storeScan(
    db,
    places.map((locality, at) => ({ images: [`i${at}`], values: { locality } })),
  );
  const rows = () => encounterPage(db, manifest, "all", { offset: 0, limit: 10 }).items;
  const [first, , , last] = ids as [EncounterId, EncounterId, EncounterId, EncounterId];
  return { db, manifest, rows, first, last };
}

/** In as many parts as there are encounters, with `meanwhile` after the first. */
function inParts<T>(act: Generator<void, T>, meanwhile: () => void): T {
  let step = act.next();
  meanwhile();
  while (!step.done) step = act.next();
  return step.value;
}

describe("many encounters are decided about in parts", () => {
  test("what a person changes meanwhile stays, and one undo takes all of it back", () => {
    const { db, manifest, rows, last } = stored();
    const { changed, undo } = inParts(setting(db, manifest, { set: { license: "public" } }), () => {
      expect(rows().map(({ values }) => values.license)).toEqual(["public", null, null, null]);
      editEncounter(db, last, { locality: "Knight Inlet" });
    });
    expect(changed).toBe(4);
    expect(rows().map(({ values }) => values.license)).toEqual(places.map(() => "public"));
    expect(encounterRow(db, last).values.locality).toBe("Knight Inlet");
    undoReshaping(db, undo as never);
    expect(rows().map(({ values }) => values.license)).toEqual(places.map(() => null));
    expect(encounterRow(db, last).values.locality).toBe("Knight Inlet");
  });

  test("where they end behind any encounter, what was approved until then is of an approved manifest", () => {
    const { db, manifest, rows } = stored();
    const act = approving(db, manifest, {});
    while (rows().every(({ review }) => review !== "approved")) act.next();
    expect(manifestRow(db, manifest)).toMatchObject({ status: "approved", encounters: { approved: 1 } });
  });

  test("what became incomplete meanwhile is not approved, and its reason is told", () => {
    const { db, manifest, rows, last } = stored();
    const done = inParts(approving(db, manifest, {}), () => editEncounter(db, last, { locality: null }));
    expect(done).toMatchObject({ approved: 3, incomplete: 1, leftOut: [{ field: "locality" }] });
    expect(rows().map(({ review }) => review)).toEqual(["approved", "approved", "approved", "incomplete"]);
  });

  test("one that a person reopens meanwhile is not denied twice, and a newer version ends it", () => {
    const { db, manifest, rows, first } = stored();
    const deny = deciding(db, manifest, { decision: "deny", encounters: rows().map(({ id }) => id) as never });
    expect(inParts(deny, () => reopenEncounter(db, first))).toMatchObject({ changed: 4 });
    expect(rows().map(({ review }) => review)).toEqual(["pending", "denied", "denied", "denied"]);
    const reopen = deciding(db, manifest, { decision: "reopen" });
    const superseded = () => db.sql.prepare("UPDATE manifest SET status = 'superseded' WHERE id = ?").run(manifest);
    expect(() => inParts(reopen, superseded)).toThrow(expect.objectContaining({ code: "MANIFEST_SUPERSEDED" }));
  });

  test("an undo that is cut short is undone to its end by the next one, and what was changed meanwhile stays", () => {
    const db = openTemporary();
    const many = Array.from({ length: 450 }, (_, at) => ({ images: [`m${at}`], values: { locality: `Bay ${at}` } }));
    const { manifest, ids } = storeScan(db, many);
    const { undo } = setFields(db, manifest, { set: { license: "public" } });
    const licensed = () =>
      db.sql.prepare("SELECT COUNT(*) FROM encounter WHERE license IS NOT NULL").pluck().get() as number;
    const cut = undoing(db, undo as never);
    while (licensed() === ids.length) cut.next();
    expect(licensed()).toBe(250);
    expect(decisionsIn(db, undo as never)).toBe(250);
    const again = undoing(db, undo as never);
    while (licensed() === 250) again.next();
    editEncounter(db, ids.at(-1) as EncounterId, { license: "organisation" });
    for (let step = again.next(); !step.done; ) step = again.next();
    expect(licensed()).toBe(1);
    expect(undoableChanges(db, manifest).map(({ kind, encounters }) => [kind, encounters])).toEqual([["edit", 1]]);
  });
});
