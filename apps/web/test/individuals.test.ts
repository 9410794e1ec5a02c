import { emptyValues } from "@landfall/protocol";
import { expect, test } from "vitest";
import { individualsOf, withTyped } from "../src/features/review/individuals-field.tsx";

test("individuals are the parts of what the encounter says of its animals", () => {
  expect(individualsOf({ values: { ...emptyValues, organismName: "T002B | T065A" } })).toEqual(["T002B", "T065A"]);
  expect(individualsOf({ values: emptyValues })).toEqual([]);
});

test("what is typed is added once, several at a time", () => {
  expect(withTyped(["T002B"], "T065A, J047; T002B,")).toEqual(["T002B", "T065A", "J047"]);
  expect(withTyped(["T002B"], "  ")).toEqual(["T002B"]);
});
