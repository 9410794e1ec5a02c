/** A photograph that several encounters have says which ones. */
import type { EncounterId } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  denyEncounter,
  encounterRow,
  leaveOut,
  reopenEncounter,
  type StationDatabase,
  storeDraft,
} from "../src/index.ts";
import { openTemporary, readScan, sha, type Wanted } from "./support.ts";

function scanned(db: StationDatabase, wanted: readonly Wanted[], name: string, shared: readonly string[] = []) {
  const draft = readScan(db, wanted, name);
  const encounters = draft.encounters.map((of) => ({
    ...of,
    images: of.images.map((image) => ({
      ...image,
      findings: shared.includes(image.fileName) ? (["IN_OTHER_ENCOUNTER"] as const) : [],
    })),
  }));
  const { manifest } = storeDraft(db, { ...draft, encounters });
  const ids = db.sql.prepare("SELECT id FROM encounter WHERE manifest = ? ORDER BY ordinal").pluck().all(manifest);
  return ids as EncounterId[];
}

const said = (db: StationDatabase, id: EncounterId) =>
  encounterRow(db, id).findings.map(({ code, detail, images }) => [
    code,
    detail,
    images.map(({ fileName }) => fileName),
  ]);

test("two of one manifest name each other, as long as both have it", () => {
  const db = openTemporary();
  const wanted = [{ images: ["a", "b"] }, { images: ["b"], values: { locality: "Active Pass" } }];
  const [one, other] = scanned(db, wanted, "Season", ["b.jpg"]) as [EncounterId, EncounterId];
  expect(said(db, one)).toEqual([["IN_OTHER_ENCOUNTER", "Also in 2024-07-15 · Active Pass · A. Diver", ["b.jpg"]]]);
  expect(said(db, other)).toEqual([["IN_OTHER_ENCOUNTER", "Also in 2024-07-15 · Haro Strait · A. Diver", ["b.jpg"]]]);
  denyEncounter(db, other);
  expect(said(db, one)).toEqual([]);
  reopenEncounter(db, other);
  expect(said(db, one)).toHaveLength(1);
});

test("what another manifest has says of which encounter it is there, and of which manifest", () => {
  const db = openTemporary();
  scanned(db, [{ images: ["a"] }], "Season");
  const [later] = scanned(db, [{ images: ["a", "c"], values: { locality: "Active Pass" } }], "Backup") as [EncounterId];
  expect(said(db, later)).toEqual([
    ["IN_OTHER_MANIFEST", "Also in 2024-07-15 · Haro Strait · A. Diver of “Season”", ["a.jpg"]],
  ]);
});

test("what was left out, or denied, in another manifest is said where it comes again", () => {
  const db = openTemporary();
  const [first, second] = scanned(
    db,
    [{ images: ["a", "b"] }, { images: ["c"], values: { locality: "Cattle Pass" } }],
    "Season",
  ) as [EncounterId, EncounterId];
  leaveOut(db, first, [sha("a")], { reason: "A person is in it" });
  denyEncounter(db, second);
  const [later] = scanned(db, [{ images: ["a", "b", "c", "d"], values: { locality: "Active Pass" } }], "Backup") as [
    EncounterId,
  ];
  expect(said(db, later)).toEqual([
    ["IN_OTHER_MANIFEST", "Also in 2024-07-15 · Haro Strait · A. Diver of “Season”", ["b.jpg"]],
    [
      "KEPT_FROM_HUB_ELSEWHERE",
      "Left out of 2024-07-15 · Cattle Pass · A. Diver of “Season”; 2024-07-15 · Haro Strait · A. Diver of “Season”",
      ["a.jpg", "c.jpg"],
    ],
  ]);
  reopenEncounter(db, second);
  expect(said(db, later)[1]?.[1]).toBe("Left out of 2024-07-15 · Haro Strait · A. Diver of “Season”");
});
