import { expect, test } from "vitest";
import { mergeWarnings } from "../src/index.ts";

const of = (eventDate: string | null, locality: string | null = "Haro Strait", recordedBy: string | null = "BW") => ({
  eventDate,
  locality,
  recordedBy,
});

test("what several encounters differ in is said before they become one, with what it will be", () => {
  const first = of("2024-07-15");
  expect(mergeWarnings([first, of("2024-07-15"), of("2024-07-15", "haro  strait")], first)).toEqual([]);
  expect(mergeWarnings([first, of("2024-07-17", "Active Pass", "AW")], first)).toEqual([
    "They are from 15 Jul 2024 and 17 Jul 2024: it will be one encounter of 3 days, dated 15 Jul 2024.",
    "They are at Haro Strait and Active Pass: it will be at Haro Strait.",
    "They are by BW and AW: it will be by BW.",
  ]);
  expect(mergeWarnings([of("2024-07"), first, of(null, null, null)], of("2024-07"))).toEqual([
    "They are from 2024-07 and 15 Jul 2024: it will be one encounter of several dates, dated 2024-07.",
  ]);
  expect(mergeWarnings([of(null, null), of(null, "A"), of(null, "B"), of(null, "C")], of(null, null))).toEqual([
    "They are at A, B and C: it will be without a place.",
  ]);
});
