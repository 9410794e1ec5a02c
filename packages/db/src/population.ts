/** Populations: mirrored from the hub by name, or known on this station only. */
import { randomUUID } from "node:crypto";
import {
  defaultPopulationSettings,
  foldText,
  type HubPopulation,
  LandfallError,
  type LocationPrecision,
  type PopulationCard,
  PopulationId,
  PopulationSettings,
} from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { appendEvent } from "./event.ts";
import { judgedBy } from "./judge.ts";
import { rederiveReviews } from "./rederive.ts";

export type Population = Omit<PopulationCard, "manifests"> & { readonly hubId: PopulationId | null };

interface PopulationRow {
  id: PopulationId;
  hub_id: PopulationId | null;
  name: string;
  gate: "open" | "closed" | null;
  settings: string;
  location_precision: LocationPrecision;
  timezone: string | null;
}

const columns = `id, hub_id, name, gate, settings, location_precision,
  (SELECT rules ->> '$.timezone' FROM scan_job
   WHERE population = population.id AND rules ->> '$.timezone' IS NOT NULL ORDER BY rowid DESC LIMIT 1) AS timezone`;

const fromRow = (row: PopulationRow): Population => ({
  id: row.id,
  hubId: row.hub_id,
  name: row.name,
  onHub: row.hub_id !== null,
  gate: row.gate,
  settings: PopulationSettings.parse(JSON.parse(row.settings)),
  locationPrecision: row.location_precision,
  timezone: row.timezone,
});

/** By name. */
export const populations = (db: StationDatabase): Population[] =>
  statement<PopulationRow>(db, `SELECT ${columns} FROM population ORDER BY folded`).all().map(fromRow);

export function population(db: StationDatabase, id: PopulationId): Population | undefined {
  const row = statement<PopulationRow>(db, `SELECT ${columns} FROM population WHERE id = ?`).get(id);
  return row && fromRow(row);
}

/** The names of all places of its encounters, in any version. */
export const localitiesOf = (db: StationDatabase, id: PopulationId): string[] =>
  statement<{ locality: string }>(
    db,
    `SELECT DISTINCT e.locality FROM encounter AS e JOIN manifest AS m ON m.id = e.manifest JOIN scan_job AS j ON j.id = m.scan_job
     WHERE j.population = ? AND e.locality IS NOT NULL`,
  )
    .all(id)
    .map(({ locality }) => locality);

/** The population of this name, compared after Unicode, case and spacing; made on this station when there is none. */
export function ensurePopulation(db: StationDatabase, name: string): Population {
  return write(db, () => {
    const row = statement<PopulationRow>(db, `SELECT ${columns} FROM population WHERE folded = ?`).get(foldText(name));
    if (row) return fromRow(row);
    const id = PopulationId.parse(randomUUID());
    insert(db, id, { hubId: null, name, gate: null, settings: defaultPopulationSettings });
    announcePopulation(db, id);
    return population(db, id) as Population;
  });
}

/** How exactly its places are told in records for others. NOT_FOUND. */
export function setLocationPrecision(db: StationDatabase, id: PopulationId, precision: LocationPrecision): Population {
  return write(db, () => {
    const before = population(db, id);
    if (!before) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
    if (before.locationPrecision === precision) return before;
    statement(db, "UPDATE population SET location_precision = ? WHERE id = ?").run(precision, id);
    announcePopulation(db, id);
    return { ...before, locationPrecision: precision };
  });
}

type Fields = Pick<Population, "hubId" | "name" | "gate" | "settings">;

function insert(db: StationDatabase, id: PopulationId, fields: Fields): void {
  statement(
    db,
    "INSERT INTO population (id, hub_id, name, folded, gate, settings, created_ms, judged) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  ).run(
    ...[id, fields.hubId, fields.name, foldText(fields.name), fields.gate],
    ...[JSON.stringify(fields.settings), db.now(), judgedBy],
  );
}

export function announcePopulation(db: StationDatabase, id: PopulationId): void {
  const { hubId: _, ...card } = population(db, id) as Population;
  appendEvent(db, { type: "population", population: card });
}

/** Takes over what the hub says of the populations of this key. One that it no longer names is unbound, not lost. */
export function mirrorPopulations(db: StationDatabase, onHub: readonly HubPopulation[]): void {
  write(db, () => {
    const named = new Set<string>(onHub.map((each) => each.id));
    for (const each of populations(db)) {
      if (each.hubId !== null && !named.has(each.hubId)) update(db, each, { ...each, hubId: null, gate: null });
    }
    for (const each of onHub) mirror(db, each);
  });
}

function mirror(db: StationDatabase, from: HubPopulation): void {
  const known = populations(db);
  const byName = known.find((each) => foldText(each.name) === foldText(from.name));
  const bound = known.find((each) => each.hubId === from.id) ?? (byName?.hubId === null ? byName : undefined);
  // A name that another population of this station has is left to that one.
  const name = byName && byName !== bound ? (bound?.name ?? `${from.name} (${from.id.slice(0, 8)})`) : from.name;
  const fields: Fields = { hubId: from.id, name, gate: from.gate, settings: from.settings };
  if (bound) {
    update(db, bound, fields);
    return;
  }
  const id = PopulationId.parse(randomUUID());
  insert(db, id, fields);
  announcePopulation(db, id);
}

function update(db: StationDatabase, before: Population, after: Fields): void {
  const settings = JSON.stringify(after.settings);
  const sameSettings = settings === JSON.stringify(before.settings);
  if (before.hubId === after.hubId && before.name === after.name && before.gate === after.gate && sameSettings) return;
  statement(db, "UPDATE population SET hub_id = ?, name = ?, folded = ?, gate = ?, settings = ? WHERE id = ?").run(
    after.hubId,
    after.name,
    foldText(after.name),
    after.gate,
    settings,
    before.id,
  );
  announcePopulation(db, before.id);
  if (!sameSettings) rederiveReviews(db, before.id);
}
