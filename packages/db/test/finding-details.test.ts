/** What a finding is about is said with it, whatever becomes of the encounter. */
import type { EncounterId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { approve, editEncounter, encounterRow, mergeEncounters, splitEncounter, undoReshaping } from "../src/index.ts";
import { openTemporary, sha, storeScan } from "./support.ts";

test("it is kept when the encounter is split, merged and put back", () => {
  const db = openTemporary();
  const days = "“Enc 3”: 2024-07-15 (2 images), 2024-07-18 (1 image)";
  const wanted = [
    { images: ["a", "b"], details: { FOLDER_SPANS_DAYS: days } },
    { images: ["c"], values: { eventDate: "2024-07-18" } },
  ];
  const { ids } = storeScan(db, wanted);
  const [first, second] = ids as [EncounterId, EncounterId];
  const said = (id: EncounterId) =>
    encounterRow(db, id).findings.map(({ code, severity, detail, count }) => [code, severity, detail, count]);
  const finding = [["FOLDER_SPANS_DAYS", "warning", days, 1]];
  expect(said(first)).toEqual(finding);
  const split = splitEncounter(db, first, [sha("b")]);
  for (const { id } of split.encounters) expect(said(id)).toEqual(finding);
  undoReshaping(db, split.undo ?? ("" as never));
  expect(said(first)).toEqual(finding);
  const { encounters } = mergeEncounters(db, second, [first]);
  expect(said(encounters[0]?.id ?? first)).toEqual(finding);
});

test("a version in which it is about something else is a new one", () => {
  const db = openTemporary();
  const of = (detail: string) => [{ images: ["a"], details: { FOLDER_SPANS_DAYS: detail } }];
  storeScan(db, of("one"));
  expect(storeScan(db, of("one")).changes?.isNew).toBe(false);
  expect(storeScan(db, of("other")).changes?.isNew).toBe(true);
});

test("whom a sheet credits is asked about until a person says who it was, and again where that is undone", () => {
  const db = openTemporary();
  const said = "“Ada Wave” by sightings.csv, row 2, matched between start and end; “Bea Wake” by the file";
  const conflict = { value: "Bea Wake", source: "exif" as const, raw: "Bea Wake" };
  const { ids, manifest } = storeScan(db, [
    {
      images: ["a"],
      values: { recordedBy: "Ada Wave" },
      provenance: { recordedBy: { source: "sheet", raw: "Ada Wave", conflicts: [conflict] } },
      details: { PHOTOGRAPHER_DIFFERS: said },
    },
  ]);
  const [id] = ids as [EncounterId];
  const found = () => encounterRow(db, id).findings.map(({ code, detail }) => [code, detail]);
  expect(found()).toEqual([["PHOTOGRAPHER_DIFFERS", said]]);
  const { undo } = editEncounter(db, id, { recordedBy: "Bea Wake" });
  expect(found()).toEqual([]);
  if (undo) undoReshaping(db, undo);
  expect(found()).toEqual([["PHOTOGRAPHER_DIFFERS", said]]);
  expect(approve(db, manifest, {})).toMatchObject({ approved: 1 });
});
