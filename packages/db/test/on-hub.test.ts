/** A photograph may lie in several encounters: what is noted of one says nothing of the others. */
import { type EncounterId, type EncounterValues, HubEncounterId, type RunId } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  createLedger,
  createRun,
  editEncounter,
  leaveOut,
  reopenEncounter,
  type StationDatabase,
  splitEncounter,
} from "../src/index.ts";
import { openTemporary, receipt, sha, storeScan } from "./support.ts";

const b = sha("b");

/** Two encounters with a photograph in common, delivered; each knows it in its own encounter of the hub. */
function delivered(db: StationDatabase) {
  const scan = storeScan(db, [{ images: ["a", "b"] }, { images: ["b", "c"], values: { locality: "Active Pass" } }]);
  approve(db, scan.manifest, {});
  const ledger = createLedger(db);
  const run = createRun(db, scan.manifest, "sync").run as RunId;
  const [first, second] = scan.ids as [EncounterId, EncounterId];
  const hubOf = new Map<EncounterId, HubEncounterId>();
  for (const of of ledger.encounters(scan.manifest)) {
    const hub = HubEncounterId.parse(crypto.randomUUID());
    hubOf.set(of.id, hub);
    ledger.bind(of.id, hub, { values: of.values, version: 1 });
    const images = ledger.images(of.id).map(({ sha256 }) => sha256);
    ledger.opening(of.id, hub, images);
    const verified = images.map((sha256) => ({ sha256, event: { type: "verified", receipt } as const }));
    ledger.applyImages(of.id, verified, { run });
  }
  const [hubA, hubB] = [hubOf.get(first), hubOf.get(second)] as [HubEncounterId, HubEncounterId];
  const noted = (id: EncounterId) => ledger.images(id).find(({ sha256 }) => sha256 === b)?.hubEncounter;
  return { ...scan, ledger, run, first, second, hubA, hubB, noted };
}

test("an image is kept in an encounter of the hub while ours that is that one has it, and not left out", () => {
  const db = openTemporary();
  const { ledger, manifest, first, second, hubA, hubB } = delivered(db);
  const asked = [
    { sha256: b, hubEncounter: hubA },
    { sha256: b, hubEncounter: hubB },
    { sha256: sha("a"), hubEncounter: hubB },
  ];
  const kept = () => ledger.keptThere(manifest, asked).map(({ hubEncounter }) => hubEncounter);
  expect(kept().sort()).toEqual([hubA, hubB].sort());
  // Another manifest's encounters are its own business.
  const other = storeScan(db, [{ images: ["z"] }], "Another");
  expect(ledger.keptThere(other.manifest, asked)).toEqual([]);
  reopenEncounter(db, first);
  splitEncounter(db, first, [b]);
  expect(kept()).toEqual([hubB]);
  reopenEncounter(db, second);
  leaveOut(db, second, [b], { reason: null });
  expect(kept()).toEqual([]);
});

test("that an image is no longer there is noted for the encounter that was asked about, and for no other", () => {
  const db = openTemporary();
  const { ledger, run, first, second, hubA, hubB, noted } = delivered(db);
  // The hub is about to have it in the first one's encounter for the second as well.
  ledger.opening(second, hubA, [b]);
  expect([noted(first), noted(second)]).toEqual([hubA, hubA]);
  expect(ledger.strays(second)).toEqual([{ sha256: b, hubEncounter: hubB }]);
  ledger.corrected(second, { forgotten: [{ sha256: b, hubEncounter: hubA }] }, run);
  expect([noted(first), noted(second)]).toEqual([hubA, null]);
  expect(ledger.strays(second)).toEqual([{ sha256: b, hubEncounter: hubB }]);
  // Found in its own again, that is where it is, and nothing is astray.
  ledger.corrected(second, { placed: { hub: hubB, images: [b] } }, run);
  expect([noted(first), noted(second)]).toEqual([hubA, hubB]);
  expect(ledger.strays(second)).toEqual([]);
});

/** The first encounter's second photograph is split off: both parts are approved again. */
function splitOff(db: StationDatabase) {
  const all = delivered(db);
  reopenEncounter(db, all.first);
  const { encounters } = splitEncounter(db, all.first, [b]);
  approve(db, all.manifest, {});
  const moved = encounters.map(({ id }) => id).find((id) => all.noted(id) !== undefined) as EncounterId;
  const left = encounters.map(({ id }) => id).find((id) => id !== moved) as EncounterId;
  return { ...all, moved, left };
}

test("an answer about an image that was put elsewhere since is none about where it is now", () => {
  const { ledger, run, moved, left, hubA, hubB, second, noted } = splitOff(openTemporary());
  ledger.corrected(left, { forgotten: [{ sha256: b, hubEncounter: hubA }] }, run);
  expect([noted(moved), noted(second)]).toEqual([hubA, hubB]);
});

test("an image that is about to be moved is noted in both encounters of the hub, unless a person has put it elsewhere", () => {
  const { ledger, moved, left, hubA, noted } = splitOff(openTemporary());
  const hubC = HubEncounterId.parse(crypto.randomUUID());
  // It was planned for the part that it is no longer in.
  expect(ledger.moving(left, hubA, hubC, [b])).toEqual([]);
  expect([noted(moved), ledger.strays(left)]).toEqual([hubA, []]);
  for (const _ of ["once", "again, the answer was lost"]) {
    expect(ledger.moving(moved, hubA, hubC, [b])).toEqual([b]);
    expect([noted(moved), ledger.strays(moved)]).toEqual([hubC, [{ sha256: b, hubEncounter: hubA }]]);
  }
});

test("an image is withdrawn as long as it is left out, and nobody else has it there", () => {
  const db = openTemporary();
  const { ledger, run, manifest, first, second, hubA, hubB } = delivered(db);
  const leaving = () => ledger.leaving(first, hubA, [b]);
  expect(leaving()).toEqual([]);
  reopenEncounter(db, first);
  leaveOut(db, first, [b], { reason: null });
  expect(leaving()).toEqual([]);
  approve(db, manifest, {});
  expect([leaving(), ledger.leaving(first, hubB, [b])]).toEqual([[b], []]);
  // The hub is about to have it there for the second.
  ledger.opening(second, hubA, [b]);
  expect(leaving()).toEqual([]);
  ledger.corrected(second, { forgotten: [{ sha256: b, hubEncounter: hubA }] }, run);
  expect(leaving()).toEqual([b]);
  reopenEncounter(db, first);
  leaveOut(db, first, [b], null);
  approve(db, manifest, {});
  expect(leaving()).toEqual([]);
});

test("what an encounter gives up there is noted for the one that has the photograph, and is that encounter of the hub", () => {
  const { ledger, run, first, second, hubA, hubB } = delivered(openTemporary());
  ledger.opening(second, hubA, [b]);
  ledger.opening(first, hubB, [b]);
  ledger.corrected(second, { forgotten: [{ sha256: b, hubEncounter: hubA }] }, run);
  expect([ledger.strays(first), ledger.strays(second)]).toEqual([
    [{ sha256: b, hubEncounter: hubA }],
    [{ sha256: b, hubEncounter: hubB }],
  ]);
});

test("what only others have changed becomes the encounter's, which stays approved, unless somebody has edited it here", () => {
  const db = openTemporary();
  const { ledger, manifest, first, second, run } = delivered(db);
  const find = (id: EncounterId) => ledger.encounters(manifest).find((each) => each.id === id);
  const taken = { recordedBy: "Bill Wood" };
  const values = { ...(find(first)?.values as EncounterValues), ...taken };
  ledger.corrected(first, { delivered: { values, version: 3 }, taken }, run);
  expect(find(first)).toMatchObject({ values: taken, delivered: { values: taken, version: 3 } });
  reopenEncounter(db, second);
  editEncounter(db, second, { recordedBy: "Ann Wave" });
  approve(db, manifest, {});
  ledger.corrected(second, { taken }, run);
  expect(find(second)).toMatchObject({ values: { recordedBy: "Ann Wave" } });
});

test("an image is wanted in an encounter of the hub by whoever has it there or is that one, and by nobody who left it out", () => {
  const db = openTemporary();
  const { ledger, manifest, first, second, hubA, hubB } = delivered(db);
  const wanted = (hubEncounter: HubEncounterId) => ledger.wantedThere(manifest, [{ sha256: b, hubEncounter }]).length;
  expect([wanted(hubA), wanted(hubB)]).toEqual([1, 1]);
  reopenEncounter(db, first);
  leaveOut(db, first, [b], { reason: null });
  expect([wanted(hubA), wanted(hubB)]).toEqual([0, 1]);
  // Noted there, and still to be moved out.
  ledger.opening(second, hubA, [b]);
  expect([wanted(hubA), wanted(hubB)]).toEqual([1, 1]);
});
