import { type EncounterId, emptyValues, type FieldProvenance, mergeWarnings } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import {
  editEncounter,
  encounterPage,
  encounterRow,
  mergeEncounters,
  moveToEncounter,
  type StationDatabase,
  splitEncounter,
  storeIdentifiers,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, sha, storeScan } from "./support.ts";

const row = (place: string, ...fields: string[]): FieldProvenance =>
  Object.fromEntries(fields.map((field) => [field, { source: "sheet", raw: null, place, conflicts: [] }]));
const said = { organismName: "T065A | T002B", individualCount: 6, behavior: "travel", eventRemarks: "calm" };
const first = {
  images: ["a", "b", "c"],
  encounterNumber: 1,
  values: said,
  provenance: row("sightings.csv, row 2", ...Object.keys(said)),
};
const other = { organismName: "J047, T002B", individualCount: 4, behavior: "rest", eventRemarks: "calm" };
const second = {
  images: ["d", "e"],
  values: { locality: "Active Pass", ...other },
  provenance: row("sightings.csv, row 3", ...Object.keys(other)),
};
const group = (db: StationDatabase, id: unknown) => {
  const { organismName, individualCount, behavior, eventRemarks, parentEventID } = encounterRow(
    db,
    id as EncounterId,
  ).values;
  return [organismName, individualCount, behavior, eventRemarks, parentEventID].map((value) => value ?? null);
};
/** As a later scan has it, that found one more. */
const again = (db: StationDatabase, ...of: Parameters<typeof storeScan>[1]) => {
  const { manifest } = storeScan(db, [...of, { images: ["h"], values: { locality: "Stuart Channel" } }]);
  return encounterPage(db, manifest, "all", { offset: 0, limit: 10 }).items;
};
const whole = ["T065A | T002B", 6, "travel", "calm"];

describe("what a row says of a group", () => {
  test("stays once when its encounter is split, both parts share its sighting, and what stays is told", () => {
    const db = openTemporary();
    const scan = storeScan(db, [first, second]);
    const { encounters, notes, undo } = splitEncounter(db, scan.ids[0] as never, [sha("b")]);
    const [made, kept] = encounters;
    const sighting = "2024-07-15 encounter 1";
    expect(group(db, kept?.id)).toEqual([...whole, sighting]);
    expect(group(db, made?.id)).toEqual([null, null, null, null, sighting]);
    expect(made?.provenance.parentEventID).toMatchObject({ source: "sheet", place: "sightings.csv, row 2" });
    expect(notes?.join(" ")).toBe(
      "What is said of the whole group stays with the images that were left, so that nothing is counted twice: Individuals “T065A | T002B”, Group size “6”, Behaviour “travel”, Remarks “calm” (from sightings.csv, row 2). The other one has none of it: enter there which individuals it shows. Both are of the shared sighting “2024-07-15 encounter 1”; empty that where it was another one.",
    );
    const [keptAgain, madeAgain] = again(db, first, second);
    expect(group(db, keptAgain?.id)).toEqual([...whole, sighting]);
    expect(group(db, madeAgain?.id)).toEqual([null, null, null, null, sighting]);
    expect([keptAgain?.since, madeAgain?.since]).toEqual(["same", "same"]);
    expect(undo).not.toBeNull();
  });

  test("is as before where the split is undone", () => {
    const db = openTemporary();
    const scan = storeScan(db, [first, second]);
    undoReshaping(db, splitEncounter(db, scan.ids[0] as never, [sha("b")]).undo as never);
    expect(group(db, scan.ids[0])).toEqual([...whole, null]);
    const split = splitEncounter(db, scan.ids[0] as never, [sha("b")]);
    editEncounter(db, scan.ids[0] as never, { individualCount: 7 });
    undoReshaping(db, split.undo as never);
    expect(group(db, scan.ids[0])).toEqual(["T065A | T002B", 7, "travel", "calm", null]);
  });

  test("stays with the images that are split off where these are more", () => {
    const db = openTemporary();
    const scan = storeScan(db, [first, second]);
    const { encounters, notes } = splitEncounter(db, scan.ids[0] as never, [sha("a"), sha("b")]);
    expect(group(db, encounters[0]?.id).slice(0, 4)).toEqual(whole);
    expect(notes?.[0]).toContain("stays with the images that were split off,");
  });

  test("is nothing to be told where there is none", () => {
    const db = openTemporary();
    const scan = storeScan(db, [{ images: ["a", "b", "c"] }]);
    const { encounters, notes } = splitEncounter(db, scan.ids[0] as never, [sha("b")]);
    expect([notes, encounters[0]?.values.parentEventID ?? null]).toEqual([[], null]);
  });

  test("is of all rows where encounters are merged, and other counts stand beside the first one's", () => {
    const db = openTemporary();
    const scan = storeScan(db, [first, second]);
    const { encounters } = mergeEncounters(db, scan.ids[0] as never, [scan.ids[1] as never]);
    const merged = ["J047 | T002B | T065A", 6, "rest, travel", "calm", null];
    expect(group(db, encounters[0]?.id)).toEqual(merged);
    expect(encounters[0]?.provenance.individualCount?.conflicts).toEqual([
      { value: 4, source: "sheet", raw: null, place: "sightings.csv, row 3" },
    ]);
    const [afterwards] = again(db, first, second);
    expect([group(db, afterwards?.id), afterwards?.since]).toEqual([merged, "same"]);
  });

  test("is not lost where the encounter without it gives the fields, or all images are moved to that", () => {
    const db = openTemporary();
    const bare = { images: ["d", "e"], values: { locality: "Active Pass" } };
    const scan = storeScan(db, [first, bare]);
    const { encounters, undo } = moveToEncounter(
      db,
      scan.ids[0] as never,
      scan.ids[1] as never,
      ["a", "b", "c"].map(sha),
    );
    expect(encounters[0]?.values.locality).toBe("Active Pass");
    expect(group(db, encounters[0]?.id).slice(0, 4)).toEqual(whole);
    undoReshaping(db, undo as never);
    expect(
      [scan.ids[0], scan.ids[1]].map((id) => [encounterRow(db, id as never).values.locality, ...group(db, id)]),
    ).toEqual([
      ["Haro Strait", ...whole, null],
      ["Active Pass", null, null, null, null, null],
    ]);
  });
});

test("animals that names of images say go where the images go, and are there after another scan", () => {
  const db = openTemporary();
  const names: Record<string, string> = { a: "T002B_1.jpg", b: "T065A_2.jpg", c: "T002B_3.jpg", d: "J047_4.jpg" };
  const pathOf = (name: string) => names[name] ?? `${name}.jpg`;
  const byName = (raw: string): FieldProvenance => ({ organismName: { source: "filename", raw, conflicts: [] } });
  const wanted = [
    {
      images: ["a", "b", "c"],
      values: { organismName: "T002B | T065A" },
      provenance: byName("T002B_1.jpg; T065A_2.jpg"),
    },
    { images: ["d"], values: { locality: "Active Pass", organismName: "J047" }, provenance: byName("J047_4.jpg") },
  ];
  const scan = storeScan(db, wanted, "Season", 100, pathOf);
  const { populationId } = db.sql.prepare("SELECT id AS populationId FROM population").get() as { populationId: never };
  storeIdentifiers(db, populationId, { examples: ["T002B", "J047"], corrections: [], forget: [] });
  const animals = (ids: readonly { id: EncounterId }[]) => ids.map(({ id }) => group(db, id)[0]);
  const { encounters, notes } = splitEncounter(db, scan.ids[0] as never, [sha("b")]);
  expect([animals(encounters), notes]).toEqual([["T065A", "T002B"], []]);
  const moved = moveToEncounter(db, scan.ids[0] as never, scan.ids[1] as never, [sha("a")]);
  expect(animals(moved.encounters)).toEqual(["J047 | T002B", "T002B"]);
  const rescanned = storeScan(db, [...wanted, { images: ["h"], values: { locality: "Far" } }], "Season", 100, pathOf);
  expect(animals(rescanned.encounters.slice(0, 3))).toEqual(["J047 | T002B", "T065A", "T002B"]);
});

test("a person is told before a merge which counts, species and numbers only one of them can have", () => {
  const values = { ...emptyValues, eventDate: "2024-07-15", locality: "Haro", recordedBy: "BW" };
  const one = { ...values, individualCount: 6, vernacularName: "Orca", fieldNumber: "A-1" };
  const two = { ...values, individualCount: 4, vernacularName: "Minke", fieldNumber: "A-1" };
  expect(mergeWarnings([one, two], one)).toEqual([
    "Species: Orca and Minke; it will be Orca.",
    "Group size: 6 and 4; it will be 6.",
  ]);
  expect(mergeWarnings([values, two], values)).toEqual([]);
});
