import { describe, expect, test } from "vitest";
import { isPatternError, parsePathPattern } from "../src/index.ts";

describe("a pattern that can be read", () => {
  test.each([
    "{year}/{date}_{locality}/{photographer}",
    "/{year}/{date}/",
    "./{date}",
    "{year}/{month}/{day}",
    "{year}{month}{day} {locality}",
    "**/{date} - {individual} - {photographer}",
    "{Date}_{ENCOUNTER}",
    "photos/*/{date}/{any}_{any}/{encounter}",
    "{date}_{encounter}_{locality}_{photographer}_*.*",
    "Îles/{date}",
  ])("%s", (text) => {
    expect(parsePathPattern(text)).toMatchObject({ text });
  });

  test("says what stands in each name; a last part with .* is that of files", () => {
    expect(parsePathPattern("{year}/Enc {encounter}/**/{date}_*.*")).toEqual({
      text: "{year}/Enc {encounter}/**/{date}_*.*",
      folders: [
        [{ kind: "field", field: "year" }],
        [
          { kind: "text", text: "Enc " },
          { kind: "field", field: "encounter" },
        ],
        "folders",
      ],
      file: [{ kind: "field", field: "date" }, { kind: "text", text: "_" }, { kind: "star" }],
    });
  });
});

describe("a pattern that cannot be read", () => {
  /** The part that is wrong, and what to write. */
  const wrongIn = (text: string) => {
    const read = parsePathPattern(text);
    if (!isPatternError(read)) throw new Error(`${text} can be read`);
    return [text.slice(read.start, read.end), read.message];
  };

  test.each([
    ["", "", /Write what the folders are called/],
    ["{dat}_x", "{dat}", /Write \{date\}\./],
    ["{place}", "{place}", /Write \{locality\}\./],
    ["{photographers}", "{photographers}", /Write \{photographer\}\./],
    ["{qqq}", "{qqq}", /Write one of \{year\}, \{month\}/],
    ["{}", "{}", /Write one of/],
    ["{year}/{date_x", "{date_x", /no } at its end/],
    ["{year}}/x", "}", /without a \{/],
    ["{year}//{date}", "/", /write \* for any folder/],
    ["{year}\\{date}", "\\", /Write \/ between folders/],
    ["{year}/a**b", "**", /alone between two/],
    ["{locality}{photographer}", "{locality}{photographer}", /what stands between them, such as _/],
    ["{date}_{any}*", "{any}*", /ends and \* begins/],
    ["{date}/{date}", "{date}", /a second time\. Write \{any\}/],
    ["{year}/{date}/{day}", "{day}", /whole day already/],
    ["{year}/{day}", "{day}", /needs its \{month\}/],
    ["{month}/{locality}", "{month}", /needs its \{year\}/],
    ["*/{any}", "*/{any}", /Nothing is named/],
    ["x".repeat(600), "x".repeat(100), /at most 500/],
  ])("%s", (text, part, message) => {
    const [found, said] = wrongIn(text);
    expect(found).toBe(part);
    expect(said).toMatch(message);
  });
});
