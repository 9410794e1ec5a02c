/** What columns are taken for, by their titles together with their cells. */
import { expect, test } from "vitest";
import { sightingsOf } from "../../src/sheets/sheet-rows.ts";
import { sheet } from "./photographs.ts";

const guessed = async (text: string) => {
  const { table } = await sheet(text);
  return Object.fromEntries(table.columns.map(({ header, field }) => [header, field]));
};

const latin =
  "Orcinus orca,Megaptera novaeangliae,Globicephala melas,Phocoena phocoena,Stenella frontalis,Tursiops truncatus";
const named = [
  "Killer whale,Grey seal,Pacific white-sided dolphin",
  "Orca residente,Ballena jorobada,Delfín común",
  "Schwertwal,Gemeiner Delfin,Grosser Tümmler",
  "Baleine bleue,Rorqual commun,Grand dauphin",
  "Gewone dolfijn,Grote tuimelaar",
  "Orcinus orca,Orcinus orca,Harbour porpoise",
];
const ofSpecies = (title: string, names: string) =>
  guessed([`Date,${title}`, ...names.split(",").map((name, at) => `2024-07-${10 + at},${name}`)].join("\n"));

test.each(["Species", "Art", "Espèce", "Especie", "Soort", "Specie"])(
  "a column %s of Latin names has scientific names",
  async (title) => expect(await ofSpecies(title, latin)).toMatchObject({ [title]: "scientificName" }),
);

test.each(named)("%s are what people call animals", async (names) => {
  expect(await ofSpecies("Species", names)).toMatchObject({ Species: "vernacularName" });
});

test("a column of Latin names beside one of common names", async () => {
  const text =
    "Date,Common name,Species\n2024-07-15,Killer whale,Orcinus orca\n2024-07-16,Grey seal,Halichoerus grypus";
  expect(await guessed(text)).toMatchObject({ "Common name": "vernacularName", Species: "scientificName" });
});

test("Dutch titles of coordinates and counts are understood, and the length of an animal is no longitude", async () => {
  const text = "Datum,Breedte,Lengte,Aantal,Soort\n2024-07-15,53.10,4.80,3,Bruinvis\n2024-07-16,53.21,4.92,12,Bruinvis";
  expect(await guessed(text)).toEqual({
    Datum: "eventDate",
    Breedte: "decimalLatitude",
    Lengte: "decimalLongitude",
    Aantal: "individualCount",
    Soort: "vernacularName",
  });
  expect(await guessed("Datum,Soort,Lengte\n2024-07-15,Bruinvis,1.6\n2024-07-16,Bruinvis,1.4")).toMatchObject({
    Lengte: null,
  });
});

test("what is no time of day is named with its cell, and times as Darwin Core has them are read", async () => {
  const times = ["09:42:00", "09:42:00/10:10:00", "25:00", "24:61", "noon", "09:42/", "09:42/25:00"];
  const source = await sheet(`eventDate,eventTime\n${times.map((time) => `2024-07-15,${time}`).join("\n")}`);
  expect(
    sightingsOf(source, undefined).map(({ stated, problems }) => [
      stated.find(({ field }) => field === "eventTime")?.value ?? null,
      ...problems.map(({ code, column, raw }) => `${code} ${column} ${raw}`),
    ]),
  ).toEqual([
    ["09:42:00"],
    ["09:42:00/10:10:00"],
    ...times.slice(2).map((time) => [null, `TIME_UNREADABLE eventTime ${time}`]),
  ]);
});
