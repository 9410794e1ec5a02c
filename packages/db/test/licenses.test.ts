/** Nobody may use a photograph without a licence: an encounter waits for one, or gets the one that the settings say. */
import type { EncounterId, LicenseRule } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  encounterRow,
  mirrorPopulations,
  patchSettings,
  rederiveAll,
  rejudgeOutdated,
  reopenEncounter,
  type StationDatabase,
  setFields,
  undoReshaping,
  write,
} from "../src/index.ts";
import { openTemporary, storeScan } from "./support.ts";

const say = (db: StationDatabase, license: LicenseRule) =>
  write(db, () => {
    patchSettings(db, { license });
    rederiveAll(db);
  });

function scanned(license: LicenseRule) {
  const db = openTemporary();
  say(db, license);
  const wanted = [{ images: ["a"] }, { images: ["b"], values: { locality: "Active Pass" } }];
  const { manifest, ids } = storeScan(db, wanted);
  const rows = () => (ids as EncounterId[]).map((id) => encounterRow(db, id));
  return { db, manifest, ids: ids as EncounterId[], rows, wanted };
}

test("encounters without one wait for it; approving names them and says how all of them get one, which is one act", () => {
  const { db, manifest, rows } = scanned("ask");
  expect(rows().map(({ review, missing }) => [review, missing])).toEqual([
    ["incomplete", ["license"]],
    ["incomplete", ["license"]],
  ]);
  const { approved, leftOut } = approve(db, manifest, {});
  expect(approved).toBe(0);
  expect(leftOut).toMatchObject([
    {
      field: "license",
      encounters: 2,
      message: "The licence is missing: nobody would know who may use the photographs.",
      examples: ["2024-07-15 · Haro Strait · A. Diver", "2024-07-15 · Active Pass · A. Diver"],
    },
  ]);
  expect(leftOut[0]?.hint).toContain("landfall set MANIFEST --set license=attribution");
  expect(setFields(db, manifest, { set: { license: "attribution" } }).changed).toBe(2);
  expect(approve(db, manifest, {})).toMatchObject({ approved: 2, unlicensed: 0 });
});

test("the one that is meant where none is stated comes with the approval, and goes when that is undone", () => {
  const { db, manifest, rows } = scanned("organisation");
  expect(rows().map(({ review, values }) => [review, values.license])).toEqual([
    ["pending", null],
    ["pending", null],
  ]);
  const [first] = rows();
  setFields(db, manifest, { set: { license: "public" }, encounters: [first?.id as EncounterId] });
  const { undo, approved } = approve(db, manifest, {});
  expect(approved).toBe(2);
  expect(rows().map(({ values }) => values.license)).toEqual(["public", "organisation"]);
  expect(rows()[1]?.provenance.license?.source).toBe("population");
  if (undo) undoReshaping(db, undo);
  expect(rows().map(({ review, values }) => [review, values.license])).toEqual([
    ["pending", "public"],
    ["pending", null],
  ]);
});

test("a station that needs none still asks where the population does", () => {
  const { db, rows } = scanned("none");
  expect(rows().map(({ review }) => review)).toEqual(["pending", "pending"]);
  const onHub = (requireLicense: boolean) =>
    mirrorPopulations(db, [
      {
        ...{ id: "5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e5f" as never, name: "Residents", gate: "open" },
        settings: { requireCoordinates: false, requireLicense },
      },
    ]);
  onHub(true);
  expect(rows().map(({ missing }) => missing)).toEqual([["license"], ["license"]]);
  say(db, "public");
  expect(rows().map(({ review }) => review)).toEqual(["pending", "pending"]);
});

test("what an earlier version approved without one stays approved, also in a new version; what was pending waits", () => {
  const { db, manifest, ids, rows, wanted } = scanned("none");
  const [first] = ids;
  approve(db, manifest, { encounters: [first as EncounterId] });
  patchSettings(db, { license: "ask" });
  db.sql.exec("UPDATE population SET judged = 0");
  rejudgeOutdated(db);
  expect(rows().map(({ review }) => review)).toEqual(["approved", "incomplete"]);
  const later = storeScan(db, [...wanted, { images: ["c"], values: { locality: "Elsewhere" } }]);
  const now = later.encounters.map(({ review }) => review).sort();
  expect(now).toEqual(["approved", "incomplete", "incomplete"]);
  const approved = later.encounters.find(({ review }) => review === "approved");
  expect(reopenEncounter(db, approved?.id as EncounterId)).toMatchObject({
    review: "incomplete",
    missing: ["license"],
  });
});
