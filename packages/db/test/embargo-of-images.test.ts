/** Photographs under embargo stay so in whatever encounter they come to be, unless a person says otherwise there. */
import type { EncounterId } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import {
  approve,
  editEncounter,
  encounterRow,
  mergeEncounters,
  moveToEncounter,
  type StationDatabase,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, sha, storeScan, type Wanted } from "./support.ts";

const at = (locality: string, ...images: string[]): Wanted => ({ images, values: { locality } });
const day = "2027-06-01";
const from = "2024-07-15 · Haro Strait · A. Diver";

/** Haro Strait is approved under embargo, Active Pass without one. */
function embargoed() {
  const db = openTemporary();
  const scan = storeScan(db, [at("Haro Strait", "a", "b", "c"), at("Active Pass", "d", "e")]);
  const [haro, active] = scan.ids as [EncounterId, EncounterId];
  editEncounter(db, haro, { available: day });
  approve(db, scan.manifest, {});
  return { db, haro, active };
}
const seen = ({ encounters }: Pick<ReturnType<typeof storeScan>, "encounters">) =>
  encounters.map(({ values, provenance, review }) => [
    values.locality,
    review,
    values.available ?? null,
    provenance.available?.encounter ?? null,
  ]);
const dayOf = (db: StationDatabase, id: EncounterId) => encounterRow(db, id).values.available ?? null;

describe("an embargo", () => {
  test("goes with photographs into a new encounter and into one that had none, which waits for review", () => {
    const { db } = embargoed();
    const wanted = [at("Haro Strait", "a"), at("Active Pass", "d", "e", "b"), at("Elsewhere", "c")];
    const expected = [
      ["Haro Strait", "pending", day, null],
      ["Active Pass", "pending", day, from],
      ["Elsewhere", "pending", day, from],
    ];
    const later = storeScan(db, wanted);
    expect(seen(later)).toEqual(expected);
    const told = later.encounters.map(({ findings }) => findings.map(({ code, detail }) => [code, detail]));
    expect(told).toEqual([[], ...Array(2).fill([["EMBARGO_CAME", `Until ${day}, as ${from}`]])]);
    approve(db, later.manifest, {});
    const again = storeScan(db, [...wanted, at("Stuart Channel", "new")]);
    expect(seen(again).slice(0, 3)).toEqual(expected.map(([where, , ...rest]) => [where, "approved", ...rest]));
    expect(storeScan(db, [at("North", "a", "b", "c")]).encounters[0]?.values.available).toBe(day);
  });

  test("that came with photographs stays empty once a person has emptied it, until others bring it again", () => {
    const { db } = embargoed();
    const wanted = [at("Haro Strait", "a"), at("Active Pass", "d", "e", "b"), at("Elsewhere", "c")];
    const later = storeScan(db, wanted);
    const [, active, elsewhere] = later.ids as [EncounterId, EncounterId, EncounterId];
    for (const id of [active, elsewhere]) editEncounter(db, id, { available: null });
    const again = storeScan(db, [...wanted, at("Stuart Channel", "new")]);
    expect(again.encounters.map(({ values }) => values.available ?? null)).toEqual([day, null, null, null]);
    const split = storeScan(db, [at("Haro Strait", "a", "c"), at("North", "d", "e"), at("South", "b")]);
    expect(split.encounters.map(({ values }) => values.available ?? null)).toEqual([day, null, null]);
    const brought = storeScan(db, [at("North", "d", "e", "a")]);
    expect(brought.encounters.map(({ values }) => values.available ?? null)).toEqual([day]);
  });

  test("is known again when files were away in between", () => {
    const { db } = embargoed();
    storeScan(db, [at("Active Pass", "d", "e")]);
    storeScan(db, [at("Active Pass", "d", "e"), at("Stuart Channel", "new")]);
    const back = storeScan(db, [at("Active Pass", "d", "e"), at("North", "a", "b")]);
    expect(seen(back)[1]).toEqual(["North", "pending", day, from]);
  });

  test("is the latest of several, with the other one beside it", () => {
    const { db } = embargoed();
    const wanted: Wanted = {
      images: ["a", "d", "e"],
      values: { locality: "Active Pass", available: "2026-01-01" },
      provenance: { available: { source: "sheet", raw: "2026-01-01", conflicts: [] } },
    };
    const said = storeScan(db, [wanted]).encounters[0];
    expect(said?.values.available).toBe(day);
    expect(said?.provenance.available?.conflicts).toMatchObject([{ source: "sheet", value: "2026-01-01" }]);
    const after = storeScan(db, [{ ...wanted, images: ["a", "d", "e", "new"] }]).encounters[0];
    expect(after?.provenance.available).toEqual(said?.provenance.available);
  });

  test("goes with photographs that a person moves or merges, which is told, and is taken back with it", () => {
    const { db, haro, active } = embargoed();
    const moved = moveToEncounter(db, haro, active, [sha("b")]);
    expect(dayOf(db, active)).toBe(day);
    expect(encounterRow(db, active).provenance.available?.encounter).toBe(from);
    expect(moved.notes).toEqual([
      `The embargo goes with the photographs: 2024-07-15 · Active Pass · A. Diver is under embargo until ${day} as ${from} is; it was under none before.`,
    ]);
    undoReshaping(db, moved.undo as never);
    expect([dayOf(db, haro), dayOf(db, active)]).toEqual([day, null]);
    expect(encounterRow(db, active).provenance.available).toBeUndefined();
    const merged = mergeEncounters(db, active, [haro]);
    expect(merged.encounters.map(({ values }) => values.available)).toEqual([day]);
    expect(merged.notes?.length).toBe(1);
    undoReshaping(db, merged.undo as never);
    expect([dayOf(db, haro), dayOf(db, active)]).toEqual([day, null]);
  });
});
