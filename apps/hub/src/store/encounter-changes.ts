/** Finding, making, filling and correcting an encounter. Unique keys settle every race; nothing is checked beforehand. */
import { randomUUID } from "node:crypto";
import {
  type EncounterCorrection,
  type EncounterValues,
  type FindOrCreateRequest,
  fieldNames,
  isPositionField,
  LandfallError,
  matchKey,
} from "@landfall/protocol";
import type { Kysely, Transaction } from "kysely";
import { appendChange } from "./changes.ts";
import { type EncounterRow, encountersByEvent, encountersByKey, findEncounter } from "./encounters.ts";
import type { Schema } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

type Tx = Transaction<Schema>;

export interface FoundEncounter {
  readonly encounter: EncounterRow;
  readonly created: boolean;
  /** Fields that were empty and now have the request's value. */
  readonly filled: readonly string[];
}

const keyOf = (values: EncounterValues, number: number | null): string | null =>
  matchKey({ ...values, photographer: values.recordedBy, encounterNumber: number });

/** Values with empty fields filled. A position is one thing: half of it never comes from elsewhere. */
function fill(held: EncounterValues, offered: EncounterValues): { values: EncounterValues; filled: string[] } {
  const hasPosition = held.decimalLatitude !== null || held.decimalLongitude !== null;
  const filled = fieldNames.filter(
    (name) =>
      (held[name] ?? null) === null && (offered[name] ?? null) !== null && !(isPositionField(name) && hasPosition),
  );
  return { values: { ...held, ...Object.fromEntries(filled.map((name) => [name, offered[name]])) }, filled };
}

/** Takes the encounter for this transaction, so that two that change it do so one after the other. NOT_FOUND. */
export async function lockEncounter(tx: Tx, id: string, populationId: string): Promise<EncounterRow> {
  // An update that changes nothing locks the row in both databases.
  await tx
    .updateTable("encounter")
    .set((eb) => ({ version: eb.ref("version") }))
    .where("id", "=", id)
    .execute();
  const locked = await findEncounter(tx, id, [populationId]);
  if (!locked) throw new LandfallError("NOT_FOUND", { detail: `encounter ${id}` });
  return locked;
}

/** Gives the encounter this key if nobody has it; its former keys stay. */
async function claimKey(tx: Tx, encounter: EncounterRow): Promise<void> {
  const key = keyOf(encounter.values, encounter.number);
  if (key === null) return;
  await tx
    .insertInto("encounterKey")
    .values({ populationId: encounter.populationId, matchKey: key, encounterId: encounter.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Makes the eventID an alias of the encounter; says whether it was not one before. */
async function claimEvent(tx: Tx, encounter: EncounterRow, eventId: string): Promise<boolean> {
  const before = (await encountersByEvent(tx, encounter.populationId, [eventId])).get(eventId);
  if (before === encounter.id) return false;
  await tx
    .insertInto("encounterEvent")
    .values({ populationId: encounter.populationId, eventId, encounterId: encounter.id })
    .onConflict((conflict) => conflict.columns(["populationId", "eventId"]).doUpdateSet({ encounterId: encounter.id }))
    .execute();
  return true;
}

async function writeValues(tx: Tx, encounter: EncounterRow, values: EncounterValues): Promise<EncounterRow> {
  const version = encounter.version + 1;
  await tx
    .updateTable("encounter")
    .set({ fields: JSON.stringify(values), version })
    .where("id", "=", encounter.id)
    .execute();
  const written = { ...encounter, values, version };
  await claimKey(tx, written);
  return written;
}

async function joinExisting(tx: Tx, found: EncounterRow, request: FindOrCreateRequest, nowMs: number) {
  const { values, filled } = fill(found.values, request.values);
  const joined = await claimEvent(tx, found, request.eventID);
  const encounter = filled.length > 0 ? await writeValues(tx, found, values) : found;
  if (joined || filled.length > 0) {
    const kind = joined ? "encounter.joined" : "encounter.corrected";
    await appendChange(tx, { kind, populationId: found.populationId, encounterId: found.id }, nowMs);
  }
  return { encounter, created: false, filled };
}

/** Takes an eventID or a key for a new encounter; false where somebody has it. Waits for whoever is taking it just now. */
async function claimNew(tx: Tx, encounter: EncounterRow, key: string | null): Promise<boolean> {
  const { populationId, id: encounterId, eventId } = encounter;
  const claimed = await (key === null
    ? tx
        .insertInto("encounterEvent")
        .values({ populationId, eventId, encounterId })
        .onConflict((conflict) => conflict.doNothing())
        .returning("encounterId")
        .executeTakeFirst()
    : tx
        .insertInto("encounterKey")
        .values({ populationId, matchKey: key, encounterId })
        .onConflict((conflict) => conflict.doNothing())
        .returning("encounterId")
        .executeTakeFirst());
  return claimed !== undefined;
}

/** A new encounter, or `undefined` where its eventID or key was taken in the meantime: nothing is left of it then. */
async function create(tx: Tx, populationId: string, request: FindOrCreateRequest, nowMs: number) {
  const { eventID: eventId, encounterNumber: number, values } = request;
  const encounter: EncounterRow = {
    id: randomUUID(),
    populationId,
    eventId,
    number,
    values,
    version: 1,
    createdAt: nowMs,
    mergedInto: null,
  };
  if (!(await claimNew(tx, encounter, null))) return undefined;
  const key = keyOf(values, number);
  const keyed = key === null || (await claimNew(tx, encounter, key));
  if (!keyed && !request.apart) {
    await tx
      .deleteFrom("encounterEvent")
      .where("populationId", "=", populationId)
      .where("eventId", "=", eventId)
      .execute();
    return undefined;
  }
  const { values: _, ...row } = encounter;
  await tx
    .insertInto("encounter")
    .values({ ...row, fields: JSON.stringify(values) })
    .execute();
  await appendChange(tx, { kind: "encounter.created", populationId, encounterId: encounter.id }, nowMs);
  return { encounter, created: true, filled: [] };
}

/** The encounter, or the one that it was merged into. */
async function lockMerged(tx: Tx, id: string, populationId: string): Promise<EncounterRow> {
  const found = await lockEncounter(tx, id, populationId);
  return found.mergedInto === null ? found : lockMerged(tx, found.mergedInto, populationId);
}

/** Whom the request means: the one it names, the one of its eventID, the one of its key. */
async function findExisting(tx: Tx, populationId: string, request: FindOrCreateRequest) {
  if (request.join !== null) return lockMerged(tx, request.join, populationId);
  const byEvent = (await encountersByEvent(tx, populationId, [request.eventID])).get(request.eventID);
  if (byEvent) return lockEncounter(tx, byEvent, populationId);
  const key = request.apart ? null : keyOf(request.values, request.encounterNumber);
  if (key === null) return undefined;
  const byKey = (await encountersByKey(tx, populationId, [key])).get(key);
  return byKey ? lockEncounter(tx, byKey, populationId) : undefined;
}

/**
 * Finds the encounter or makes it. Of several that ask at the same time for the same eventID or key, one makes it and
 * the others get that one. Throws NOT_FOUND when `join` names none of the population.
 */
export function findOrCreateEncounter(
  db: Kysely<Schema>,
  populationId: string,
  request: FindOrCreateRequest,
  nowMs: number,
): Promise<FoundEncounter> {
  return inTransaction(db, async (tx) => {
    const existing = await findExisting(tx, populationId, request);
    if (existing) return joinExisting(tx, existing, request, nowMs);
    const created = await create(tx, populationId, request, nowMs);
    if (created) return created;
    const winner = await findExisting(tx, populationId, request);
    if (!winner) throw new LandfallError("HUB_UNAVAILABLE", { detail: "an encounter was made and withdrawn just now" });
    return joinExisting(tx, winner, request, nowMs);
  });
}

/** Throws VERSION_CONFLICT unless the encounter still has the version the caller read. */
export function expectVersion({ version, mergedInto }: EncounterRow, expected: number): void {
  if (mergedInto !== null)
    throw new LandfallError("VERSION_CONFLICT", { detail: `the encounter was merged into ${mergedInto}` });
  if (version !== expected)
    throw new LandfallError("VERSION_CONFLICT", { detail: `the encounter has version ${version}` });
}

/** Corrects fields. What is so already is no conflict, whatever the version: it may have been this very request. */
export function correctEncounter(
  db: Kysely<Schema>,
  target: EncounterRow,
  expectedVersion: number,
  correction: EncounterCorrection,
  nowMs: number,
): Promise<EncounterRow> {
  return inTransaction(db, async (tx) => {
    const encounter = await lockEncounter(tx, target.id, target.populationId);
    const values = { ...encounter.values, ...correction } as EncounterValues;
    if (fieldNames.every((name) => values[name] === encounter.values[name])) return encounter;
    expectVersion(encounter, expectedVersion);
    const written = await writeValues(tx, encounter, values);
    const { populationId, id: encounterId } = encounter;
    await appendChange(tx, { kind: "encounter.corrected", populationId, encounterId }, nowMs);
    return written;
  });
}
