/** Corrections of the clocks of a population's cameras: each change groups what it touches again. */
import { addClock, clock, markRegroupDue, removeClock, type StationDatabase, write } from "@landfall/db";
import {
  type ActivityActor,
  type ClockChange,
  type ClockEffect,
  type ClockId,
  type ClockRequest,
  type PopulationId,
  shiftMs,
  shiftText,
} from "@landfall/protocol";
import type { ClockRule } from "@landfall/survey";
import { note } from "./activity.ts";
import { refuseUnknown } from "./cameras.ts";
import type { WithLooks } from "./drafts.ts";

export async function setClock(
  station: WithLooks,
  id: PopulationId,
  request: ClockRequest,
  actor: ActivityActor,
): Promise<ClockChange> {
  refuseUnknown(station.db, id);
  return change(station, id, request, actor, "clockCorrected", (db) => addClock(db, id, request));
}

export async function dropClock(station: WithLooks, id: ClockId, actor: ActivityActor): Promise<ClockChange> {
  const correction = clock(station.db, id);
  return change(station, correction.populationId, correction, actor, "clockRestored", (db) => removeClock(db, id));
}

/** The rule, and what follows from it. */
async function change(
  { db, drafts, looks }: WithLooks,
  id: PopulationId,
  rule: ClockRule,
  actor: ActivityActor,
  action: "clockCorrected" | "clockRestored",
  store: (db: StationDatabase) => void,
): Promise<ClockChange> {
  const { effect, readings } = await looks.ofPopulation("clockTouches", id, rule);
  write(db, () => {
    store(db);
    note(db, actor, { category: "scan", action, subject: [], detail: ruleText(rule, effect) });
    markRegroupDue(db, readings);
  });
  return { effect, regrouped: await drafts.regroup(readings, actor) };
}

function ruleText({ camera, from, to, points }: ClockRule, { images }: ClockEffect): string {
  const name = [camera.make, camera.model, camera.serial ?? camera.folder].filter(Boolean).join(" ");
  const shifts = points.map((point) => shiftText(shiftMs(point.shown, [point]))).join(" to ");
  return `${name}: ${shifts}, ${from ?? "…"} to ${to ?? "…"}, ${images} images`;
}
