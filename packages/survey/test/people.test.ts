import { describe, expect, test } from "vitest";
import { groupFiles, type PeopleRules, resolverOf, suggestionsFor } from "../src/index.ts";
import { isNear, slips } from "../src/people/near.ts";
import { photo } from "./support/photo.ts";

const roots = ["/data/season"];
const rules = (more: Partial<PeopleRules> = {}): PeopleRules => ({
  people: ["Bill Wood", "Ann Wave"],
  aliases: [
    { name: "BW", people: ["Bill Wood"] },
    { name: "AW", people: ["Ann Wave"] },
    { name: "Wood, Bill", people: ["Bill Wood"] },
    { name: "Team Orca", people: ["Bill Wood", "Ann Wave"] },
    { name: "Camera 2", people: [] },
  ],
  defaultPhotographer: null,
  ...more,
});
const names = resolverOf(rules());

describe("whom a written name stands for", () => {
  test.each([
    ["BW", "Bill Wood"],
    ["  bw ", "Bill Wood"],
    ["BW + AW", "Bill Wood | Ann Wave"],
    ["AW & BW and bill  WOOD", "Ann Wave | Bill Wood"],
    ["BW; AW, Jo Tidewater", "Bill Wood | Ann Wave | Jo Tidewater"],
    ["Wood, Bill", "Bill Wood"],
    ["Team Orca", "Bill Wood | Ann Wave"],
    ["BW | Camera 2", "Bill Wood"],
    ["Camera 2", null],
    ["JT+GE", "JT+GE"],
  ])("%s is %s", (written, recordedBy) => {
    expect(names(written).recordedBy).toBe(recordedBy);
  });

  test("it does not matter who is named first; a person's own name is never somebody else", () => {
    expect(names("BW + AW").folded).toBe(names("Ann Wave | Bill Wood").folded);
    expect(names("BW").folded).not.toBe(names("AW").folded);
    const twisted = resolverOf(rules({ aliases: [{ name: "Ann Wave", people: ["Bill Wood"] }] }));
    expect(twisted("Ann Wave").recordedBy).toBe("Ann Wave");
  });
});

describe("grouping with people", () => {
  const at = "2024-07-15T10:00:00";
  const inFolder = (path: string, artist?: string) => photo(path, { at, ...(artist && { artist }) });

  test("two spellings of one person are one encounter; what was written stays beside it", () => {
    const files = [
      inFolder("2024-07-15_Haro Strait/BW/1.jpg"),
      inFolder("2024-07-15_Haro Strait/2.jpg", "Bill Wood"),
      inFolder("2024-07-15_Haro Strait/3.jpg", "Wood, Bill"),
    ];
    expect(groupFiles(files, { roots })).toHaveLength(3);
    const [encounter, ...others] = groupFiles(files, { roots, people: rules() });
    expect(others).toEqual([]);
    expect(encounter?.values.recordedBy).toBe("Bill Wood");
    expect(encounter?.provenance.recordedBy).toEqual({
      source: "folder",
      raw: "BW",
      verbatim: "BW",
      conflicts: [],
    });
    expect(encounter?.images.map(({ photographers }) => photographers)).toEqual([
      ["BW"],
      ["Bill Wood"],
      ["Wood, Bill"],
    ]);
  });

  test("what is no person gives way to what the folder says, and to the default photographer where nothing does", () => {
    const files = [
      inFolder("2024-07-15_Haro Strait/BW/1.jpg", "Camera 2"),
      inFolder("2024-07-16_Haro Strait/2.jpg", "Camera 2"),
    ];
    const people = rules({ defaultPhotographer: "Ann Wave" });
    const encounters = groupFiles(files, { roots, people });
    expect(encounters.map(({ values, provenance }) => [values.recordedBy, provenance.recordedBy?.source])).toEqual([
      ["Bill Wood", "folder"],
      ["Ann Wave", "population"],
    ]);
    expect(encounters.map(({ images }) => images[0]?.photographers)).toEqual([["Camera 2", "BW"], ["Camera 2"]]);
  });

  test("the default photographer's photographs are together with those that name the same person", () => {
    const files = [inFolder("2024-07-15_Haro Strait/1.jpg", "AW"), inFolder("2024-07-15_Haro Strait/2.jpg")];
    expect(groupFiles(files, { roots, people: rules({ defaultPhotographer: "Ann Wave" }) })).toHaveLength(1);
    expect(groupFiles(files, { roots, people: rules() })).toHaveLength(2);
  });

  test("what is set for all is the person too", () => {
    const files = [inFolder("2024-07-15_Haro Strait/1.jpg", "Jo")];
    const [encounter] = groupFiles(files, { roots, people: rules(), override: { recordedBy: "BW" } });
    expect(encounter?.values.recordedBy).toBe("Bill Wood");
    expect(encounter?.provenance.recordedBy?.conflicts).toEqual([{ value: "Jo", source: "exif", raw: "Jo" }]);
  });
});

describe("whom an unresolved name may stand for", () => {
  const likely = (name: string, others: readonly string[], people: readonly string[] = []) =>
    suggestionsFor(
      [name, ...others].map((each, at) => ({ name: each, images: 100 - at })),
      people,
    )[0]?.map((each) => `${each.people.join(", ")} ${each.because}`);

  test.each([
    ["BW", ["Bill Wood"], ["Bill Wood initials"]],
    ["B.W.", ["Bill Wood"], ["Bill Wood initials"]],
    ["BW", ["Bill Wood", "Beth Wave"], ["Bill Wood initials", "Beth Wave initials"]],
    ["BW", ["Ann Wave"], []],
    ["B. Wood", ["Bill Wood"], ["Bill Wood surname"]],
    ["Wood, B.", ["Bill Wood"], ["Bill Wood surname"]],
    ["Wood", ["Bill Wood"], ["Bill Wood surname"]],
    ["C. Wood", ["Bill Wood"], ["C. Wood fullName"]],
    ["Bill Wood", ["Bil Wood"], ["Bill Wood fullName"]],
    ["José Núñez", [], ["José Núñez fullName"]],
    ["unknown", ["Bill Wood"], [" unknown"]],
    ["Skana", ["Bill Wood"], []],
  ])("%s beside %j: %j", (name, others, expected) => {
    expect(likely(name, others)).toEqual(expected);
  });

  test("a known person comes first, and a rarer spelling is taken for the more frequent one", () => {
    expect(likely("Bill Wod", [], ["Bill Wood"])).toEqual(["Bill Wood spelling"]);
    expect(likely("Jose Nunez", [], ["José Núñez"])).toEqual(["José Núñez spelling"]);
    const [, rarer] = suggestionsFor(
      [
        { name: "Bill Wood", images: 900 },
        { name: "Bil Wood", images: 3 },
      ],
      [],
    );
    expect(rarer).toEqual([{ people: ["Bill Wood"], because: "spelling" }]);
  });

  test("a full name of files is not likely one that was only typed, except for accents and case", () => {
    const beside = (name: string, typed: string) =>
      suggestionsFor([{ name, images: 9 }], [typed], new Set([typed]))[0]?.map(({ people }) => people[0]);
    expect(beside("Bill Wood", "Bil Wood")).toEqual(["Bill Wood", "Bil Wood"]);
    expect(beside("Jose Nunez", "José Núñez")).toEqual(["José Núñez"]);
    expect(beside("BW", "Bil Wood")).toEqual(["Bil Wood"]);
  });
});

test("a slip is a letter that is other, missing, too many or swapped; short texts have none", () => {
  expect([slips("wood", "wood"), slips("wood", "wodo"), slips("wood", "wod"), slips("", "abc")]).toEqual([0, 1, 1, 3]);
  expect([isNear("wood", "wodo"), isNear("woods", "wodos"), isNear("bill wood", "bil wod")]).toEqual([
    false,
    true,
    true,
  ]);
});
