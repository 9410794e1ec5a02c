import { expect, test } from "vitest";
import { groupFiles, type PeopleRules } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const nobody = { people: [], aliases: [], defaultPhotographer: null };

function said(folder: string, people: PeopleRules = nobody) {
  const [encounter] = groupFiles([photo(`${folder}/a.jpg`)], { roots: ["/data/season"], people });
  const { locality = null, recordedBy = null } = encounter?.values ?? {};
  return [locality, recordedBy, encounter?.encounterNumber ?? null];
}

test.each([
  ["2024-07-15_Haro Strait_Jo Tidewater", "Haro Strait", "Jo Tidewater"],
  ["2024-07-15_Jo Tidewater_Haro Strait", "Haro Strait", "Jo Tidewater"],
  ["2024-07-15 Haro Strait - Ana de la Cruz", "Haro Strait", "Ana de la Cruz"],
  ["2024-07-15_Haro Strait_Mary-Ann McKay", "Haro Strait", "Mary-Ann McKay"],
  ["2024-07-15_Haro Strait_Sarah West", "Haro Strait", "Sarah West"],
  ["2024-07-15_Johnstone_Mary Kay + Bill Wood", "Johnstone", "Mary Kay + Bill Wood"],
  ["2024-07-15_Haro Strait_Lime Kiln", "Haro Strait Lime Kiln", null],
  ["2024-07-15_Haro Strait_West End", "Haro Strait West End", null],
  ["2024-07-15_Johnstone_Blackfish Sound", "Johnstone Blackfish Sound", null],
  ["2024-07-15_Haro Strait_Kellett Bluff_Jo Tidewater", "Haro Strait Kellett Bluff", "Jo Tidewater"],
  ["2024-07-15_Haro Strait_Danger Reach_Jo Tidewater", "Haro Strait Danger Reach Jo Tidewater", null],
  ["2024-07-15_Haro Strait_Jo", "Haro Strait Jo", null],
  ["2024-07-15_Jo Tidewater", "Jo Tidewater", null],
])("of %s the place is %s and the photographer %s", (folder, locality, recordedBy) => {
  expect(said(folder)).toEqual([locality, recordedBy, null]);
});

test.each([
  ["2024-07-15_Haro Strait_Jo", "Haro Strait", "Jo"],
  ["2024-07-15_Jo", null, "Jo"],
  ["2024-07-15_Johnstone_Jo", "Johnstone", "Jo"],
])("a name that the population knows is a person in %s", (folder, locality, recordedBy) => {
  expect(said(folder, { ...nobody, people: ["Jo"] })).toEqual([locality, recordedBy, null]);
});

test.each([
  ["2024-07-15_Haro Strait_José Núñez", "Haro Strait", "José Núñez"],
  ["Bahía Kino/2024-07-15", "Bahía Kino", null],
  ["2 août 2024_Île Verte_Zoé Lemaître", "Île Verte", "Zoé Lemaître"],
])("%s says the same where a file system keeps letters and accents apart", (folder, locality, recordedBy) => {
  expect(said(folder.normalize("NFC"))).toEqual([locality, recordedBy, null]);
  expect(said(folder.normalize("NFD"))).toEqual([locality, recordedBy, null]);
});

test("what a person said is nobody stays a place", () => {
  const aliases = [{ name: "Danger Reach", people: [] }];
  expect(said("2024-07-15_Haro Strait_Danger Reach", { ...nobody, aliases })).toEqual([
    "Haro Strait Danger Reach",
    null,
    null,
  ]);
});

test.each([
  ["2024-07-25/Encounter 1 - Haro Strait", "Haro Strait", null, 1],
  ["2024-07-25/Enc2_Haro Strait_BW", "Haro Strait", "BW", 2],
  ["2024-07-25_Haro Strait/E3 Kellett Bluff/BW", "Kellett Bluff", "BW", 3],
  ["2024-07-25_Haro Strait/Enc 4 - BEST", "Haro Strait", null, 4],
])("a folder %s below a day names its encounter and what else it says", (folder, locality, recordedBy, number) => {
  expect(said(folder)).toEqual([locality, recordedBy, number]);
});

test("letters behind a day keep its encounters apart and are no places", () => {
  const files = ["a", "b"].map((letter) => photo(`2024-07-15${letter}/1.jpg`, { at: "2024-07-15T10:00:00" }));
  const encounters = groupFiles(files, { roots: ["/data/season"] });
  expect(encounters.map(({ values }) => [values.eventDate, values.locality])).toEqual([
    ["2024-07-15", null],
    ["2024-07-15", null],
  ]);
});
