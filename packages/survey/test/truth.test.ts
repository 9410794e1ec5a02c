/** Against real photographs and what exiftool reads of them, where LANDFALL_PHOTOS names such a folder with its truth.csv. */
import { expect, test } from "vitest";
import { compareWithTruth } from "./truth/compare.ts";

const folder = process.env.LANDFALL_PHOTOS;

test.runIf(folder)("agrees with exiftool wherever it states something, or says why not", async () => {
  const files = await compareWithTruth(folder ?? "");
  expect(files.length).toBeGreaterThan(30);
  const open = files.flatMap(({ path, fields }) => fields.map((field) => ({ path, ...field })));
  expect(open.filter(({ note }) => note.startsWith("!"))).toEqual([]);
});
