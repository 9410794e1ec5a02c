import { type DayMonthOrder, isEventDate, isPatternError, parsePathPattern } from "@landfall/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { piecesOf } from "../../src/patterns/match-path.ts";
import { statedIn, valuesOf } from "../../src/patterns/stated.ts";

function pattern(text: string) {
  const read = parsePathPattern(text);
  if (isPatternError(read)) throw new Error(read.message);
  return read;
}

function match(texts: readonly string[], path: string, order: DayMonthOrder | null = null) {
  const [name = "", ...folders] = path.split("/").reverse();
  return statedIn(texts.map(pattern), folders.reverse(), order)(name);
}

/** What is found, as `field value`; null where nothing fits. */
const found = (text: string, path: string, order: DayMonthOrder | null = null) => {
  const said = match([text], path, order);
  return said && valuesOf(said).map(({ field, value }) => `${field} ${value}`);
};

const day = "date 2024-07-15";

describe("what a pattern finds in a path", () => {
  test.each([
    [
      "{year}/{date}_{locality}/{photographer}",
      "2024/2024-07-15_Haro Strait/BW/a.jpg",
      [day, "locality Haro Strait", "photographer BW"],
    ],
    ["{year}/{date}_{locality}", "2024/2024-07-15_Haro Strait/BW/BEST/a.jpg", [day, "locality Haro Strait"]],
    [
      "{date}_{encounter}_{locality}_{photographer}",
      "20240715_Enc02_Haro_Strait_JT+GE/a.jpg",
      [day, "locality Haro_Strait", "photographer JT+GE", "encounter 2"],
    ],
    [
      "{photographer}_{locality}_{date}",
      "BW_Haro_Strait_2024-07-15/a.jpg",
      [day, "locality Haro_Strait", "photographer BW"],
    ],
    [
      "{locality}/{date} - {individual} - {photographer}",
      "Salish Sea/15-07-2024 - T65As - J. Smith/a.jpg",
      [day, "locality Salish Sea", "photographer J. Smith", "individual T65As"],
    ],
    [
      "{date}_{encounter}_{locality}_{photographer}_*.*",
      "card/20240715_E3_Skana_MK_0127_T002B_L.jpg",
      [day, "locality Skana", "photographer MK", "encounter 3"],
    ],
    [
      "{date}_{encounter}_{locality}_{photographer}_{any}_*.*",
      "20240715_E3_Skana_MK_0127_L.jpg",
      [day, "locality Skana", "photographer MK", "encounter 3"],
    ],
    ["{year}/{month}/{day}", "2024/07/15/a.jpg", [day]],
    ["{day}-{month}-{year} {locality}", "15-7-24 Haro/a.jpg", [day, "locality Haro"]],
    ["{year}{month}{day}_{locality}", "240715_Haro/a.jpg", [day, "locality Haro"]],
    ["{day} {month} {year}", "3 Aug '98/a.jpg", ["date 1998-08-03"]],
    ["{year}/{month}", "24/07/a.jpg", null],
    ["{year}/{month}/{day} {locality}", "2024/07 July/15 Haro/a.jpg", [day, "locality Haro"]],
    ["{year}{month}{day} {locality}", "20240715 Haro/a.jpg", [day, "locality Haro"]],
    ["{date} {locality}", "15 Jul 2024 Haro/a.jpg", [day, "locality Haro"]],
    ["{date}_{locality}", "July 15, 2024_Haro/a.jpg", [day, "locality Haro"]],
    ["{date}_{locality}", "1998-07_Haro/a.jpg", ["date 1998-07", "locality Haro"]],
    ["{date}/{locality}", "1998/Haro/a.jpg", ["date 1998", "locality Haro"]],
    ["{year}/{locality}", "1998/Haro/a.jpg", ["date 1998", "locality Haro"]],
    ["{date}_{locality}", "2024-07-15_16_Active Pass/a.jpg", ["date 2024-07-15/2024-07-16", "locality Active Pass"]],
    ["**/{date}_{locality}", "a/b/2024-07-15_Haro/a.jpg", [day, "locality Haro"]],
    ["**/{date}_{locality}", "2024-07-15_Haro/a.jpg", [day, "locality Haro"]],
    ["*/{date}*", "anything/2024-07-15/a.jpg", [day]],
    ["SURVEYS/{date} Îles", "surveys/2024-07-15 ÎLES/a.jpg", [day]],
    ["{date}{locality}", "2024-07-15 - Haro -/a.jpg", [day, "locality Haro"]],
    ["{year}/{locality}", "2024/Mayne Island/a.jpg", ["date 2024", "locality Mayne Island"]],
  ])("%s in %s", (text, path, expected) => {
    expect(found(text, path)).toEqual(expected);
  });

  test("decomposed letters are the same name; what was read stays as it is", () => {
    const path = `2024-07-15_${"Île".normalize("NFD")}/a.jpg`;
    expect(found("{date}_{locality}", path)).toEqual([day, `locality ${"Île".normalize("NFC")}`]);
    expect(match(["{date}_{locality}"], path)?.stated.locality?.raw).toBe(path.split("/")[0]);
    expect(found(`{date}_${"Î".normalize("NFC")}le`, path)).toEqual([day]);
  });

  test.each([
    ["odd marks", "2024-07-15_100%#?&=+[a](b)|c^$/a.jpg", "100%#?&=+[a](b)|c^$"],
    ["emoji", "2024-07-15_🐋 Bay/a.jpg", "🐋 Bay"],
    ["a line break and a backslash", "2024-07-15_Haro\n\\Strait/a.jpg", "Haro\n\\Strait"],
    ["a blank at the end", "2024-07-15_Haro /a.jpg", "Haro"],
    ["bytes that are no text", "2024-07-15_caf\\xe9/a.jpg", "caf\\xe9"],
    ["braces and stars", "2024-07-15_{x}*/a.jpg", "{x}*"],
  ])("%s are letters of a name", (_, path, locality) => {
    expect(found("{date}_{locality}", path)).toEqual([day, `locality ${locality}`]);
  });

  test("a name of underscores only is answered at once, whatever is asked of it", () => {
    const path = `${"_".repeat(244)}/a.jpg`;
    expect(found("{any}_{any}_{any}_{any}_{locality}_{any}_{photographer}_x", path)).toBeNull();
  });
});

describe("what does not fit", () => {
  test.each([
    ["a number is no place", "{date}_{locality}", "2024-07-15_16/a.jpg"],
    ["no such day", "{year}/{month}/{day}", "2024/06/31/a.jpg"],
    ["no month", "{year}/{month}", "2024/13/a.jpg"],
    ["a habit is no person", "{date}_{locality}/{photographer}", "2024-07-15_Haro/BEST/a.jpg"],
    ["a camera's folder is no place", "{locality}/{date}", "100CANON/2024-07-15/a.jpg"],
    ["a folder too few", "{year}/{date}_{locality}/{photographer}", "2024/2024-07-15_Haro/a.jpg"],
    ["longer runs of digits are no dates", "{date}_*", "202407150930_x/a.jpg"],
    ["the beginning of a date is no year", "{date}-{any}", "2024-07-15/a.jpg"],
    ["an encounter 0", "{date}_{encounter}", "2024-07-15_E0/a.jpg"],
  ])("%s", (_, text, path) => {
    expect(found(text, path)).toBeNull();
  });
});

describe("day and month", () => {
  test("that could be either way round are no date until it is said", () => {
    expect(found("{date} {locality}", "03-04-2021 Haro/a.jpg")).toEqual(["date null", "locality Haro"]);
    expect(found("{date} {locality}", "03-04-2021 Haro/a.jpg", "dayFirst")?.[0]).toBe("date 2021-04-03");
    expect(found("{date} {locality}", "03-04-2021 Haro/a.jpg", "monthFirst")?.[0]).toBe("date 2021-03-04");
    expect(found("{date} {locality}", "03-03-2021 Haro/a.jpg")?.[0]).toBe("date 2021-03-03");
    expect(found("{date} {locality}", "25-04-2021 Haro/a.jpg", "monthFirst")?.[0]).toBe("date 2021-04-25");
  });
});

test("of several patterns the first that fits says it", () => {
  const both = ["{date}_{locality}/{photographer}", "{date}_{any}"];
  expect(match(both, "2024-07-15_Haro/BW/a.jpg")).toMatchObject({ index: 0, names: { length: 2 } });
  expect(match(both, "2024-07-15_Haro/a.jpg")).toMatchObject({ index: 1, stated: { locality: null } });
});

test("the pieces of a match are the path", () => {
  const path = "2024/x/2024-07-15_Haro/BEST/a.jpg";
  const inFolders = match(["{year}/*/{date}_{locality}"], path);
  expect(inFolders && piecesOf(inFolders, path.split("/").slice(0, -1), null)).toEqual([
    { text: "2024", field: "year" },
    { text: "/x/", field: null },
    { text: "2024-07-15", field: "date" },
    { text: "_", field: null },
    { text: "Haro", field: "locality" },
    { text: "/BEST", field: null },
  ]);
  const inFile = match(["{date}_*.*"], "a/b/2024-07-15_01.jpg");
  expect(inFile && piecesOf(inFile, ["a", "b"], "2024-07-15_01.jpg")).toEqual([
    { text: "a/b/", field: null },
    { text: "2024-07-15", field: "date" },
    { text: "_01.jpg", field: null },
  ]);
});

test("whatever names are, the pieces of a match are the path, and a day that is found is one", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "2024",
      "2024-07-15",
      "03-04-2021",
      "31-02-2020",
      "_",
      " - ",
      "Haro",
      "BW",
      "E2",
      "BEST",
      "*",
      "{year}",
      "é",
    ),
    fc.string({ unit: "grapheme", maxLength: 6 }),
  );
  const name = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join("").replaceAll("/", "") || "x");
  const part = fc.constantFrom(
    "{year}",
    "{date}",
    "{locality}",
    "{photographer}",
    "{encounter}",
    "{any}",
    "_",
    " ",
    "*",
  );
  const text = fc
    .array(fc.array(part, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 })
    .chain((names) => {
      const folder = names.map((parts) => parts.join("")).join("/");
      return fc.constantFrom(folder, `${folder}.*`);
    })
    .filter((each) => !isPatternError(parsePathPattern(each)));
  fc.assert(
    fc.property(text, fc.array(name, { maxLength: 4 }), (wanted, folders) => {
      const found = statedIn([pattern(wanted)], folders, null)("2024-07-15_Haro_BW.jpg");
      if (!found) return;
      const pieces = piecesOf(found, folders, found.inFile ? "2024-07-15_Haro_BW.jpg" : null);
      const path = [...folders, ...(found.inFile ? ["2024-07-15_Haro_BW.jpg"] : [])];
      expect(
        pieces
          .map((piece) => piece.text)
          .join("")
          .normalize("NFC"),
      ).toBe(path.join("/").normalize("NFC"));
      const day = found.stated.date?.value;
      if (day) expect(isEventDate(day)).toBe(true);
    }),
  );
});
