/** Corrections of camera clocks, by population. */
import { randomUUID } from "node:crypto";
import {
  type Camera,
  type ClockCorrection,
  ClockId,
  type ClockPoint,
  type ClockRequest,
  LandfallError,
  type PopulationId,
} from "@landfall/protocol";
import { type StationDatabase, statement, toInstant, write } from "./database.ts";

interface Row {
  id: ClockId;
  population: PopulationId;
  camera: string;
  shown_from: string | null;
  shown_to: string | null;
  points: string;
  created_ms: number;
}

const columns = "id, population, camera, shown_from, shown_to, points, created_ms";

const fromRow = (row: Row): ClockCorrection => ({
  id: row.id,
  populationId: row.population,
  camera: JSON.parse(row.camera) as Camera,
  from: row.shown_from,
  to: row.shown_to,
  points: JSON.parse(row.points) as ClockPoint[],
  createdAt: toInstant(row.created_ms),
});

/** Oldest first. */
export const clocksOf = (db: StationDatabase, population: PopulationId): ClockCorrection[] =>
  statement<Row>(db, `SELECT ${columns} FROM clock WHERE population = ? ORDER BY created_ms, id`)
    .all(population)
    .map(fromRow);

/** NOT_FOUND when there is none. */
export function clock(db: StationDatabase, id: ClockId): ClockCorrection {
  const row = statement<Row>(db, `SELECT ${columns} FROM clock WHERE id = ?`).get(id);
  if (!row) throw new LandfallError("NOT_FOUND", { detail: `clock correction ${id}` });
  return fromRow(row);
}

/** VALIDATION_FAILED where another correction of this camera holds for some of these dates. */
export function addClock(db: StationDatabase, population: PopulationId, request: ClockRequest): ClockCorrection {
  return write(db, () => {
    const camera = cameraText(request.camera);
    const other = clocksOf(db, population).find(
      (each) => cameraText(each.camera) === camera && overlaps(each, request),
    );
    if (other) {
      const message = `another correction of this camera holds ${rangeText(other)}; remove it, or choose other dates`;
      throw new LandfallError("VALIDATION_FAILED", { detail: message, fields: [{ path: "body.from", message }] });
    }
    const id = ClockId.parse(randomUUID());
    statement(db, `INSERT INTO clock (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`).run(
      id,
      population,
      camera,
      request.from,
      request.to,
      JSON.stringify(request.points),
      db.now(),
    );
    return clock(db, id);
  });
}

export const removeClock = (db: StationDatabase, id: ClockId): void => {
  write(db, () => statement(db, "DELETE FROM clock WHERE id = ?").run(id));
};

const cameraText = ({ make, model, serial, folder }: Camera): string => JSON.stringify({ make, model, serial, folder });

type Range = Pick<ClockRequest, "from" | "to">;

/** Days and moments are compared as far as both are given. */
const isBefore = (to: string | null, from: string | null): boolean => {
  if (to === null || from === null) return false;
  const length = Math.min(to.length, from.length);
  return to.slice(0, length) < from.slice(0, length);
};
const overlaps = (a: Range, b: Range): boolean => !isBefore(a.to, b.from) && !isBefore(b.to, a.from);

const rangeText = ({ from, to }: Range): string => {
  if (from === null) return to === null ? "for all of its dates" : `until ${to}`;
  return to === null ? `from ${from} on` : `from ${from} to ${to}`;
};
