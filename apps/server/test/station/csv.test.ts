import { expect, test } from "vitest";
import { csvLine } from "../../src/station/csv.ts";

test("a cell is quoted where RFC 4180 asks for it", () => {
  expect(csvLine(["plain", 'say "hi"', "a,b", "two\r\nlines", 7, null])).toBe(
    'plain,"say ""hi""","a,b","two\r\nlines",7,\r\n',
  );
});

test("a number has no exponent, however small it is", () => {
  expect(csvLine([4e-7, -1.5e-10, 48.51, 0, 1e21])).toBe("0.0000004,-0.00000000015,48.51,0,1e+21\r\n");
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"])(
  "a text that a spreadsheet would take for a formula is only text: %j",
  (text) => {
    expect(csvLine([text])).toBe(`"'${text}"\r\n`);
  },
);
