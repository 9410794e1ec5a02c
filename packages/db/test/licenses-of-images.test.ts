/** Photographs that come to be in another encounter keep the licence that came with their approval; where they had several, it is asked. */
import type { EncounterId, LicenseRule } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import {
  approve,
  editEncounter,
  encounterPage,
  encounterRow,
  patchSettings,
  rederiveAll,
  type StationDatabase,
  splitEncounter,
  storeDraft,
  write,
} from "../src/index.ts";
import { openTemporary, readScan, sha, storeScan, type Wanted } from "./support.ts";

const say = (db: StationDatabase, license: LicenseRule) =>
  write(db, () => {
    patchSettings(db, { license });
    rederiveAll(db);
  });
const at = (locality: string, ...images: string[]): Wanted => ({ images, values: { locality } });

/** Each encounter approved under its own setting, one after another; then another one is meant. */
function approved(...wanted: (readonly [LicenseRule, Wanted])[]) {
  const db = openTemporary();
  const { manifest, encounters } = storeScan(
    db,
    wanted.map(([, each]) => each),
  );
  for (const [rule, { values }] of wanted) {
    say(db, rule);
    const of = encounters.find((row) => row.values.locality === values?.locality);
    approve(db, manifest, { encounters: [of?.id as EncounterId] });
  }
  say(db, "public");
  return db;
}
const seen = ({ encounters }: Pick<ReturnType<typeof storeScan>, "encounters">) =>
  encounters.map(({ values, review }) => [values.locality, review, values.license]).sort();
const differing = ({ findings }: { findings: readonly { code: string; detail: string | null }[] }) =>
  findings.flatMap(({ code, detail }) => (code === "LICENSES_DIFFER" ? [detail] : []));

describe("photographs that come to be in a new encounter", () => {
  test("have the licence that they were approved with, and not the one that is meant today", () => {
    const db = approved(["attribution", at("Haro Strait", "a", "b", "c")]);
    const later = storeScan(db, [at("Haro Strait", "a", "b"), at("Active Pass", "c", "new")]);
    const expected = [
      ["Active Pass", "pending", "attribution"],
      ["Haro Strait", "pending", "attribution"],
    ];
    expect(seen(later)).toEqual(expected);
    expect(seen(storeScan(db, [at("Haro Strait", "a", "b"), at("Active Pass", "c", "new", "more")]))).toEqual(expected);
  });

  test("of several encounters with one licence have that one", () => {
    const db = approved(["attribution", at("Haro Strait", "a")], ["attribution", at("Active Pass", "b")]);
    expect(seen(storeScan(db, [at("Elsewhere", "a", "b")]))).toEqual([["Elsewhere", "pending", "attribution"]]);
  });

  test("that were approved without one get the one that is meant", () => {
    const db = approved(["none", at("Haro Strait", "a", "b")]);
    const { manifest, ids } = storeScan(db, [at("Haro Strait", "a"), at("Active Pass", "b")]);
    approve(db, manifest, {});
    expect(ids.map((id) => encounterRow(db, id).values.license)).toEqual(["public", "public"]);
  });
});

test("a photograph whose keywords were written since then is known by its picture", () => {
  const db = approved(["attribution", at("Haro Strait", "a", "b", "c")]);
  const taken = (...names: string[]) =>
    db.sql
      .prepare("UPDATE file SET picture_sha256 = ?, metadata = ? WHERE sha256 IN (SELECT value FROM json_each(?))")
      .run(sha("picture"), JSON.stringify({ localTime: "2024-07-15T10:00:00" }), JSON.stringify(names.map(sha)));
  const draft = readScan(db, [at("Haro Strait", "a", "b"), at("Active Pass", "c with keywords")]);
  taken("c", "c with keywords");
  const { manifest } = storeDraft(db, draft);
  const { items } = encounterPage(db, manifest, "all", { offset: 0, limit: 10 });
  expect(seen({ encounters: items })).toEqual([
    ["Active Pass", "pending", "attribution"],
    ["Haro Strait", "pending", "attribution"],
  ]);
});

describe("photographs of several licences in one encounter", () => {
  test("have none: a person is asked, and approves once it is said", () => {
    const db = approved(
      ["attribution", at("Haro Strait", "a", "b")],
      ["organisation", at("Active Pass", "c")],
      ["none", at("Elsewhere", "d")],
    );
    const later = storeScan(db, [at("Haro Strait", "a", "b", "c", "d", "new")]);
    expect(seen(later)).toEqual([["Haro Strait", "incomplete", null]]);
    expect(later.encounters.map(differing)).toEqual([
      ["public with attribution (2 images), within the organisation (1 image), none (1 image)"],
    ]);
    expect(approve(db, later.manifest, {})).toMatchObject({
      approved: 0,
      leftOut: [{ finding: "LICENSES_DIFFER", encounters: 1 }],
    });
    const [id] = later.ids as [EncounterId];
    editEncounter(db, id, { license: "organisation" });
    expect(encounterRow(db, id)).toMatchObject({ review: "pending", findings: [] });
    const last = storeScan(db, [at("Haro Strait", "a", "b", "c", "d", "new", "2")]);
    expect(seen(last)).toEqual([["Haro Strait", "pending", "organisation"]]);
    expect(approve(db, last.manifest, {})).toMatchObject({ approved: 1, unlicensed: 0 });
  });

  test("have each its own again once they are split", () => {
    const db = approved(["attribution", at("Haro Strait", "a", "b")], ["organisation", at("Active Pass", "c")]);
    const { ids, manifest } = storeScan(db, [at("Haro Strait", "a", "b", "c")]);
    const { encounters } = splitEncounter(db, ids[0] as EncounterId, [sha("c")]);
    expect(encounters.map(({ review, findings }) => [review, findings.length])).toEqual([
      ["pending", 0],
      ["pending", 0],
    ]);
    approve(db, manifest, {});
    expect(encounters.map(({ id }) => encounterRow(db, id).values.license)).toEqual(["organisation", "attribution"]);
  });

  test("are not asked about where the sheet says one for all of them", () => {
    const db = approved(["attribution", at("Haro Strait", "a")], ["organisation", at("Active Pass", "b")]);
    const wanted: Wanted = { images: ["a", "b"], values: { license: "public" } };
    const later = storeScan(db, [wanted]);
    expect(seen(later)).toEqual([["Haro Strait", "pending", "public"]]);
    expect(later.encounters.flatMap(differing)).toEqual([]);
  });
});
