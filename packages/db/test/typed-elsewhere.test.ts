/** What a person typed of an encounter is not lost with the photographs that leave it: it goes with them, or is told. */
import type { EncounterId, EncounterRow, FieldEdit } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { approve, editEncounter, encounterRow, moveToEncounter, splitEncounter, undoReshaping } from "../src/index.ts";
import { openTemporary, sha, storeScan, type Wanted } from "./support.ts";

const at = (locality: string, ...images: string[]): Wanted => ({ images, values: { locality } });
const from = "2024-07-15 · Haro Strait · A. Diver";
const said = { organismName: "T065A | T002B", behavior: "travel", eventRemarks: "calm" } satisfies FieldEdit;

/** Of Haro Strait a person has typed something. */
function typed(more: FieldEdit = {}) {
  const db = openTemporary();
  const scan = storeScan(db, [at("Haro Strait", "a", "b", "c", "d"), at("Active Pass", "f", "g")]);
  const [haro, active] = scan.ids as [EncounterId, EncounterId];
  editEncounter(db, haro, { ...said, individualCount: 2, locality: "Typed place", ...more });
  approve(db, scan.manifest, {});
  return { db, haro, active };
}
const place = "2024-07-15 · Typed place · A. Diver";
const group = ({ values: { locality, organismName, behavior, eventRemarks, individualCount } }: EncounterRow) =>
  [locality, organismName, behavior, eventRemarks, individualCount].map((value) => value ?? null);
const told = ({ findings }: Pick<EncounterRow, "findings">) =>
  findings.flatMap(({ code, detail }) => (code === "SAID_ELSEWHERE" ? [detail] : []));

describe("what was typed of an encounter", () => {
  test("goes into a new one that has photographs of no other, but for how many there were, which is told", () => {
    const { db } = typed();
    const wanted = [at("Haro Strait", "a", "b", "c"), at("North", "d")];
    const later = storeScan(db, wanted);
    expect(later.encounters.map(group)).toEqual([
      ["Typed place", ...Object.values(said), 2],
      ["North", ...Object.values(said), null],
    ]);
    expect(later.encounters.map(told)).toEqual([[], [`1 image was in ${place} with Group size “2”`]]);
    expect(later.encounters[1]?.provenance.organismName).toMatchObject({ source: "manual", encounter: place });
    expect(storeScan(db, wanted).version).toBe(later.version);
    approve(db, later.manifest, {});
    const again = storeScan(db, [...wanted, at("Elsewhere", "new")]);
    expect(again.encounters.slice(0, 2).map(({ review, findings }) => [review, findings.length])).toEqual([
      ["approved", 0],
      ["approved", 0],
    ]);
    expect(group(again.encounters[1] as EncounterRow)).toEqual(["North", ...Object.values(said), null]);
  });

  test("goes with all its photographs, however long they were away", () => {
    const { db } = typed();
    storeScan(db, [at("Active Pass", "f", "g")]);
    storeScan(db, [at("Active Pass", "f", "g"), at("Elsewhere", "new")]);
    const back = storeScan(db, [at("North", "a", "b", "c", "d")]).encounters;
    expect(back.map(group)).toEqual([["North", ...Object.values(said), 2]]);
    expect(back.flatMap(told)).toEqual([]);
  });

  test("is told where they join others, until it is said there or approved without it", () => {
    const { db } = typed({ individualCount: null });
    const wanted = [at("Haro Strait", "a", "b"), at("North", "d", "new"), at("Active Pass", "c", "f", "g")];
    const text = `1 image was in ${place} with Individuals “T065A | T002B”, Behaviour “travel”, Remarks “calm”`;
    const later = storeScan(db, wanted);
    expect(later.encounters.map((row) => [row.review, ...told(row)])).toEqual([
      ["pending"],
      ["pending", text],
      ["pending", text],
    ]);
    const more = [...wanted, at("Elsewhere", "more")];
    const again = storeScan(db, more);
    expect(again.encounters.slice(1, 3).map(told)).toEqual([[text], [text]]);
    const [, north] = again.ids as [EncounterId, EncounterId];
    editEncounter(db, north, { organismName: "T002B; T100; T065A", behavior: "Travel, then rest" });
    expect(told(encounterRow(db, north))).toEqual([`1 image was in ${place} with Remarks “calm”`]);
    approve(db, again.manifest, {});
    const last = storeScan(db, [...more, at("Stuart Channel", "last")]).encounters;
    expect(last.slice(1, 3).map(({ review, findings }) => [review, findings.length])).toEqual([
      ["approved", 0],
      ["approved", 0],
    ]);
  });

  test("is told where a person moves photographs, and not where they are split off, which says it already", () => {
    const { db, haro, active } = typed({ locality: "Haro Strait" });
    const moved = moveToEncounter(db, haro, active, [sha("a")]);
    const [text] = told(encounterRow(db, active));
    expect(text).toContain(`1 image was in ${from} with Individuals “T065A | T002B”`);
    expect(moved.notes?.join(" ")).toContain(text);
    undoReshaping(db, moved.undo as never);
    expect(told(encounterRow(db, active))).toEqual([]);
    expect(splitEncounter(db, haro, [sha("b")]).encounters.flatMap(told)).toEqual([]);
  });
});
