import { expect, test } from "vitest";
import { z } from "zod";
import { FieldPatch, parsePlainly, RunLimits } from "../src/index.ts";

const Values = z.object({
  latitude: z.number().max(90),
  animals: z.int().positive(),
  name: z.string().trim().min(1).max(8),
  order: z.enum(["time", "covers"]),
  id: z.uuid(),
  day: z.iso.date(),
  list: z.array(z.string()).min(1).max(2),
  transfers: z.union([z.int().min(1).max(4), z.literal("auto")]),
  own: z.string().refine(() => false, "a word of its own"),
  key: z.string().max(3),
  far: z.object({ more: z.boolean() }),
});

test("what is wrong is said with the value and what may be, in no words of the library", () => {
  const read = parsePlainly(Values, {
    latitude: 95,
    animals: 0,
    name: " ",
    order: "size",
    id: "x",
    day: "15 July",
    list: ["a", "b", "c"],
    transfers: "many",
    own: "this",
    key: "abcd",
    far: { more: "perhaps" },
  });
  expect(read.success ? [] : read.issues.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    "latitude: 95 is too large: write a number of at most 90",
    "animals: 0 is too small: write a number more than 0",
    "name: it is empty: write something",
    "order: size is none of time, covers",
    "id: x is not the id of anything",
    "day: 15 July is not a day such as 2024-07-15",
    "list: 3 are named: name at most 2",
    "transfers: many is nothing that is allowed here",
    "own: a word of its own",
    // A secret is not said again.
    "key: it has 4 characters: write at most 3",
    "far.more: perhaps is not true or false",
  ]);
  const nothing = parsePlainly(Values, { animals: 1.5 });
  const messages = nothing.success ? [] : nothing.issues.map(({ path, message }) => `${path}: ${message}`);
  expect(messages.slice(0, 3)).toEqual([
    "latitude: it is missing",
    "animals: 1.5 is not a whole number",
    "name: it is missing",
  ]);
});

test("a range is said whole", () => {
  const message = (schema: z.ZodType, value: unknown) => {
    const read = parsePlainly(schema, value);
    return read.success ? "" : `${read.issues[0].path}: ${read.issues[0].message}`;
  };
  expect(message(FieldPatch, { decimalLatitude: "95" })).toBe(
    "decimalLatitude: 95 is out of range: write a number from -90 to 90",
  );
  expect(message(FieldPatch, { decimalLongitude: "-181" })).toBe(
    "decimalLongitude: -181 is out of range: write a number from -180 to 180",
  );
  expect(message(RunLimits, { bytes: null, minutes: 200_000 })).toBe(
    "minutes: 200000 is out of range: write a number from 1 to 100000",
  );
});
