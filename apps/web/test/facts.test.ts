import { type ImageFacts, noFacts } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { commonOf, patchOfKey, patchWords, provenanceOfFacts, toggled } from "../src/features/review/facts.ts";

const image = (facts: Partial<ImageFacts>): ImageFacts => ({ ...noFacts, ...facts });

describe("a key among images", () => {
  test.each([
    ["l", { side: "left" }],
    ["f", { side: "anterior" }],
    ["t", { side: "posterior" }],
    ["0", { quality: 0 }],
    ["4", { quality: 4 }],
    ["p", { people: true }],
    ["5", undefined],
    ["b", undefined],
    ["s", undefined],
  ])("%s says %o", (key, patch) => {
    expect(patchOfKey(key)).toEqual(patch);
  });

  test("takes back what all of them have, and says it of all where some have it", () => {
    const [left, other] = [image({ side: "left", quality: 0, people: true }), image({ side: "right" })];
    const pressed = (key: string, images: readonly ImageFacts[]) => toggled(patchOfKey(key) ?? {}, images);
    expect(["l", "0", "p"].map((key) => pressed(key, [left]))).toEqual([
      { side: null },
      { quality: null },
      { people: false },
    ]);
    expect(pressed("l", [left, other])).toEqual({ side: "left" });
  });
});

test("what several have in common is told from what they differ in", () => {
  const images = [image({ side: "left", quality: 2 }), image({ side: "left" })];
  expect([commonOf(images, "side"), commonOf(images, "quality"), commonOf(images, "people")]).toEqual([
    "left",
    undefined,
    false,
  ]);
});

test("in words", () => {
  expect(patchWords({ side: "dorsal", quality: 0 })).toBe("from above, quality 0");
  expect(patchWords({ side: null, people: false })).toBe("no side, no people in the picture");
  expect(
    provenanceOfFacts({
      ...image({ side: "left", quality: 3 }),
      said: {
        side: { source: "folder", raw: "Left" },
        quality: { source: "rating", raw: "4" },
        people: { source: "manual", raw: null },
      },
    }),
  ).toBe("Side from the folder “Left” · Quality from the file's rating 4 · No people in the picture, by you");
  const people = (source: "person" | "face", raw: string | null) =>
    provenanceOfFacts({ ...image({ people: true }), said: { people: { source, raw } } });
  expect(people("person", "Jo")).toBe("People from the person named in the file “Jo”");
  expect(people("face", null)).toBe("People from a face marked in the file");
});
