/** Several dates in one path: which of them is that of the photograph, and what is said of the others. */
import { expect, test } from "vitest";
import { groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const said = (path: string, order: "dayFirst" | null = null) => {
  const [encounter] = groupFiles([photo(path)], { roots: ["/x"], dayMonthOrders: [order] });
  return { day: encounter?.values.eventDate ?? null, findings: encounter?.images[0]?.findings, of: encounter };
};

test.each([
  ["Backup 2023-12/Slides/1998/BW/slide 01.jpg", "1998"],
  ["Backup 2023-12/Slides/1999-08/a.jpg", "1999-08"],
  ["2023-12 export/a.jpg", null],
  ["export 2023-12-01/a.jpg", null],
  ["2023-12-01 card 2/a.jpg", "2023-12-01"],
  ["Card 2 (2024-07-20)/a.jpg", null],
  ["Downloads 2024-07/a.jpg", null],
  ["archive December 2023/a.jpg", null],
  ["Scans 2023-12/a.jpg", null],
  ["2024-07-15 Haro Strait (scanned 2025-01-03)/a.jpg", "2024-07-15"],
  ["copy of 2024-07-20/2024-07-15/a.jpg", "2024-07-15"],
  ["2024-07-15_Haro Strait copy/a.jpg", "2024-07-15"],
  ["2024-07-15 Cardigan Bay/a.jpg", "2024-07-15"],
  ["2024-07-15 Haro Strait/2048/a.jpg", "2024-07-15"],
  ["2024-07-15 Haro Strait/2024/a.jpg", "2024-07-15"],
  ["2023/2024-01-03/a.jpg", "2024-01-03"],
])("%s is of %s, and nothing contradicts it", (path, day) => {
  const { findings, ...of } = said(path);
  expect(of.day).toBe(day);
  expect(findings).not.toContain("NAMED_DATES_DIFFER");
});

test.each([
  ["2023-12 Slides/1998/BW/slide 01.jpg", "1998", "“1998” and “2023-12”"],
  ["2023-12-05 Sidney/1999-08/a.jpg", "1999-08", "“1999-08” and “2023-12-05”"],
  ["2023-12-05/2019-04-03 Sidney/a.jpg", "2019-04-03", "“2019-04-03” and “2023-12-05”"],
  ["1998-07-06 Robson Bight 1998-07-03/a.jpg", "1998-07-06", "“1998-07-06” and “1998-07-03”"],
  ["2023-12-05 Sidney/20190403_a.jpg", "2019-04-03", "“20190403” and “2023-12-05”"],
])("%s is of %s, and both dates are shown", (path, day, detail) => {
  const { findings, of, ...said_ } = said(path);
  expect(said_.day).toBe(day);
  expect(findings).toContain("NAMED_DATES_DIFFER");
  expect(of?.details?.NAMED_DATES_DIFFER).toBe(detail);
});

test("a day that could be either way round comes before a date further up, and is asked for", () => {
  for (const path of ["Backup 2023-12/03-04-2023 Sidney/a.jpg", "2023-12/03-04-2023 Sidney/a.jpg"]) {
    expect(said(path)).toMatchObject({ day: null, findings: ["DATE_EITHER"] });
    expect(said(path, "dayFirst")).toMatchObject({ day: "2023-04-03" });
  }
  const inYear = said("Backup 2023-12/2023/03-04-2023 Sidney/a.jpg");
  expect(inYear).toMatchObject({ day: "2023", findings: ["DATE_FROM_NAME", "DATE_EITHER"] });
});
