/** Leads a delivered image, or a run of its manifest, to a state on the ledger's own paths, and then over one transition. */
import { createLedger, createRun, openDatabase } from "../../../packages/db/src/index.ts";
import type { ImageEvent } from "../../../packages/engine/src/index.ts";
import type { EncounterId, ManifestId, Sha256 } from "../../../packages/protocol/src/index.ts";
import { arm, inside } from "./edge.ts";
import { imageTransitions, runTransitions } from "./machines.ts";

export interface Move {
  readonly manifest: ManifestId;
  /** A delivered one. */
  readonly image: { readonly encounter: EncounterId; readonly sha256: Sha256 };
  /** `image pending→uploaded`, `run running→paused`. */
  readonly transition: string;
  /** The edge of it at which this process dies. */
  readonly edge: string;
}

/** In a connection of its own. Returns only where nothing was armed. */
export function makeMove(file: string, { manifest, image: { encounter, sha256 }, transition, edge }: Move): void {
  const db = openDatabase(file);
  const ledger = createLedger(db);
  const armed = (act: () => void) => {
    arm({ edge, occurrence: 1 });
    inside(`=${transition}`, act);
  };
  const isNamed = (kind: string) => (each: { from: string; to: string }) =>
    `${kind} ${each.from}→${each.to}` === transition;

  const ofRun = runTransitions.find(isNamed("run"));
  if (ofRun) {
    const { run } = createRun(db, manifest, "sync");
    for (const event of ofRun.way) ledger.applyRun(run, event);
    armed(() => void ledger.applyRun(run, ofRun.event));
    return;
  }
  const record = ledger.images(encounter).find((image) => image.sha256 === sha256)?.record;
  if (record?.state !== "complete") throw new Error("there is no delivered image to move");
  const ofImage = imageTransitions(record.receipt).find(isNamed("image"));
  if (!ofImage) throw new Error(`there is no transition ${transition}`);
  const { run } = createRun(db, manifest, "sync");
  const apply = (event: ImageEvent) => ledger.applyImages(encounter, [{ sha256, event }], { run });
  for (const event of ofImage.way) apply(event);
  armed(() => apply(ofImage.event));
}

/** A person takes back that an image was left out. */
export function unskip(file: string, manifest: ManifestId): true {
  const db = openDatabase(file);
  const ledger = createLedger(db);
  for (const { id } of ledger.encounters(manifest)) {
    const changes = ledger
      .images(id)
      .filter(({ record }) => record.state === "skipped")
      .map(({ sha256 }) => ({ sha256, event: { type: "unskipped" } as const }));
    const [run] = db.sql.prepare("SELECT id FROM run WHERE manifest = ? ORDER BY pk DESC LIMIT 1").all(manifest) as {
      id: Parameters<typeof ledger.run>[0];
    }[];
    if (changes.length > 0 && run) ledger.applyImages(id, changes, { run: run.id });
  }
  db.sql.close();
  return true;
}
