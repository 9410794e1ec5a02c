import { type EncounterValues, emptyValues } from "@landfall/protocol";
import { expect, test } from "vitest";
import { correctFields, emptiedThere, fieldsBetween } from "../src/plan/correct.ts";
import type { SyncEncounter } from "../src/ports.ts";

const base: EncounterValues = { ...emptyValues, eventDate: "2024-07-15", locality: "Haro Strait", recordedBy: "AW" };

test("what only the station has changed is sent, and what only others have changed stays", () => {
  const ours = { ...base, locality: "Swanson Channel" };
  const theirs = { ...base, recordedBy: "BW" };
  expect(correctFields(base, ours, theirs)).toEqual({
    update: { locality: "Swanson Channel" },
    agreed: {},
    conflicts: [],
    changedThere: [{ field: "recordedBy", ours: "AW", theirs: "BW" }],
  });
});

test("the same field changed to different values is a question", () => {
  const found = correctFields(base, { ...base, locality: "Swanson Channel" }, { ...base, locality: "Cattle Pass" });
  expect(found).toMatchObject({
    update: {},
    conflicts: [{ field: "locality", ours: "Swanson Channel", theirs: "Cattle Pass" }],
  });
});

test("changed to the same value on both sides, it is agreed, and nothing is sent or asked", () => {
  const both = { ...base, locality: "Swanson Channel" };
  expect(correctFields(base, both, both)).toEqual({
    update: {},
    agreed: { locality: "Swanson Channel" },
    conflicts: [],
    changedThere: [],
  });
  expect(correctFields(both, both, both)).toEqual({ update: {}, agreed: {}, conflicts: [], changedThere: [] });
});

test("a field that a hub knows nothing of is not sent again and again", () => {
  const found = correctFields(base, { ...base, individualCount: 7 }, base);
  expect(found).toEqual({ update: {}, agreed: { individualCount: 7 }, conflicts: [], changedThere: [] });
});

test("a position is one thing: half of it changed here and the other half there is a question", () => {
  const at = { ...base, decimalLatitude: 48.1, decimalLongitude: -123.1 };
  const found = correctFields(at, { ...at, decimalLatitude: 48.2 }, { ...at, decimalLongitude: -123.2 });
  expect(found.conflicts.map(({ field }) => field)).toEqual(["decimalLatitude", "decimalLongitude"]);
});

test("what was delivered and is empty now is emptied on the hub; what was never delivered takes nothing away there", () => {
  const emptied = { ...base, locality: null };
  expect(correctFields(base, emptied, base)).toMatchObject({ update: { locality: null }, conflicts: [] });
  expect(correctFields(base, emptied, emptied)).toMatchObject({ update: {}, agreed: { locality: null } });
  expect(correctFields(emptied, emptied, emptied)).toMatchObject({ update: {}, agreed: {} });
  expect(correctFields(emptied, emptied, base)).toMatchObject({
    update: {},
    agreed: {},
    conflicts: [],
    changedThere: [{ field: "locality", ours: null, theirs: "Haro Strait" }],
  });
  expect(correctFields(base, emptied, { ...base, locality: "Cattle Pass" }).conflicts).toEqual([
    { field: "locality", ours: null, theirs: "Cattle Pass" },
  ]);
});

test("a position is emptied with how far off it may be", () => {
  const at = { ...base, decimalLatitude: 48.1, decimalLongitude: -123.1, coordinateUncertaintyInMeters: 50 };
  const { update } = correctFields(at, base, at);
  expect(update).toEqual({ decimalLatitude: null, decimalLongitude: null, coordinateUncertaintyInMeters: null });
});

test("what others have emptied is not filled again by who had delivered it", () => {
  const of = { values: base, delivered: { values: base, version: 1 } } as SyncEncounter;
  const hub = { values: { ...base, locality: null }, version: 2 };
  expect(emptiedThere(of, hub)).toEqual(["locality"]);
  expect(emptiedThere({ ...of, values: { ...base, locality: "Active Pass" } }, hub)).toEqual([]);
  expect(emptiedThere({ ...of, delivered: null }, hub)).toEqual([]);
});

test("what others have emptied is told, and what is empty on both sides is not", () => {
  const theirs = { ...base, locality: null };
  expect(correctFields(base, base, theirs)).toMatchObject({
    update: {},
    conflicts: [],
    changedThere: [{ field: "locality", ours: "Haro Strait", theirs: null }],
  });
  expect(correctFields(theirs, theirs, theirs).changedThere).toEqual([]);
});

test("what a hub that was put back has forgotten is told again, and not what others were seen to have changed", () => {
  const ours = { ...base, available: "2031-01-01", eventRemarks: null };
  const there = { behavior: "resting" };
  const delivered = { values: ours, version: 4, there, untold: true };
  const of = { values: ours, delivered };
  const forgot = { ...base, available: null, eventRemarks: "A boat.", behavior: "resting" };
  expect(fieldsBetween(of, { values: forgot, version: 3 })).toEqual({
    update: { available: "2031-01-01", eventRemarks: null },
    agreed: {},
    conflicts: [],
    changedThere: [{ field: "behavior", ours: null, theirs: "resting" }],
  });
  // Others have gone on to work with it: what it has is told, and nothing of theirs is written over.
  expect(fieldsBetween(of, { values: { ...forgot, locality: "Cattle Pass" }, version: 9 })).toMatchObject({
    update: {},
    changedThere: expect.arrayContaining([{ field: "locality", ours: "Haro Strait", theirs: "Cattle Pass" }]),
  });
  expect(emptiedThere({ ...of } as SyncEncounter, { values: { ...ours, locality: null }, version: 3 })).toEqual([]);
});
