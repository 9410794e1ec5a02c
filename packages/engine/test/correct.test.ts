import { type EncounterValues, emptyValues } from "@landfall/protocol";
import { expect, test } from "vitest";
import { correctFields } from "../src/plan/correct.ts";

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
