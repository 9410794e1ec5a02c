import { expect, test } from "vitest";
import { csvLine } from "../../src/station/csv.ts";

test("a cell is quoted where RFC 4180 asks for it", () => {
  expect(csvLine(["plain", 'say "hi"', "a,b", "two\r\nlines", 7, null])).toBe(
    'plain,"say ""hi""","a,b","two\r\nlines",7,\r\n',
  );
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
  "a text that a spreadsheet would take for a formula is only text: %j",
  (text) => {
    expect(csvLine([text])).toBe(`"'${text}"\r\n`);
  },
);
