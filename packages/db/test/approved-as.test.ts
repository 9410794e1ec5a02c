/** Photographs that were approved as one photographer's and come to be in the encounter of another one. */
import type { EncounterId } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  editEncounter,
  encounterRow,
  mergeEncounters,
  type StationDatabase,
  splitEncounter,
} from "../src/index.ts";
import { openTemporary, sha, storeScan, type Wanted } from "./support.ts";

const by = (recordedBy: string | null, ...images: string[]): Wanted => ({ images, values: { recordedBy } });
const approved = (...wanted: Wanted[]) => {
  const db = openTemporary();
  approve(db, storeScan(db, wanted).manifest, {});
  return db;
};
const warned = (db: StationDatabase, ...wanted: Wanted[]) =>
  storeScan(db, wanted).encounters.map((row) => [row.values.recordedBy, row.review, ...otherOf(row)]);
const otherOf = ({ findings }: { findings: readonly { code: string; detail: string | null }[] }) =>
  findings.filter(({ code }) => code === "APPROVED_AS_OTHER").map(({ detail }) => detail);

test("names both and how many images, before anybody approves that", () => {
  const db = approved(by("Bill Wood", "a", "b"), by("Jo Tidewater", "c", "d"));
  expect(warned(db, by("Jo Tidewater", "a", "b", "c", "d", "new"))).toEqual([
    ["Jo Tidewater", "pending", "2 images by Bill Wood; now all by Jo Tidewater"],
  ]);
  // Read again, and nobody has looked at it yet.
  expect(warned(db, by("Jo Tidewater", "a", "c", "d"))).toEqual([
    ["Jo Tidewater", "pending", "1 image by Bill Wood; now all by Jo Tidewater"],
  ]);
});

test("also where another encounter of that version is approved as it was", () => {
  const other = { ...by("Bill Wood", "x"), values: { recordedBy: "Bill Wood", locality: "Elsewhere" } };
  const db = approved(by("Bill Wood", "a", "b"), by("Jo Tidewater", "c"), other);
  for (const more of ["1", "2"])
    expect(warned(db, by("Jo Tidewater", "a", "b", "c", more), other)).toEqual([
      ["Jo Tidewater", "pending", "2 images by Bill Wood; now all by Jo Tidewater"],
      ["Bill Wood", "approved"],
    ]);
});

test("an encounter that goes on under another name says so too, and one of which nobody is named", () => {
  const db = approved(by("Bill Wood", "a", "b"));
  expect(warned(db, by("Jo Tidewater", "a", "b"))).toEqual([
    ["Jo Tidewater", "pending", "2 images by Bill Wood; now all by Jo Tidewater"],
  ]);
  expect(warned(db, by(null, "a", "b"))).toEqual([[null, "incomplete", "2 images by Bill Wood; now nobody is named"]]);
});

test("is not said of the same person written otherwise, nor of what a person has said", () => {
  const db = approved(by("BW", "a"), by("Jo Tidewater", "b"));
  expect(warned(db, by("Bill Wood", "a", "new"), by("Jo Tidewater | Ann Lee", "b"))).toEqual([
    ["Bill Wood", "pending"],
    ["Jo Tidewater | Ann Lee", "pending"],
  ]);
});

test("follows what the encounter is called, and is gone where that is right of all of them", () => {
  const db = approved(by("Bill Wood", "a", "b"), by("Jo Tidewater", "c"));
  const later = storeScan(db, [by("Jo Tidewater", "a", "b", "c")]);
  const [id] = later.ids as [EncounterId];
  editEncounter(db, id, { recordedBy: "Bill Wood" });
  expect(otherOf(encounterRow(db, id))).toEqual(["1 image by Jo Tidewater; now all by Bill Wood"]);
  editEncounter(db, id, { recordedBy: "Jo Tidewater | Bill Wood" });
  expect(otherOf(encounterRow(db, id))).toEqual([]);
  editEncounter(db, id, { recordedBy: "Jo Tidewater" });
  expect(otherOf(encounterRow(db, id))).toEqual(["2 images by Bill Wood; now all by Jo Tidewater"]);
});

test("an approved one stays the version that it is when it is read again", () => {
  const db = approved(by("Bill Wood", "a", "b"), by("Jo Tidewater", "c"));
  const later = storeScan(db, [by("Jo Tidewater", "a", "b", "c")]);
  approve(db, later.manifest, {});
  expect(storeScan(db, [by("Jo Tidewater", "a", "b", "c")])).toMatchObject({
    manifest: later.manifest,
    changes: { isNew: false },
  });
  expect(warned(db, by("Jo Tidewater", "a", "b", "c", "new"))).toEqual([["Jo Tidewater", "pending"]]);
});

test("goes with its images when they are split off, and comes with them when encounters are merged", () => {
  const db = approved(by("Bill Wood", "a", "b"), by("Jo Tidewater", "c", "d"));
  const { ids } = storeScan(db, [by("Jo Tidewater", "a", "b", "c", "d")]);
  const [id] = ids as [EncounterId];
  const { encounters } = splitEncounter(db, id, [sha("a"), sha("b")]);
  const [off, rest] = encounters.map(otherOf);
  expect([rest, off]).toEqual([[], ["2 images by Bill Wood; now all by Jo Tidewater"]]);
  const merged = mergeEncounters(
    db,
    id,
    encounters.map((each) => each.id).filter((each) => each !== id),
  );
  expect(merged.encounters.map(otherOf)).toEqual([["2 images by Bill Wood; now all by Jo Tidewater"]]);
});
