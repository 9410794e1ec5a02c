import { expect, test } from "vitest";
import { type GroupInput, groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const group = (files: readonly GroupInput[]) => groupFiles(files, { roots: ["/data/season"] });

const said = (path: string) => {
  const [encounter] = group([photo(path)]);
  const { eventDate, locality, recordedBy } = encounter?.values ?? {};
  return [eventDate, locality, recordedBy, encounter?.encounterNumber];
};

test.each([
  ["July 1998", "1998-07", null],
  ["1998 july", "1998-07", null],
  ["1998-07 Johnstone Strait", "1998-07", "Johnstone Strait"],
  ["1998-07_Johnstone Strait_BW", "1998-07", "Johnstone Strait"],
  ["12 July 1998 Robson Bight", "1998-07-12", "Robson Bight"],
  ["Robson Bight/July 1998", "1998-07", "Robson Bight"],
  ["1998-07/1998-07-12 Robson Bight", "1998-07-12", "Robson Bight"],
  ["1998-07-12 Robson Bight/July 1998", "1998-07-12", "Robson Bight"],
  ["1998", "1998", null],
  ["1998/Robson Bight", "1998", "Robson Bight"],
  ["1998/July 1998", "1998-07", null],
  ["1998-07-12 Robson Bight/1998", "1998-07-12", "Robson Bight"],
  ["1998-07-03 to 1998-07-06 Robson Bight", "1998-07-03/1998-07-06", "Robson Bight"],
  ["19980703-19980706_Robson Bight", "1998-07-03/1998-07-06", "Robson Bight"],
  ["30-07-1998 - 02-08-1998 Robson Bight", "1998-07-30/1998-08-02", "Robson Bight"],
  ["1998-07-06_1998-07-03 Robson Bight", "1998-07-06", "Robson Bight"],
  ["July-August 1998", null, null],
  ["1998-07 to 1998-09", null, null],
  ["1998-07_08", null, null],
  ["199807", null, null],
  ["Out 1998", null, null],
  ["98-07-15 Robson", null, null],
  ["1990s Robson Bight", null, "Robson Bight"],
])("a folder %s gives the date %s and the place %s", (folder, date, place) => {
  const [encounter] = group([photo(`${folder}/a.jpg`)]);
  expect([encounter?.values.eventDate, encounter?.values.locality]).toEqual([date, place]);
});

test("photographs of the winter before are no finding in a folder that is called a year", () => {
  const [encounter] = group([photo("2024/1.jpg", { at: "2023-12-20T10:00:00" })]);
  expect(encounter?.values.eventDate).toBe("2023-12-20");
  expect(encounter?.images[0]?.findings).toEqual([]);
});

test("a month leaves the days of its photographs as they are, and what has no day apart by folder", () => {
  const files = [
    photo("July 1998/1.jpg", { at: "1998-07-12T10:00:00" }),
    photo("July 1998/2.jpg", { at: "1998-09-12T10:00:00" }),
    photo("July 1998/roll 1/3.jpg"),
    photo("July 1998/roll 2/4.jpg"),
  ];
  expect(group(files).map(({ values }) => values.eventDate)).toEqual([
    "1998-07",
    "1998-07",
    "1998-07-12",
    "1998-09-12",
  ]);
  const said = group(files).find(({ values }) => values.eventDate === "1998-09-12");
  expect(said?.images[0]?.findings).toContain("FOLDER_DATE_DIFFERS");
  expect(said?.provenance.eventDate?.conflicts).toMatchObject([{ source: "folder", value: "1998-07" }]);
});

test.each(
  "reset,clock reset,test,raw,edited,export,best,selects,copy,copy (2),backup,misc,New folder,New folder (3),Untitled,card2,Card 1".split(
    ",",
  ),
)("beside a date, %s is no place", (word) => {
  expect(said(`20230705 ${word}/a.jpg`)).toEqual(["2023-07-05", null, null, null]);
  expect(said(`${word}/20230705_E2/a.jpg`)).toEqual(["2023-07-05", null, null, 2]);
});

test("a place of which only a part is such a word stays one", () => {
  expect(said("20230705 Clock Island/a.jpg")).toEqual(["2023-07-05", "Clock Island", null, null]);
});
