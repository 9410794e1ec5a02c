import { type EncounterId, HubEncounterId, type Provenance } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  answerPlan,
  approve,
  createLedger,
  editEncounter,
  encounterRow,
  manifestRow,
  reopenEncounter,
  setFields,
} from "../src/index.ts";
import { openTemporary, someValues, storeScan } from "./support.ts";

const said = { source: "folder", raw: "2024-07-15_Haro Strait", conflicts: [] } satisfies Provenance;
const scanned = (db: ReturnType<typeof openTemporary>, locality = "Haro Strait", images = ["a"]) => {
  const values = { locality, organismName: "T065A" };
  const provenance = { locality: said, organismName: said };
  const scan = storeScan(db, [{ images, values, provenance }]);
  return { ...scan, id: scan.ids[0] as EncounterId };
};

test("a field is emptied by a person's decision, which says what stood there before", () => {
  const db = openTemporary();
  const { id } = scanned(db);
  const row = editEncounter(db, id, { locality: null, organismName: null });
  expect(row).toMatchObject({
    values: { ...someValues, locality: null },
    review: "incomplete",
    missing: ["locality"],
    provenance: { locality: { source: "manual", raw: null, conflicts: [{ value: "Haro Strait", source: "folder" }] } },
  });
  expect(row.values.organismName ?? null).toBeNull();
});

test("emptied stays empty in a later version, also where its source says another thing by then", () => {
  const db = openTemporary();
  editEncounter(db, scanned(db).id, { locality: null });
  const next = scanned(db, "Active Pass", ["a", "b"]);
  expect(encounterRow(db, next.id)).toMatchObject({
    values: { locality: null, organismName: "T065A" },
    provenance: { locality: { source: "manual", conflicts: [{ value: "Active Pass" }] } },
  });
  // And where nothing says anything any more.
  const bare = storeScan(db, [{ images: ["a", "b", "c"], values: { locality: null } }]);
  expect(encounterRow(db, bare.ids[0] as EncounterId).provenance.locality).toMatchObject({ source: "manual" });
});

test("what fills empty fields fills it, and what replaces empties many", () => {
  const db = openTemporary();
  const { id, manifest } = scanned(db);
  expect(setFields(db, manifest, { override: { locality: null } })).toMatchObject({ changed: 1 });
  expect(encounterRow(db, id)).toMatchObject({
    values: { locality: null },
    provenance: { locality: { source: "override" } },
  });
  setFields(db, manifest, { set: { locality: "Cattle Pass" } });
  expect(encounterRow(db, id).values.locality).toBe("Cattle Pass");
});

test("it is due on the hub once it is approved, until that has no value either", () => {
  const db = openTemporary();
  const { id, manifest } = scanned(db);
  approve(db, manifest, {});
  const ledger = createLedger(db);
  const [of] = ledger.encounters(manifest);
  ledger.bind(id, HubEncounterId.parse(crypto.randomUUID()), { values: of?.values as never, version: 1 });
  const due = () => manifestRow(db, manifest).correctionsDue;
  expect(due()).toBe(0);
  reopenEncounter(db, id);
  editEncounter(db, id, { organismName: null });
  approve(db, manifest, {});
  expect(due()).toBe(1);
  const [now] = ledger.encounters(manifest);
  ledger.bind(id, HubEncounterId.parse(crypto.randomUUID()), { values: now?.values as never, version: 2 });
  expect(due()).toBe(0);
});

test("a delivered value that a later reading does not say any more is due on the hub too", () => {
  const db = openTemporary();
  const { id, manifest } = scanned(db);
  approve(db, manifest, {});
  const ledger = createLedger(db);
  const [of] = ledger.encounters(manifest);
  ledger.bind(id, HubEncounterId.parse(crypto.randomUUID()), { values: of?.values as never, version: 1 });
  const later = storeScan(db, [
    { images: ["a"], values: { locality: "Haro Strait" }, provenance: { locality: said } },
  ]).manifest;
  expect(ledger.encounters(later)).toEqual([]);
  approve(db, later, {});
  expect(ledger.encounters(later)[0]?.values.organismName ?? null).toBeNull();
  expect(manifestRow(db, later).correctionsDue).toBe(1);
});

test("what the hub has emptied is taken over as empty", () => {
  const db = openTemporary();
  const { id, manifest } = scanned(db);
  editEncounter(db, id, { organismName: "T002B" });
  approve(db, manifest, {});
  answerPlan(db, id, { choice: "theirs", values: { organismName: null } });
  expect(encounterRow(db, id).values.organismName ?? null).toBeNull();
});
