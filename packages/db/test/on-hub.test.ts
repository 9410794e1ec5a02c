/** A photograph may lie in several encounters: what is noted of one says nothing of the others. */
import { type EncounterId, HubEncounterId, type RunId } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  createLedger,
  createRun,
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
  // Forgotten there and placed elsewhere at once, it is where it was placed.
  ledger.corrected(second, { forgotten: [{ sha256: b, hubEncounter: hubB }], placed: { hub: hubB, images: [b] } }, run);
  expect([noted(first), noted(second)]).toEqual([hubA, hubB]);
  expect(ledger.strays(second)).toEqual([]);
});

test("of an image that was put elsewhere in the meantime it is noted where it is now", () => {
  const db = openTemporary();
  const { ledger, run, first, second, hubA, hubB, noted } = delivered(db);
  reopenEncounter(db, first);
  const { encounters } = splitEncounter(db, first, [b]);
  const moved = encounters.map(({ id }) => id).find((id) => noted(id) !== undefined) as EncounterId;
  const left = encounters.map(({ id }) => id).find((id) => id !== moved) as EncounterId;
  expect(noted(moved)).toBe(hubA);
  // The answer to a request that was made when it still lay in the other.
  ledger.corrected(left, { forgotten: [{ sha256: b, hubEncounter: hubA }] }, run);
  expect([noted(moved), noted(second)]).toEqual([null, hubB]);
});
