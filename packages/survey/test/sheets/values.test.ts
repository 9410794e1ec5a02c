import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCoordinate, readPosition } from "../../src/sheets/coordinates.ts";
import { readFileNames } from "../../src/sheets/file-names.ts";
import { readGroupSize } from "../../src/sheets/group-size.ts";
import { provenOrder, readSheetDate } from "../../src/sheets/sheet-date.ts";
import { readSheetTime } from "../../src/sheets/sheet-time.ts";

const date = (text: string, order: "dayFirst" | "monthFirst" | null = null, epoch1904 = false) => {
  const read = readSheetDate(text, { order, epoch1904 });
  return read.kind === "date" ? [read.date, read.time].filter((part) => part !== null).join(" ") : read.kind;
};

describe("dates of sheets", () => {
  test.each([
    ["2024-07-15", "2024-07-15"],
    ["2024/7/5", "2024-07-05"],
    ["20240715", "2024-07-15"],
    ["2024-07-15 09:42", "2024-07-15 09:42:00"],
    ["2024-07-15T09:42:10Z", "2024-07-15 09:42:10"],
    ["15/07/2024", "2024-07-15"],
    ["07/15/2024", "2024-07-15"],
    ["15.7.24", "2024-07-15"],
    ["07/07/2024", "2024-07-07"],
    ["04/05/2024", "either"],
    ["4-5-24", "either"],
    ["15 Jul 2024", "2024-07-15"],
    ["July 15, 2024", "2024-07-15"],
    ["Mon 15-Jul-24", "2024-07-15"],
    ["15 de julio de 2024", "2024-07-15"],
    ["3 août 2019", "2019-08-03"],
    ["3. März 2019", "2019-03-03"],
    ["1998", "1998"],
    ["1998-07", "1998-07"],
    ["07/1998", "1998-07"],
    ["Jul 1998", "1998-07"],
    ["1998-07/1998-08", "1998-07/1998-08"],
    ["45488", "2024-07-15"],
    ["45488.40417", "2024-07-15 09:42:00"],
    ["31/02/2024", "unreadable"],
    ["15/07", "unreadable"],
    ["yesterday", "unreadable"],
    ["", "empty"],
  ])("%j is %s", (text, expected) => expect(date(text)).toBe(expected));

  test("are the day that was said, where both parts could be either", () => {
    expect([date("04/05/2024", "dayFirst"), date("04/05/2024", "monthFirst")]).toEqual(["2024-05-04", "2024-04-05"]);
  });

  test("that lost their format count from 1904 where the workbook does", () => {
    expect(date("44026", null, true)).toBe("2024-07-15");
  });

  test("prove their order by one that can be read in one way only, and do not where they contradict each other", () => {
    expect(provenOrder(["04/05/2024", "15/07/2024"])).toBe("dayFirst");
    expect(provenOrder(["04/05/2024", "07/15/2024 10:00"])).toBe("monthFirst");
    expect(provenOrder(["04/05/2024", "05/05/2024"])).toBeNull();
    expect(provenOrder(["15/07/2024", "07/15/2024"])).toBeNull();
  });

  test("never say a day that is not in the text", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 12 }), (day, month) => {
        const read = date(`${day}/${month}/2024`);
        if (read === "either") expect(Math.max(day, month)).toBeLessThanOrEqual(12);
        if (read === "either" || read === "unreadable") return;
        expect(new Set(read.slice(5).split("-").map(Number))).toEqual(new Set([day, month]));
      }),
    );
  });
});

test.each([
  ["09:42", "09:42:00"],
  ["9:42:10", "09:42:10"],
  ["0942", "09:42:00"],
  ["942", "09:42:00"],
  ["9.42", "09:42:00"],
  ["9h42", "09:42:00"],
  ["9:42 pm", "21:42:00"],
  ["12:10 am", "00:10:00"],
  ["0.404166667", "09:42:00"],
  ["25:00", null],
  ["9:75", null],
  ["morning", null],
])("the time %j is %s", (text, expected) => expect(readSheetTime(text)).toBe(expected));

const degrees = (text: string, axis: "latitude" | "longitude", hemisphere: "W" | null = null) => {
  const read = readCoordinate(text, axis, hemisphere);
  return read.kind === "degrees" ? Number(read.degrees.toFixed(6)) : read.kind;
};

describe("coordinates of sheets", () => {
  test.each([
    ["28.15198", "latitude", 28.15198],
    ["28,15198", "latitude", 28.15198],
    ["-123.1786", "longitude", -123.1786],
    ["−123.1786", "longitude", -123.1786],
    ["123.1786 W", "longitude", -123.1786],
    ["N 28 09.119'", "latitude", 28.151983],
    ["28 09.119 N", "latitude", 28.151983],
    ["28°09.119'N", "latitude", 28.151983],
    ["W015° 25,300′", "longitude", -15.421667],
    ["28°09'07.1\"N", "latitude", 28.151972],
    ["28 9 7.1 S", "latitude", -28.151972],
    ["28:09:07.1", "latitude", 28.151972],
    ["-0 30.0", "latitude", -0.5],
    ["28° 09.119", "latitude", 28.151983],
    ["91", "latitude", "unreadable"],
    ["181", "longitude", "unreadable"],
    ["28 60.1 N", "latitude", "unreadable"],
    ["28.5 30 N", "latitude", "unreadable"],
    ["123 W", "latitude", "unreadable"],
    ["-123 E", "longitude", "unreadable"],
    ["15 25.3 O", "longitude", "either"],
    ["off the point", "latitude", "unreadable"],
    ["", "latitude", "empty"],
  ] as const)("%j as %s is %s", (text, axis, expected) => expect(degrees(text, axis)).toBe(expected));

  test("are west where the header says so and the cell says nothing", () => {
    expect([
      degrees("123.5", "longitude", "W"),
      degrees("-123.5", "longitude", "W"),
      degrees("123.5 E", "longitude", "W"),
    ]).toEqual([-123.5, -123.5, 123.5]);
  });

  test.each([
    ["48.5521, -123.1786", 48.5521, -123.1786],
    ["48.5521,-123.1786", 48.5521, -123.1786],
    ["(48.5521; -123.1786)", 48.5521, -123.1786],
    ["N 48 33.126 W 123 10.716", 48.5521, -123.1786],
    ["48°33.126'N 123°10.716'W", 48.5521, -123.1786],
    ["123°10.716'W, 48°33.126'N", 48.5521, -123.1786],
    ["48,5521 -123,1786", 48.5521, -123.1786],
  ])("both in one cell: %j", (text, latitude, longitude) => {
    const read = readPosition(text);
    const number = (side: typeof read.latitude) =>
      side.kind === "degrees" ? Number(side.degrees.toFixed(4)) : side.kind;
    expect([number(read.latitude), number(read.longitude)]).toEqual([latitude, longitude]);
  });

  test("come back as they were, written in any of the three ways", () => {
    const micro = fc.integer({ min: -90_000_000, max: 90_000_000 });
    fc.assert(
      fc.property(
        micro,
        fc.constantFrom("decimal", "minutes", "seconds"),
        fc.boolean(),
        (millionths, way, lettered) => {
          const value = millionths / 1e6;
          const size = Math.abs(value);
          const minutes = (size % 1) * 60;
          const text =
            way === "decimal"
              ? size.toFixed(6)
              : way === "minutes"
                ? `${Math.floor(size)}° ${Math.min(minutes, 59.99999).toFixed(5)}'`
                : `${Math.floor(size)} ${Math.floor(minutes)} ${Math.min((minutes % 1) * 60, 59.999).toFixed(3)}`;
          const written = lettered ? `${text} ${value < 0 ? "S" : "N"}` : `${value < 0 ? "-" : ""}${text}`;
          const read = readCoordinate(written, "latitude");
          expect(read.kind).toBe("degrees");
          if (read.kind === "degrees") expect(Math.abs(read.degrees - value)).toBeLessThan(0.000002);
        },
      ),
    );
  });

  test("are never read from a text without a digit, and never lie outside the earth", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,°'\"NSEWO -+:x") }), (text) => {
        const read = readCoordinate(text, "longitude");
        if (read.kind !== "degrees") return;
        expect(text).toMatch(/\d/);
        expect(Math.abs(read.degrees)).toBeLessThanOrEqual(180);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ["12", { best: 12, min: null, max: null }],
  ["~12", { best: 12, min: null, max: null }],
  ["10-15", { best: null, min: 10, max: 15 }],
  ["12 (10–15)", { best: 12, min: 10, max: 15 }],
  ["20+", { best: null, min: 20, max: null }],
  ["15-10", null],
  ["many", null],
])("a group of %j is %j", (text, expected) => expect(readGroupSize(text)).toEqual(expected));

test("a cell that was made to be hard to read is not read", () => {
  const hard = ["1", "1.1", "N", "W 1", "12-", "IMG_1-", "~", "15 "].flatMap((start) =>
    [" ", "1", "1 ", "-", "'", "1-1", ",", "°"].map((more) => start + more.repeat(4000)),
  );
  for (const text of hard) {
    expect(readCoordinate(`${text}x`, "longitude").kind).toBe("unreadable");
    expect(readPosition(`${text}x`).latitude.kind).toBe("unreadable");
    expect(readSheetDate(`${text}x`, { order: null, epoch1904: false }).kind).toBe("unreadable");
    expect(readSheetTime(`${text}x`)).toBeNull();
    expect(readGroupSize(`${text}x`)).toBeNull();
    expect(readFileNames(text).every(({ stem }) => stem.length <= 255)).toBe(true);
  }
});

test.each([
  ["IMG_0412.JPG", [["img_0412", null, null]]],
  ["IMG_0412-0430", [["img_", 412, 430]]],
  ["IMG_0412-30", [["img_", 412, 430]]],
  ["DSC_0412.NEF – DSC_0430.NEF", [["dsc_", 412, 430]]],
  [
    "IMG_0412, 415-418; 420",
    [
      ["img_0412", null, null],
      ["img_", 415, 418],
      ["img_", 420, 420],
    ],
  ],
  ["card 2/IMG_0412.JPG", [["img_0412", null, null]]],
  [
    "IMGP0412.PEF, P1010030.X3F",
    [
      ["imgp0412", null, null],
      ["p1010030", null, null],
    ],
  ],
  ["412-430", [["", 412, 430]]],
  ["017-03W_L", [["017-03w_l", null, null]]],
])("the files %j", (text, expected) =>
  expect(readFileNames(text).map(({ stem, from, to }) => [stem, from, to])).toEqual(expected),
);
