/** The one write path of an encounter's two lives: review and sync. */
import type { EncounterSyncState, HubEncounterId, ReviewState } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import type { EncounterRecord } from "./encounter.ts";
import { appendEvent } from "./event.ts";

export interface StatesChange {
  readonly review?: ReviewState;
  readonly sync?: EncounterSyncState;
  readonly hubEncounterId?: HubEncounterId;
}

/** Writes the change and tells of it. Within {@link write}. */
export function changeStates(db: StationDatabase, of: EncounterRecord, change: StatesChange): void {
  storeStates(db, of, change);
  announceEncounter(db, of, change);
}

/** Writes the change; the caller tells of many in one event. */
export function storeStates(db: StationDatabase, of: EncounterRecord, change: StatesChange): void {
  statement(db, "UPDATE encounter SET review = ?, sync = ?, hub_encounter_id = ? WHERE pk = ?").run(
    change.review ?? of.review,
    change.sync ?? of.sync,
    change.hubEncounterId ?? of.hubEncounterId,
    of.pk,
  );
}

/** Also when only its fields changed: both pairs of states are then the same. */
export function announceEncounter(db: StationDatabase, before: EncounterRecord, change: StatesChange): void {
  const from = { review: before.review, sync: before.sync };
  appendEvent(db, {
    type: "encounter",
    manifestId: before.manifest,
    encounterId: before.id,
    from,
    to: { review: change.review ?? from.review, sync: change.sync ?? from.sync },
    hubEncounterId: change.hubEncounterId ?? before.hubEncounterId,
  });
}

/** A person takes an approval back: that the encounter is as it was approved once approves it no more. */
export function forgetApproval(db: StationDatabase, { pk }: Pick<EncounterRecord, "pk">): void {
  statement(db, "UPDATE encounter SET before = NULL WHERE pk = ?").run(pk);
}
