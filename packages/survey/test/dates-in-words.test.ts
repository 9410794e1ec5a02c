/** Dates in the languages that folders are called in, and what stands beside them: the rest is the place. */
import { expect, test } from "vitest";
import { groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const group = (...folders: readonly string[]) =>
  groupFiles(
    folders.map((folder) => photo(`${folder}/a.jpg`)),
    { roots: ["/data/whales"] },
  ).map(({ values }) => [values.eventDate, values.locality]);

test.each([
  ["1er août 2018 Cap Nord", "2018-08-01", "Cap Nord"],
  ["le premier août 2018 Cap Nord", "2018-08-01", "Cap Nord"],
  ["2024-07-13 Saturday Haro Strait", "2024-07-13", "Haro Strait"],
  ["2024-07-13 (Sat) Haro Strait", "2024-07-13", "Haro Strait"],
  ["le 3 juillet 2020 Baie Verte", "2020-07-03", "Baie Verte"],
  ["le 3 juillet 2020 à Port Bleu", "2020-07-03", "Port Bleu"],
  ["Cap Nord le lundi 15 juillet 2024", "2024-07-15", "Cap Nord"],
  ["du 15 au 18 juillet 2024 Cap Nord", "2024-07-15/2024-07-18", "Cap Nord"],
  ["en août 2018 Cap Nord", "2018-08", "Cap Nord"],
  ["2 de mayo 2016 Bahia Luna", "2016-05-02", "Bahia Luna"],
  ["2021/3 de agosto de 2021 Isla Norte", "2021-08-03", "Isla Norte"],
  ["Bahia Luna, el 2 de mayo del 2016", "2016-05-02", "Bahia Luna"],
  ["lunes 15 de julio de 2024 Isla Norte", "2024-07-15", "Isla Norte"],
  ["agosto de 2021 Isla Norte", "2021-08", "Isla Norte"],
  ["1º de maio de 2019 Praia", "2019-05-01", "Praia"],
  ["segunda-feira 15 de julho de 2024 Praia", "2024-07-15", "Praia"],
  ["il 5 giugno 2018 Capo", "2018-06-05", "Capo"],
  ["15. Juli 2021 Kiel", "2021-07-15", "Kiel"],
  ["am 15. Juli 2021 bei Kiel", "2021-07-15", "Kiel"],
  ["Montag, den 15. Juli 2024 Kiel", "2024-07-15", "Kiel"],
  ["15.-18. Juli 2024 Kiel", "2024-07-15/2024-07-18", "Kiel"],
  ["15.-18.07.2024 Kiel", "2024-07-15/2024-07-18", "Kiel"],
  ["30.07.-02.08.2024 Kiel", "2024-07-30/2024-08-02", "Kiel"],
  ["op 15 juli 2020 Texel", "2020-07-15", "Texel"],
  ["maandag 15e juli 2024 Texel", "2024-07-15", "Texel"],
  ["den 3 juli 2020 Nordvik", "2020-07-03", "Nordvik"],
  ["d. 3. juli 2020 Skagen", "2020-07-03", "Skagen"],
  ["2021年7月15日 北湾", "2021-07-15", "北湾"],
  ["北湾2021年07月15日", "2021-07-15", "北湾"],
  ["2021年7月 北湾", "2021-07", "北湾"],
  ["15th of July 2021 at Haro Strait", "2021-07-15", "Haro Strait"],
  ["Mon 15 Jul 2024 Haro Strait", "2024-07-15", "Haro Strait"],
  ["15 & 16 July 2024 Haro Strait", "2024-07-15/2024-07-16", "Haro Strait"],
  ["July 15-18, 2024 Haro Strait", "2024-07-15/2024-07-18", "Haro Strait"],
  ["30 July - 3 August 2024 Haro Strait", "2024-07-30/2024-08-03", "Haro Strait"],
  ["early July 2024 Haro Strait", "2024-07", "Haro Strait"],
  ["3.VIII.1998 Robson Bight", "1998-08-03", "Robson Bight"],
  ["2024-07-15 at Haro Strait", "2024-07-15", "Haro Strait"],
  ["2024-07-15 2024-07-16 Haro Strait", "2024-07-15/2024-07-16", "Haro Strait"],
])("%s is %s at %s", (folder, date, place) => expect(group(folder)).toEqual([[date, place]]));

test.each([
  ["Le Havre 2024-07-15", "Le Havre"],
  ["2024-07-15 Den Haag", "Den Haag"],
  ["2024-07-15 Isla del Mar", "Isla del Mar"],
  ["2024-07-15 Isla 25 de Mayo", "Isla 25 de Mayo"],
  ["2024-07-15 Winter Harbour", "Winter Harbour"],
  ["May Island 2024-07-15", "May Island"],
])("of %s the place is %s as a whole", (folder, place) => expect(group(folder)).toEqual([["2024-07-15", place]]));

test.each(["14 or 15 July 2024 Haro", "31 June 2019 Haro Strait", "July-August 1998"])(
  "%s says more, or less, than a date, and none is taken from it",
  (folder) => expect(group(folder)).toEqual([[null, null]]),
);

test("the number of a trip begins no days", () => {
  expect(group("Trip 2 - 15 July 2024 Haro Strait")).toEqual([["2024-07-15", expect.stringContaining("Haro Strait")]]);
});

test.each([
  ["09h30", "14h30"],
  ["0930-1145", "1430-1600"],
  ["9am", "2:30 pm"],
  ["48.5N 123.1W", "48.6N 123.1W"],
  ["N48°30.5' W123°06'", "N48°36' W123°06'"],
  ["48.51, -123.10", "48.61, -123.10"],
  ["(1)", "(2)"],
])("%s and %s beside a day are of no place, and keep its encounters apart", (one, other) => {
  const each = ["2024-07-15", "Haro Strait"];
  expect(group(`2024-07-15 ${one} Haro Strait`, `2024-07-15 ${other} Haro Strait`)).toEqual([each, each]);
});
