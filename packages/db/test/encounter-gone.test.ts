/** A person may put images elsewhere while a run is at work: what the run still notes of them goes nowhere, and nothing breaks. */
import { type EncounterId, HubEncounterId, type RunId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { approve, createLedger, createRun, mergeEncounters, moveToEncounter, reopenEncounter } from "../src/index.ts";
import { openTemporary, receipt, sha, storeScan } from "./support.ts";

const hub = HubEncounterId.parse(crypto.randomUUID());
const verified = { sha256: sha("b"), event: { type: "verified", receipt } } as const;

function running() {
  const db = openTemporary();
  const scan = storeScan(db, [{ images: ["a", "c"] }, { images: ["b"], values: { locality: "Active Pass" } }]);
  approve(db, scan.manifest, {});
  const run = createRun(db, scan.manifest, "sync").run as RunId;
  const [first, second] = scan.ids as [EncounterId, EncounterId];
  for (const id of [first, second]) reopenEncounter(db, id);
  return { db, ledger: createLedger(db), manifest: scan.manifest, run, first, second };
}

test("an encounter that was merged into another one has no images, and nothing is noted of it", () => {
  const { db, ledger, run, first, second } = running();
  mergeEncounters(db, first, [second]);
  const noted = () => ledger.images(first).map(({ record, hubEncounter }) => [record.state, hubEncounter]);
  const before = noted();
  expect(before).toHaveLength(3);
  expect(ledger.images(second)).toEqual([]);
  expect(ledger.opening(second, hub, [sha("b")])).toEqual(new Map());
  expect(ledger.moving(second, hub, hub, [sha("b")])).toEqual([]);
  expect(ledger.leaving(second, hub, [sha("b")])).toEqual([]);
  ledger.bind(second, hub, { values: {} as never, version: 1 });
  ledger.corrected(second, { placed: { hub, images: [sha("b")] } }, run);
  ledger.applyImages(second, [verified], { run });
  expect(noted()).toEqual(before);
});

test("a block of an image that was moved to another encounter while it was sent is not noted", () => {
  const { db, ledger, run, first, second } = running();
  moveToEncounter(db, first, second, [sha("c")]);
  const of = { target: "http://blobs.example/c", blockBytes: 100 };
  ledger.acknowledgeBlock(first, sha("c"), of, 0, { run, bytesSent: 100 });
  expect([ledger.blocks(first, sha("c")), ledger.blocks(second, sha("c"))]).toEqual([null, null]);
  ledger.acknowledgeBlock(second, sha("c"), of, 0, { run, bytesSent: 100 });
  expect(ledger.blocks(second, sha("c"))?.indexes).toEqual(new Set([0]));
});
