import { describe, expect, it } from "vitest";
import { readPatterns } from "../src/features/folders/pattern-field.tsx";

describe("path patterns that are written before a scan", () => {
  it("are one on each line, and none where nothing is written", () => {
    expect(readPatterns(" \n")).toEqual({ patterns: [], wrong: null });
    expect(readPatterns("{date}_{locality}\n\n {year}/{date} ")).toEqual({
      patterns: ["{date}_{locality}", "{year}/{date}"],
      wrong: null,
    });
  });

  it("say what is wrong, and of which one where there are several", () => {
    expect(readPatterns("{day}_{locality}").wrong).toBe(
      "A {day} needs its {month}. For a whole date in one name write {date}.",
    );
    expect(readPatterns("{date}\n{day}_{locality}").wrong).toMatch(/^\{day\}_\{locality\}: A \{day\} needs/);
  });
});
