import { expect, test } from "vitest";
import { whoOf } from "../../src/cli/alias-advice.ts";

const likely = (...people: string[]) => [{ people, because: "initials" as const }];

test.each([
  ["AB", [], '"FULL NAME"'],
  ["Anna", [], '"FULL NAME"'],
  ["A. Berg", [], '"FULL NAME"'],
  ["Anna Berg", [], '"Anna Berg"'],
  ["Tom O'Neil", [], '"Tom O\'Neil"'],
  ["AB", likely("Anna Berg"), '"Anna Berg"'],
  ["AB, TO", likely("Anna Berg", "Tom O'Neil"), '"Anna Berg" "Tom O\'Neil"'],
  ["unknown", likely(), "--not-a-person"],
])("of %s with the suggestions %j is said: %s", (name, suggestions, said) => {
  expect(whoOf({ name, suggestions })).toBe(said);
});
