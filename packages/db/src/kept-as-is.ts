/** Damaged photographs that a person wants delivered all the same: what is left of a picture may be the only one there is. */
import type { EncounterId, EncounterRow, Sha256 } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { encounterRecord, encounterRow } from "./encounter.ts";
import { deriveFindings } from "./encounter-findings.ts";
import { refuseFrozen } from "./review.ts";
import { imagesOf } from "./shape.ts";

/** ENCOUNTER_FROZEN when it is approved; NOT_FOUND when an image is not the encounter's. */
export function keepAsIs(db: StationDatabase, id: EncounterId, images: readonly Sha256[], keep: boolean): EncounterRow {
  return write(db, () => {
    const of = encounterRecord(db, id);
    refuseFrozen(db, of);
    for (const { pk } of imagesOf(db, of, images))
      statement(db, "UPDATE image SET kept_as_is = ? WHERE pk = ?").run(Number(keep), pk);
    deriveFindings(db, of);
    return encounterRow(db, id);
  });
}
