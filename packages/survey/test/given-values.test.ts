import { type EncounterValues, emptyValues } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { applySet, assignNumbers } from "../src/index.ts";

describe("values given by a person", () => {
  const values: EncounterValues = { ...emptyValues, locality: "Haro Strait" };
  const provenance = { locality: { source: "folder" as const, raw: "2024-07-15_Haro Strait", conflicts: [] } };

  test("set leaves what is there alone", () => {
    const given = applySet(values, provenance, { locality: "Active Pass", recordedBy: "Jo" }, "set");
    expect(given.values).toEqual({ ...values, recordedBy: "Jo" });
    expect(given.provenance).toEqual({ ...provenance, recordedBy: { source: "set", raw: "Jo", conflicts: [] } });
  });
  test("nothing to change gives the same objects back", () => {
    const given = applySet(values, provenance, { locality: "Active Pass" }, "set");
    expect(given.values).toBe(values);
    expect(given.provenance).toBe(provenance);
  });
  test("a correction keeps what was found beside it", () => {
    const given = applySet(values, provenance, { locality: "Active Pass" }, "manual");
    expect(given.values.locality).toBe("Active Pass");
    expect(given.provenance.locality).toEqual({
      source: "manual",
      raw: "Active Pass",
      conflicts: [{ value: "Haro Strait", source: "folder", raw: "2024-07-15_Haro Strait" }],
    });
  });
  test("numbers that are there stay, and the others go around them", () => {
    const same = { eventDate: "2024-07-15", locality: "Haro Strait", recordedBy: "Jo" };
    const numbers = [null, 1, null, 5, 1].map((encounterNumber) => ({ values: same, encounterNumber }));
    expect(assignNumbers(numbers)).toEqual([2, 1, 3, 5, 4]);
    expect(assignNumbers([{ values: same, encounterNumber: null }])).toEqual([null]);
  });
});
