/** Photographs that were denied are not delivered because they come to be in another encounter; nobody approves them unknowingly. */
import type { EncounterId, EncounterRow } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import {
  approve,
  denyEncounter,
  encounterRow,
  leaveOut,
  mergeEncounters,
  moveToEncounter,
  reopenEncounter,
  splitEncounter,
  undoReshaping,
} from "../src/index.ts";
import { openTemporary, sha, storeScan, type Wanted } from "./support.ts";

const at = (locality: string, ...images: string[]): Wanted => ({ images, values: { locality } });
const from = "2024-07-15 · Haro Strait · A. Diver";

/** Haro Strait is denied, Active Pass approved. */
function denied() {
  const db = openTemporary();
  const scan = storeScan(db, [at("Haro Strait", "a", "b", "c", "d", "e"), at("Active Pass", "f", "g")]);
  const [haro, active] = scan.ids as [EncounterId, EncounterId];
  denyEncounter(db, haro);
  approve(db, scan.manifest, {});
  return { db, haro, active };
}
const told = ({ findings }: Pick<EncounterRow, "findings">) =>
  findings.flatMap(({ code, detail }) => (code === "DENIED_BEFORE" ? [detail] : []));
const seen = ({ encounters }: { readonly encounters: readonly EncounterRow[] }) =>
  encounters.map((row) => [row.values.locality, row.review, ...told(row)]);

describe("photographs of an encounter that was denied", () => {
  test("are denied in each encounter that has no others, from scan to scan", () => {
    const { db } = denied();
    const wanted = [at("Haro Strait", "a", "b", "c"), at("North", "d"), at("South", "e"), at("Active Pass", "f", "g")];
    const expected = [
      ["Haro Strait", "denied"],
      ["North", "denied", `all of them in ${from}`],
      ["South", "denied", `all of them in ${from}`],
      ["Active Pass", "approved"],
    ];
    const later = storeScan(db, wanted);
    expect(seen(later)).toEqual(expected);
    expect(approve(db, later.manifest, {}).approved).toBe(0);
    expect(storeScan(db, wanted).version).toBe(later.version);
    expect(seen(storeScan(db, [...wanted, at("Elsewhere", "new")])).slice(0, 4)).toEqual(expected);
  });

  test("among others are told, with where they were denied, until it is approved; what was approved waits", () => {
    const { db } = denied();
    const wanted = [at("Haro Strait", "a", "b", "c"), at("North", "d", "new"), at("Active Pass", "f", "g", "e")];
    const expected = [
      ["Haro Strait", "denied"],
      ["North", "pending", `1 image in ${from}`],
      ["Active Pass", "pending", `1 image in ${from}`],
    ];
    const later = storeScan(db, wanted);
    expect(seen(later)).toEqual(expected);
    expect(storeScan(db, wanted).version).toBe(later.version);
    const more = [...wanted, at("Elsewhere", "more")];
    const again = storeScan(db, more);
    expect(seen(again).slice(0, 3)).toEqual(expected);
    approve(db, again.manifest, {});
    const last = storeScan(db, [...more, at("Stuart Channel", "last")]);
    expect(seen(last).slice(0, 3)).toEqual([
      ["Haro Strait", "denied"],
      ["North", "approved"],
      ["Active Pass", "approved"],
    ]);
    expect(seen(storeScan(db, [at("Elsewhere", "d", "other")]))).toEqual([["Elsewhere", "pending"]]);
  });

  test("are denied again when the others have gone, and no more once a person has reopened them", () => {
    const { db } = denied();
    storeScan(db, [at("Haro Strait", "a", "b", "c", "d"), at("Active Pass", "f", "g", "e")]);
    const parted = storeScan(db, [
      at("Haro Strait", "a", "b", "c", "d"),
      at("Active Pass", "f", "g"),
      at("South", "e"),
    ]);
    expect(seen(parted)[2]).toEqual(["South", "denied", `all of them in ${from}`]);
    reopenEncounter(db, parted.ids[2] as EncounterId);
    expect(seen(storeScan(db, [at("Active Pass", "f", "g", "e")]))).toEqual([["Active Pass", "pending"]]);
  });

  test("are known again when their files were away in between", () => {
    const { db } = denied();
    storeScan(db, [at("Active Pass", "f", "g")]);
    storeScan(db, [at("Active Pass", "f", "g"), at("Elsewhere", "new")]);
    const back = storeScan(db, [at("Active Pass", "f", "g"), at("North", "a", "b")]);
    expect(seen(back)[1]).toEqual(["North", "denied", `all of them in ${from}`]);
  });

  test("are told where a person moves them or splits them off, until they are left out, and no more when that is undone", () => {
    const { db, haro, active } = denied();
    const moved = moveToEncounter(db, haro, active, [sha("a")]);
    expect(told(encounterRow(db, active))).toEqual([`1 image in ${from}`]);
    expect(moved.notes?.join(" ")).toContain(
      `Photographs of this encounter were denied in another one. 1 image in ${from}.`,
    );
    const out = leaveOut(db, active, [sha("a")], { reason: null });
    expect(told(encounterRow(db, active))).toEqual([]);
    undoReshaping(db, out.undo as never);
    expect(told(encounterRow(db, active))).toEqual([`1 image in ${from}`]);
    undoReshaping(db, moved.undo as never);
    expect(encounterRow(db, active)).toMatchObject({ review: "approved", findings: [] });
    const [made] = splitEncounter(db, haro, [sha("b")]).encounters as [EncounterRow];
    expect([made.review, ...told(made)]).toEqual(["pending", `1 image in ${from}`]);
  });

  test("wait for review where they are merged with others, whichever of both goes on", () => {
    const { db, haro, active } = denied();
    const merged = mergeEncounters(db, active, [haro]);
    expect(seen(merged)).toEqual([["Active Pass", "pending", `5 images in ${from}`]]);
    undoReshaping(db, merged.undo as never);
    expect([haro, active].map((id) => encounterRow(db, id).review)).toEqual(["denied", "approved"]);
  });
});
