/** Applies events to a database as fast as it can, until it is killed. Prints how far it has come. */
import type { ImageEvent } from "@landfall/engine";
import type { ManifestId, Receipt, RunId } from "@landfall/protocol";
import { createLedger, openDatabase } from "../src/index.ts";

const [file, manifest, run] = process.argv.slice(2) as [string, ManifestId, RunId];
const ledger = createLedger(openDatabase(file));
const events: ImageEvent[] = [
  { type: "uploaded" },
  { type: "committed" },
  { type: "verified", receipt: "h.p.s" as Receipt },
];

for (const { id } of ledger.encounters(manifest)) {
  for (const { sha256, bytes } of ledger.images(id)) {
    for (const event of events) {
      ledger.applyImages(id, [{ sha256, event }], { run, bytesSent: event.type === "uploaded" ? bytes : 0 });
    }
    process.stdout.write("x");
  }
}
