/** Positions that files state and nobody can be at: they block until the encounter has one, or a person has decided. */
import type { EncounterId, emptyValues, FieldEdit, FindingCode } from "@landfall/protocol";
import type { ImageMetadata } from "@landfall/survey";
import { expect, test } from "vitest";
import {
  approve,
  editEncounter,
  encounterRow,
  ensurePopulation,
  leaveOut,
  rejudgeOutdated,
  reopenEncounter,
  type StationDatabase,
  setFields,
  storeArea,
  storeDraft,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, readScan, sha, storeScan } from "./support.ts";

const nowhere = { decimalLatitude: null, decimalLongitude: null };

/** One encounter of these images, of which some state such a position. */
function scanned(
  db: StationDatabase,
  found: Readonly<Record<string, FindingCode>>,
  values: Partial<typeof emptyValues> = {},
) {
  const draft = readScan(db, [{ images: ["a", "b"], values }]);
  const encounters = draft.encounters.map((of) => ({
    ...of,
    images: of.images.map((image) => ({ ...image, findings: [found[image.fileName.slice(0, 1)] ?? []].flat() })),
  }));
  const { manifest } = storeDraft(db, { ...draft, encounters });
  const id = db.sql.prepare("SELECT id FROM encounter WHERE manifest = ?").pluck().get(manifest) as EncounterId;
  const row = () => encounterRow(db, id);
  const said = () => row().findings.map(({ code, images }) => [code, ...images.map(({ fileName }) => fileName)]);
  return { id, manifest, row, said };
}

test.each<readonly [string, FieldEdit]>([
  ["it is confirmed", { decimalLatitude: 0, decimalLongitude: 0 }],
  ["it is corrected", { decimalLatitude: 48.5, decimalLongitude: -123.1 }],
  ["it is said that none is known", nowhere],
])("0, 0 blocks, with the files that state it, until %s; and again where that is undone", (_, edit) => {
  const db = openTemporary();
  const { id, manifest, row, said } = scanned(db, { a: "GPS_ZERO" });
  expect(said()).toEqual([["GPS_ZERO", "a.jpg"]]);
  expect(row().findings[0]?.offers).toEqual([{ how: "it is 0, 0", decimalLatitude: 0, decimalLongitude: 0 }]);
  expect(approve(db, manifest, {})).toMatchObject({
    approved: 0,
    leftOut: [{ finding: "GPS_ZERO", encounters: 1, examples: ["a.jpg"] }],
  });

  const { undo, review } = editEncounter(db, id, edit);
  expect(review).toBe("pending");
  expect(row().findings.map(({ code }) => code)).toContain("GPS_ZERO_SETTLED");
  expect(row().findings.some(({ code }) => code === "POSITION_ZERO")).toBe(edit.decimalLatitude === 0);
  expect(row().values).toMatchObject(edit);

  expect(undo).not.toBe(null);
  if (undo) undoReshaping(db, undo);
  expect(row().review).toBe("incomplete");
  expect(said()).toEqual([["GPS_ZERO", "a.jpg"]]);

  editEncounter(db, id, edit);
  expect(approve(db, manifest, {})).toMatchObject({ approved: 1 });
});

test("leaving out the images that state it settles it as well", () => {
  const db = openTemporary();
  const { id, row, said } = scanned(db, { a: "GPS_OUT_OF_RANGE" });
  expect(row().review).toBe("incomplete");
  leaveOut(db, id, [sha("a")], { reason: "no fix" });
  expect(row().review).toBe("pending");
  expect(said()).toEqual([]);
});

test("where the encounter has a position from elsewhere, nothing is in the way", () => {
  const db = openTemporary();
  const { row, said } = scanned(
    db,
    { a: "GPS_ZERO", b: "GPS_OUT_OF_RANGE" },
    { decimalLatitude: 48, decimalLongitude: -123 },
  );
  expect(row().review).toBe("pending");
  expect(said()).toEqual([["GPS_ZERO_SETTLED"], ["GPS_OUT_OF_RANGE_SETTLED"]]);
});

test("that no position is known is said for many at once, stays in the next version, and approvals with it", () => {
  const db = openTemporary();
  const { id, manifest } = scanned(db, { a: "GPS_ZERO" });
  expect(setFields(db, manifest, { override: nowhere }).changed).toBe(1);
  expect(setFields(db, manifest, { override: nowhere }).changed).toBe(0);
  approve(db, manifest, { encounters: [id] });
  const next = scanned(db, { a: "GPS_ZERO", b: "GPS_ZERO" });
  expect(next.row().review).toBe("approved");
  reopenEncounter(db, next.id);
  expect(next.row().review).toBe("pending");
});

test("latitude and longitude that were swapped are told as such, with what they would be", () => {
  const db = openTemporary();
  const { id: population } = ensurePopulation(db, "Residents");
  const { row } = scanned(db, { a: "GPS_OUT_OF_RANGE" });
  const refusedPosition: ImageMetadata["refusedPosition"] = [-123.1, 48.5];
  db.sql.prepare("UPDATE file SET metadata = ? WHERE path_text = 'a.jpg'").run(JSON.stringify({ refusedPosition }));
  const swapped = { how: "latitude and longitude swapped", decimalLatitude: 48.5, decimalLongitude: -123.1 };
  expect(row().findings).toMatchObject([
    {
      detail: "It states -123.1, 48.5; with latitude and longitude swapped it would be 48.5, -123.1",
      offers: [swapped],
    },
  ]);
  // Where the population lives says which of the signs was meant.
  storeArea(db, population, { south: -50, west: 120, north: -45, east: 125 });
  expect(row().findings[0]?.offers).toMatchObject([{ decimalLatitude: -48.5, decimalLongitude: 123.1 }]);
});

test("a position that would fit once turned round is offered so; taken, nothing is said, and undone, it is said again", () => {
  const db = openTemporary();
  const at = (decimalLatitude: number, decimalLongitude: number, image: string) => ({
    images: [image],
    values: { decimalLatitude, decimalLongitude, locality: image },
  });
  const { ids } = storeScan(db, [
    ...["a", "b", "c", "d"].map((name, index) => at(48 + index / 10, -123, name)),
    { ...at(48.3, 123, "turned"), details: { POSITION_TURNED: "" } },
  ]);
  const id = ids.at(-1) as EncounterId;
  const said = () => encounterRow(db, id).findings.map(({ code, offers }) => [code, offers]);
  const offer = { how: "the other sign of the longitude", decimalLatitude: 48.3, decimalLongitude: -123 };
  expect(said()).toEqual([["POSITION_TURNED", [offer]]]);
  const { how: _, ...place } = offer;
  const { undo } = editEncounter(db, id, place);
  expect(said()).toEqual([]);
  if (undo) undoReshaping(db, undo);
  expect(said()).toEqual([["POSITION_TURNED", [offer]]]);
});

test("what was judged by an earlier version blocks once the station starts, and what is approved stays so", () => {
  const db = openTemporary();
  const { id } = scanned(db, { a: "GPS_ZERO" });
  const as = (review: string) => db.sql.prepare("UPDATE encounter SET review = ? WHERE id = ?").run(review, id);
  const isEarlier = () => db.sql.exec("UPDATE population SET judged = 0");
  isEarlier();
  as("approved");
  rejudgeOutdated(db);
  expect(encounterRow(db, id).review).toBe("approved");
  isEarlier();
  as("pending");
  rejudgeOutdated(db);
  expect(encounterRow(db, id).review).toBe("incomplete");
});
