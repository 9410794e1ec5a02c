import { type EncounterValues, emptyValues } from "@landfall/protocol";
import { expect, test } from "vitest";
import { correctFields } from "../src/plan/correct.ts";

const base: EncounterValues = { ...emptyValues, decimalLatitude: 48.5, decimalLongitude: -123.1 };

test("a field that was not known when it was delivered, and is now, is corrected", () => {
  const ours = { ...base, individualCount: 12 };
  const { update, agreed, conflicts } = correctFields(base, ours, { ...base, individualCount: null });
  expect({ update, agreed, conflicts }).toEqual({ update: { individualCount: 12 }, agreed: {}, conflicts: [] });
});

test("a hub that does not know a field is not told of it", () => {
  const { update, agreed, conflicts } = correctFields(base, { ...base, individualCount: 12 }, base);
  expect({ update, agreed, conflicts }).toEqual({ update: {}, agreed: { individualCount: 12 }, conflicts: [] });
});

test("two different group sizes since the delivery are a question", () => {
  const theirs = { ...base, individualCount: 10 };
  expect(correctFields(base, { ...base, individualCount: 12 }, theirs).conflicts).toEqual([
    { field: "individualCount", ours: 12, theirs: 10 },
  ]);
});

test("how far off a position may be goes with the position that it was said of", () => {
  const before = { ...base, coordinateUncertaintyInMeters: 80 };
  const ours = { ...before, decimalLatitude: 48.6, coordinateUncertaintyInMeters: null };
  expect(correctFields(before, ours, before).update).toEqual({
    decimalLatitude: 48.6,
    coordinateUncertaintyInMeters: null,
  });
});
