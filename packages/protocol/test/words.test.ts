import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  defaultPopulationSettings,
  emptyValues,
  errorCodes,
  errorTable,
  FieldEdit,
  FieldPatch,
  fromProblem,
  hubApiPrefix,
  hubContract,
  isEventDate,
  isWholeDay,
  LandfallError,
  matchKey,
  mayBeSameDay,
  missingFields,
  Problem,
  parseRetryAfter,
  stationContract,
  toOpenApi,
  toProblem,
} from "../src/index.ts";

describe("dates", () => {
  test.each(["2024-07-15", "1998", "1998-07", "1998-07/1998-08", "2024-02-29", "2024-07-15/2024-07-16"])(
    "%s is one",
    (text) => {
      expect(isEventDate(text)).toBe(true);
    },
  );
  test.each([
    "",
    "2024-13-01",
    "2023-02-29",
    "2024-7-15",
    "0000-00-00",
    "2024-07-15T10:00",
    "2024-07-16/2024-07-15",
    "15/07/2024",
    "1700",
  ])("%s is none", (text) => {
    expect(isEventDate(text)).toBe(false);
  });

  test.each([
    ["2024-07-15", "2024-07-15", true],
    ["2024-07", "2024-07-15", true],
    ["2024", "2024-07/2024-08", true],
    ["2024-07-15/2024-07-17", "2024-07-17", true],
    ["2024-07-15", "2024-07-16", false],
    ["2024-06", "2024-07-15", false],
    ["2024-07-15/2024-07-17", "2024-07-18/2024-08", false],
  ])("%s and %s have a day in common: %s", (one, other, expected) => {
    expect(mayBeSameDay(one, other)).toBe(expected);
    expect(mayBeSameDay(other, one)).toBe(expected);
  });
  test.each([
    "09:42",
    "09:42:00",
    "09:42:00.5",
    "T09:42",
    "09:42Z",
    "09:42-07:00",
    "09:42:00/10:10:00",
    "22:00/01:30",
    "09",
  ])("%s is a time of day, or two", (eventTime) => expect(FieldEdit.parse({ eventTime })).toEqual({ eventTime }));
  test.each([
    "25:00",
    "24:61",
    "24:00",
    "noon",
    "9:42",
    "0942",
    "09:42/",
    "/10:10",
    "09:42/10:10/11:00",
    "09:42 pm",
    "09:60",
  ])("%s is no time of day, which is said", (eventTime) => {
    const { error } = FieldEdit.safeParse({ eventTime });
    expect(error?.issues[0]?.message).toBe(
      "a time of day such as 09:42 or 09:42:00, or an interval of two, 09:42/10:10",
    );
    expect(FieldPatch.safeParse({ eventTime }).success).toBe(false);
  });

  test("only a whole day may match by key", () => {
    expect(isWholeDay("2024-07-15")).toBe(true);
    expect(isWholeDay("2024-07")).toBe(false);
    expect(isWholeDay("2024-07-15/2024-07-16")).toBe(false);
  });
});

describe("the match key", () => {
  const parts = { eventDate: "2024-07-15", locality: "Haro Strait", photographer: "Björk" };
  test("does not see case, spacing or Unicode form", () => {
    expect(matchKey({ ...parts, locality: " haro\u00a0 STRAIT ", photographer: "Bjo\u0308rk" })).toBe(matchKey(parts));
  });
  test("tells day, place, photographer and number apart", () => {
    const others = [
      { eventDate: "2024-07-16" },
      { locality: "Haro" },
      { photographer: "AW" },
      { encounterNumber: 1 },
      { encounterNumber: 2 },
    ];
    const keys = [matchKey(parts), ...others.map((other) => matchKey({ ...parts, ...other }))];
    expect(new Set(keys).size).toBe(keys.length);
  });
  test("is none where something is partial or unknown", () => {
    for (const other of [
      { eventDate: "2024-07" },
      { eventDate: null },
      { locality: "  " },
      { photographer: "Unknown" },
      { photographer: null },
    ]) {
      expect(matchKey({ ...parts, ...other })).toBeNull();
    }
  });
  test("no two different triples give the same key", () => {
    const text = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(text, text, text, text, (a, b, c, d) => {
        const [one, other] = [
          matchKey({ ...parts, locality: a, photographer: b }),
          matchKey({ ...parts, locality: c, photographer: d }),
        ];
        const fold = (value: string) =>
          value.normalize("NFKC").toLocaleLowerCase("en").normalize("NFKC").replace(/\s+/gu, " ").trim();
        if (one !== null && one === other) expect([fold(a), fold(b)]).toEqual([fold(c), fold(d)]);
      }),
    );
  });
});

test("what an encounter lacks is named in reading order, coordinates as a pair", () => {
  expect(missingFields(emptyValues, defaultPopulationSettings)).toEqual(["eventDate", "locality", "recordedBy"]);
  const whole = { ...emptyValues, eventDate: "1998", locality: "Haro Strait", recordedBy: "BW" };
  expect(missingFields(whole, defaultPopulationSettings)).toEqual([]);
  expect(missingFields({ ...whole, decimalLatitude: 0 }, defaultPopulationSettings)).toEqual(["decimalLongitude"]);
  expect(missingFields(whole, { requireCoordinates: true, requireLicense: true })).toEqual([
    "decimalLatitude",
    "decimalLongitude",
    "license",
  ]);
});

test("fields from a command line are text and become what they are", () => {
  const place = { decimalLatitude: "48.5", decimalLongitude: "-123.1" };
  expect(FieldPatch.parse(place)).toEqual({ decimalLatitude: 48.5, decimalLongitude: -123.1 });
  expect(FieldPatch.safeParse({ decimalLatitude: "north" }).success).toBe(false);
  expect(FieldPatch.safeParse({ ...place, decimalLatitude: "91" }).success).toBe(false);
  expect(FieldPatch.safeParse({ license: "mine" }).success).toBe(false);
  expect(FieldPatch.safeParse({ colour: "red" }).success).toBe(false);
});

test("a position is set as a whole, or emptied as a whole", () => {
  const refusal = (edit: object) =>
    FieldEdit.safeParse(edit).error?.issues.map(({ path, message }) => [...path, message]);
  const sentence = "a position is one thing: give decimalLatitude and decimalLongitude together, or empty both";
  expect(refusal({ decimalLatitude: 48.5 })).toEqual([["decimalLongitude", sentence]]);
  expect(refusal({ decimalLongitude: null })).toEqual([["decimalLongitude", sentence]]);
  expect(refusal({ decimalLatitude: null, decimalLongitude: -123 })).toEqual([["decimalLatitude", sentence]]);
  expect(FieldPatch.safeParse({ decimalLongitude: -123 }).success).toBe(false);
  expect(refusal({ decimalLatitude: null, decimalLongitude: null })).toBeUndefined();
  expect(refusal({ coordinateUncertaintyInMeters: 20 })).toBeUndefined();
});

test("every error survives the way over the wire", () => {
  for (const code of errorCodes) {
    const problem = toProblem(new LandfallError(code, { detail: "DSC_1.JPG" }), { instance: "/x" });
    expect(Problem.parse(problem)).toMatchObject({ code, status: errorTable[code].status });
    expect(fromProblem(JSON.parse(JSON.stringify(problem)))).toMatchObject({ code, detail: "DSC_1.JPG" });
    expect(errorTable[code].hint.length).toBeGreaterThan(10);
    // The same words stand on the page and in a terminal, which has no buttons.
    expect(errorTable[code].hint).not.toMatch(/\b(press|click)\b/i);
  }
});

test("Retry-After is seconds or a date, and capped", () => {
  const now = Date.UTC(2024, 0, 1);
  expect(parseRetryAfter("3", null, now)).toBe(3_000);
  expect(parseRetryAfter(new Date(now + 9_000).toUTCString(), null, now)).toBe(9_000);
  // By the far end's own clock, where it says what it is.
  const [there, later] = [now + 1_200_000, now + 1_209_000].map((ms) => new Date(ms).toUTCString()) as [string, string];
  expect(parseRetryAfter(later, there, now)).toBe(9_000);
  expect(parseRetryAfter("999999", null, now)).toBe(300_000);
  expect(parseRetryAfter("soon", null, now)).toBeUndefined();
  expect(parseRetryAfter(null, null, now)).toBeUndefined();
});

test.each([
  ["hub", hubContract],
  ["station", stationContract],
] as const)("the %s's contract is a whole OpenAPI 3.1 document", (_, contract) => {
  const document = toOpenApi(contract, {
    title: "t",
    version: "1",
    description: "d",
    prefix: hubApiPrefix,
    security: { key: { type: "http", scheme: "bearer" } },
  });
  const parsed = z
    .object({
      openapi: z.literal("3.1.0"),
      paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }).loose())),
    })
    .parse(document);
  const operations = Object.values(parsed.paths).flatMap((path) => Object.values(path));
  expect(operations).toHaveLength(Object.keys(contract).length);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});
