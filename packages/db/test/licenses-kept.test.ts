/** The licence that came with an approval is of that encounter from then on: a rescan keeps it, and so does another setting. */
import type { EncounterId, FieldProvenance, LicenseRule } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  editEncounter,
  encounterRow,
  patchSettings,
  rederiveAll,
  reopenEncounter,
  type StationDatabase,
  write,
} from "../src/index.ts";
import { openTemporary, storeScan, type Wanted } from "./support.ts";

const say = (db: StationDatabase, license: LicenseRule) =>
  write(db, () => {
    patchSettings(db, { license });
    rederiveAll(db);
  });

const season: readonly Wanted[] = [{ images: ["a"] }, { images: ["b"], values: { locality: "Active Pass" } }];
const elsewhere: Wanted = { images: ["c"], values: { locality: "Elsewhere" } };

function approved(wanted = season) {
  const db = openTemporary();
  say(db, "attribution");
  const first = storeScan(db, wanted);
  approve(db, first.manifest, {});
  return { db, ...first };
}

const seen = ({ encounters }: ReturnType<typeof storeScan>) =>
  encounters.map(({ review, values }) => [values.locality, review, values.license]).sort();

/** As earlier releases stored a new version: the licence of the approval was in none. */
const forget = (db: StationDatabase, id: EncounterId) =>
  db.sql
    .prepare(
      "UPDATE encounter SET license = NULL, provenance = json_remove(provenance, '$.license'), review = 'pending', since = 'changed' WHERE id = ?",
    )
    .run(id);

test("a rescan that finds the same makes no new version", () => {
  const { db, manifest } = approved();
  expect(storeScan(db, season)).toMatchObject({ manifest, changes: { isNew: false, changed: 0 } });
});

test("in a new version what is as it was approved is approved still, whatever the settings say by now", () => {
  const { db } = approved();
  for (const rule of ["public", "ask", "none"] as const) {
    say(db, rule);
    const more = { ...elsewhere, images: ["c", rule] };
    expect(seen(storeScan(db, [...season, more]))).toEqual([
      ["Active Pass", "approved", "attribution"],
      ["Elsewhere", rule === "ask" ? "incomplete" : "pending", null],
      ["Haro Strait", "approved", "attribution"],
    ]);
  }
});

test("one that has changed, or is opened again, is approved again with the licence that it had", () => {
  const { db } = approved();
  say(db, "public");
  const later = storeScan(db, [{ images: ["a", "another"] }, ...season.slice(1), elsewhere]);
  expect(seen(later)).toContainEqual(["Haro Strait", "pending", "attribution"]);
  const other = later.encounters.find(({ values }) => values.locality === "Active Pass");
  reopenEncounter(db, other?.id as EncounterId);
  approve(db, later.manifest, {});
  expect(
    later.ids
      .map((id) => encounterRow(db, id).values)
      .map((of) => [of.locality, of.license])
      .sort(),
  ).toEqual([
    ["Active Pass", "attribution"],
    ["Elsewhere", "public"],
    ["Haro Strait", "attribution"],
  ]);
});

test("what files or sheets say of it since then is another licence, and waits for a person", () => {
  const { db } = approved();
  const [first, second] = season as [Wanted, Wanted];
  const later = storeScan(db, [{ ...first, values: { license: "public" } }, second]);
  expect(seen(later)).toEqual([
    ["Active Pass", "approved", "attribution"],
    ["Haro Strait", "pending", "public"],
  ]);
});

test("where a person has emptied what a sheet says, the licence of the approval stays over the sheet's", () => {
  const db = openTemporary();
  say(db, "attribution");
  const provenance: FieldProvenance = { license: { source: "sheet", raw: "public", conflicts: [] } };
  const wanted = [{ images: ["a"], values: { license: "public" as const }, provenance }];
  const { manifest, ids } = storeScan(db, wanted);
  editEncounter(db, ids[0] as EncounterId, { license: null });
  approve(db, manifest, {});
  expect(seen(storeScan(db, wanted))).toEqual([["Haro Strait", "approved", "attribution"]]);
  expect(seen(storeScan(db, [...wanted, elsewhere]))).toContainEqual(["Haro Strait", "approved", "attribution"]);
});

test("approvals that an earlier release took back for it come back with the next scan", () => {
  const { db } = approved();
  const { ids } = storeScan(db, [...season, elsewhere]);
  for (const id of ids) forget(db, id);
  expect(seen(storeScan(db, [...season, elsewhere]))).toEqual([
    ["Active Pass", "approved", "attribution"],
    ["Elsewhere", "pending", null],
    ["Haro Strait", "approved", "attribution"],
  ]);
});

test("and without a scan they are approved with the licence that they were approved or delivered with", () => {
  const { db } = approved();
  const { manifest, ids, encounters } = storeScan(db, [...season, elsewhere]);
  say(db, "public");
  for (const id of ids) forget(db, id);
  const delivered = encounters.find(({ values }) => values.locality === "Elsewhere");
  db.sql
    .prepare("UPDATE encounter SET delivered = json_object('values', json(?)) WHERE id = ?")
    .run(JSON.stringify({ ...delivered?.values, license: "organisation" }), delivered?.id);
  approve(db, manifest, {});
  expect(
    ids
      .map((id) => encounterRow(db, id).values)
      .map((of) => [of.locality, of.license])
      .sort(),
  ).toEqual([
    ["Active Pass", "attribution"],
    ["Elsewhere", "organisation"],
    ["Haro Strait", "attribution"],
  ]);
});

test("a licence that a person has emptied is none that it had", () => {
  const { db, ids, manifest } = approved();
  say(db, "public");
  const [id] = ids as [EncounterId];
  reopenEncounter(db, id);
  editEncounter(db, id, { license: null });
  approve(db, manifest, {});
  expect(encounterRow(db, id).values.license).toBe("public");
});
