import { EncounterValues } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { groupFiles, type IdentifierRules, identifiersBy, patternOf } from "../src/index.ts";
import { photo } from "./support/photo.ts";

describe("the rule that examples make", () => {
  test.each([
    [["T002B", "J047"], "[JT]\\d{3}[A-Z]?"],
    [["T002"], "T\\d{3}"],
    [["T065A", "T065A2"], "T\\d{3}[A-Z]|T\\d{3}[A-Z]\\d"],
    [["017-03W"], "\\d{3}-\\d{2}[A-Z]"],
    [["CRC-12345", "CRC-99"], "CRC-\\d{2,5}"],
    [["A-1", "A/2"], "A[\\-\\/]\\d"],
    [["Ak1", "Bn22"], "Ak\\d|Bn\\d{2}"],
    [[" ", ""], "\\s*"],
  ])("%j are %s", (examples, pattern) => {
    if (examples.every((each) => each.trim() === "")) expect(patternOf(examples)).toBeNull();
    else expect(patternOf(examples)).toBe(pattern);
  });

  test("takes every example that it was made of", () => {
    const examples = ["T002B", "J047", "T065A2", "017-03W", "CRC-12345", "Ak1"];
    const { isIdentifier } = identifiersBy({ examples, corrections: [] });
    expect(examples.filter((each) => !isIdentifier(each))).toEqual([]);
    expect(["2024", "BW", "IMG_0001", "T2B"].filter(isIdentifier)).toEqual([]);
  });
});

const rules: IdentifierRules = { examples: ["T002B", "J047"], corrections: [] };
const found = (text: string, more: Partial<IdentifierRules> = {}) => {
  const { individuals, near } = identifiersBy({ ...rules, ...more }).find(text);
  return [...individuals, ...near.map((each) => `${each.text}? ${each.individual}`)];
};

describe("identifiers in a text", () => {
  test.each([
    ["20240715_E3_Skana_MK_0127_T002B_L", ["T002B"]],
    ["2019-06-02 T065A (3)", ["T065A"]],
    ["T2B", ["T2B? T002B"]],
    ["t002b and J47", ["t002b? T002B", "J47? J047"]],
    ["15-07-2024 - T65As - J. Smith", ["T65As? T065A"]],
    ["IMG_0001", []],
    ["_DSC4411", []],
    ["T00234", []],
    ["XT002B T002BX", []],
  ])("%s: %j", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("a correction is taken once a person has said it, and a text that is none is not offered again", () => {
    const corrections = [
      { text: "T2B", individual: "T002B" },
      { text: "J47", individual: null },
    ];
    expect(found("t2b J47 T3", { corrections })).toEqual(["T002B", "T3? T003"]);
  });

  test.each([
    ["T02 and T2", ["T02? T002", "T2? T002"]],
    ["TOO2B", ["TOO2B? T002B"]],
    ["t-002-b", ["t-002-b? T002B"]],
    ["T002B", ["T002B"]],
    ["T003B", ["T003B"]],
    ["2024-07-15 Enc2 IMG_0002", []],
  ])("beside the catalogue, %s: %j", (text, expected) => {
    expect(found(text, { catalogue: ["T002", "T002B", "J047", "Springer"] })).toEqual(expected);
  });

  test("what may be two animals of the catalogue is offered as none of them", () => {
    expect(identifiersBy({ ...rules, catalogue: ["A-12", "A12"] }).find("a12").near).toEqual([]);
  });

  test("what a person has said of a word counts also where the rule does not find it, and where it does", () => {
    const corrections = [
      { text: "TOO2B", individual: "T002B" },
      { text: "J047", individual: null },
    ];
    expect(found("TOO2B with J047", { corrections, catalogue: ["T002B"] })).toEqual(["T002B"]);
  });

  test.each([
    ["017-03W_L", ["017-03W"]],
    ["2024-07-15-017-03W", ["017-03W"]],
    ["017-3W", ["017-3W? 017-03W"]],
    ["2019-06-02 17-03W", ["17-03W? 017-03W"]],
    ["017-03w", ["017-03w? 017-03W"]],
    ["017-03Ws", ["017-03Ws? 017-03W"]],
    ["2024-07-15E", []],
    ["07-15a", []],
    ["2024-07-15_E3_0127", []],
    ["5D 017 03", []],
  ])("of a catalogue whose identifiers begin with a number, %s: %j", (text, expected) => {
    expect(found(text, { examples: ["017-03W", "018-11E"] })).toEqual(expected);
  });

  test("a correction applies whatever the rule is, and without one, also inside other words", () => {
    const corrections = [{ text: "017-3W", individual: "017-03W" }];
    for (const examples of [["T002B"], [], ["017-03W"]]) {
      const { find, list, isIdentifier } = identifiersBy({ examples, corrections });
      expect(find("2019-06-02_017-3w_L").individuals).toEqual(["017-03W"]);
      expect(["017-3W", "017-3W, Skana", "mother of 017-3W", "1017-3W"].map(list)).toEqual([
        "017-03W",
        "017-03W | Skana",
        "mother of 017-03W",
        "1017-3W",
      ]);
      expect([isIdentifier("017-03W"), isIdentifier("017-3W")]).toEqual([true, false]);
    }
  });

  test("an individual that is there already is not corrected within itself", () => {
    const { list } = identifiersBy({ ...rules, corrections: [{ text: "03W", individual: "017-03W" }] });
    expect(["017-03W", "03W", "017-03w"].map(list)).toEqual(["017-03W", "017-03W", "017-03w"]);
  });

  test("a list keeps what is no identifier as it is written", () => {
    const { list } = identifiersBy(rules);
    expect(list("T065A, T002B and J047")).toBe("T065A | T002B | J047");
    expect(list("T065A T002B")).toBe("T065A | T002B");
    expect(list("T065A; T2B + calf of the year")).toBe("T065A | T2B | calf of the year");
    expect(list("two males")).toBe("two males");
  });
});

describe("the animals of an encounter", () => {
  const at = "2024-07-15T10:00:00";
  const options = { roots: ["/data/season"], identifiers: rules };

  test("come from the names of files and folders, each once", () => {
    const files = [
      photo("2024-07-15_Haro Strait/T065A/1.jpg", { at }),
      photo("2024-07-15_Haro Strait/2_T002B_L.jpg", { at }),
      photo("2024-07-15_Haro Strait/3_T002B_R.jpg", { at }),
    ];
    const [encounter] = groupFiles(files, options);
    expect(encounter?.values.organismName).toBe("T002B | T065A");
    expect(encounter?.provenance.organismName).toEqual({
      source: "folder",
      raw: "T065A; 2_T002B_L.jpg; 3_T002B_R.jpg",
      conflicts: [],
    });
    expect(groupFiles(files, { roots: options.roots })[0]?.values.organismName).toBeUndefined();
  });

  test("are as many as the field may hold, and it says how many do not fit", () => {
    const files = Array.from({ length: 900 }, (_, at) => photo(`T${String(at).padStart(3, "0")}A.jpg`));
    const [encounter] = groupFiles(files, options);
    const { organismName } = encounter?.values ?? {};
    expect(organismName?.split(" | ")).toHaveLength(500);
    expect(EncounterValues.safeParse(encounter?.values).success).toBe(true);
    expect(encounter?.provenance.organismName?.raw).toMatch(/; 400 more individuals do not fit$/);
  });

  test("come from keywords too, those of a sidecar beside the photograph included", () => {
    const keywords = (value: string, source: "xmp" | "iptc" = "xmp") => ({ stated: { keywords: [{ value, source }] } });
    const files = [
      photo("1.jpg", { at, ...keywords("J047", "iptc") }),
      photo("2.NEF", { at }),
      { ...photo("2.xmp", keywords("T002B")), mediaType: "application/rdf+xml" },
      photo("3.jpg", { at, ...keywords("spyhop") }),
    ];
    const [encounter] = groupFiles(files, options);
    expect(encounter?.values.organismName).toBe("J047 | T002B");
    expect(encounter?.provenance.organismName).toMatchObject({ source: "iptc", raw: "J047; T002B" });
  });

  test("what is only nearly an identifier is left out", () => {
    const [encounter] = groupFiles([photo("2024-07-15 T65As/1.jpg", { at })], options);
    expect(encounter?.values.organismName).toBeUndefined();
  });

  test("what a person sets for all is understood as a list", () => {
    const [encounter] = groupFiles([photo("1.jpg", { at })], {
      ...options,
      override: { organismName: "T065A, T002B" },
    });
    expect(encounter?.values.organismName).toBe("T065A | T002B");
    expect(encounter?.provenance.organismName?.verbatim).toBe("T065A, T002B");
  });
});
