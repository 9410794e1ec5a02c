/** The cameras of a population, and the corrections of their clocks: each change groups what it touches again. */
import {
  addClock,
  cameraPeopleOf,
  clock,
  clocksOf,
  finishedReadings,
  markRegroupDue,
  population,
  type Reading,
  readingFiles,
  removeClock,
  type StationDatabase,
  scanJobView,
  write,
} from "@landfall/db";
import {
  type ActivityActor,
  type Camera,
  type CameraView,
  type ClockChange,
  type ClockEffect,
  type ClockId,
  type ClockRequest,
  LandfallError,
  type PopulationId,
  shiftMs,
  shiftText,
} from "@landfall/protocol";
import { type ClockRule, camerasOf, clockEffect, type GroupInput } from "@landfall/survey";
import { note } from "./activity.ts";
import type { WithDrafts } from "./drafts.ts";

/** What was read last, of one scan job. */
export interface Read {
  readonly reading: Reading;
  readonly roots: readonly string[];
  readonly files: readonly GroupInput[];
}

export const readOf = (db: StationDatabase, id: PopulationId): Read[] =>
  finishedReadings(db, id).map((reading) => {
    const roots = scanJobView(db, reading.scanJob).folders;
    return { reading, roots, files: readingFiles(db, reading.reading, roots).files };
  });

function refuseUnknown(db: StationDatabase, id: PopulationId): void {
  if (!population(db, id)) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
}

/** Those of its latest scans, and those that a correction names. */
export function cameras(db: StationDatabase, id: PopulationId): CameraView[] {
  refuseUnknown(db, id);
  const corrections = clocksOf(db, id);
  const people = cameraPeopleOf(db, id);
  // Several jobs may hold photographs of one card; a file is one however many jobs read it.
  const files = new Map<string, GroupInput>();
  const roots: string[] = [];
  for (const read of readOf(db, id)) {
    const first = roots.length;
    roots.push(...read.roots);
    for (const file of read.files)
      files.set(`${read.roots[file.root]}/${file.path}`, { ...file, root: first + file.root });
  }
  const seen = camerasOf([...files.values()], roots).map(({ gps, ...summary }) => ({
    ...summary,
    gps: gps && { images: gps.images, points: [...gps.points] },
    corrections: corrections.filter((each) => isSame(each, summary)),
    people: people.filter((each) => isSame(each, summary)),
  }));
  const unseen = { images: 0, firstAt: null, lastAt: null, gps: null };
  const isUnseen = (each: { readonly camera: Camera }) => !seen.some((view) => isSame(each, view));
  const others = Map.groupBy([...corrections, ...people].filter(isUnseen), ({ camera }) => nameOf(camera));
  return [
    ...seen,
    ...[...others].flatMap(([name, [first]]) => {
      const isOf = ({ camera }: { readonly camera: Camera }) => nameOf(camera) === name;
      return first
        ? { ...unseen, camera: first.camera, corrections: corrections.filter(isOf), people: people.filter(isOf) }
        : [];
    }),
  ];
}

const nameOf = ({ make, model, serial, folder }: Camera): string => JSON.stringify([make, model, serial, folder]);

/** What is said of one folder stands with the camera of its root. */
function isSame({ camera: a }: { readonly camera: Camera }, { camera: b }: Pick<CameraView, "camera">): boolean {
  if (a.make !== b.make || a.model !== b.model || a.serial !== b.serial) return false;
  return a.folder === b.folder || (a.folder !== null && b.folder !== null && a.folder.startsWith(`${b.folder}/`));
}

const effectOn = (reads: readonly Read[], rule: ClockRule): ClockEffect => {
  const effects = reads.map(({ files, roots }) => clockEffect(files, roots, rule));
  const examples = effects.flatMap((each) => each.examples).sort((a, b) => (a.shown < b.shown ? -1 : 1));
  const [first] = examples;
  const last = examples.at(-1);
  return {
    images: effects.reduce((sum, { images }) => sum + images, 0),
    otherDay: effects.reduce((sum, { otherDay }) => sum + otherDay, 0),
    examples: first && last ? (first === last ? [first] : [first, last]) : [],
  };
};

export function previewClock(db: StationDatabase, id: PopulationId, request: ClockRequest): ClockEffect {
  refuseUnknown(db, id);
  return effectOn(readOf(db, id), request);
}

export async function setClock(
  { db, drafts }: WithDrafts,
  id: PopulationId,
  request: ClockRequest,
  actor: ActivityActor,
): Promise<ClockChange> {
  refuseUnknown(db, id);
  return change({ db, drafts }, id, request, actor, "clockCorrected", () => addClock(db, id, request));
}

export async function dropClock({ db, drafts }: WithDrafts, id: ClockId, actor: ActivityActor): Promise<ClockChange> {
  const correction = clock(db, id);
  return change({ db, drafts }, correction.populationId, correction, actor, "clockRestored", () => removeClock(db, id));
}

/** The rule, and what follows from it. */
async function change(
  { db, drafts }: WithDrafts,
  id: PopulationId,
  rule: ClockRule,
  actor: ActivityActor,
  action: "clockCorrected" | "clockRestored",
  store: () => void,
): Promise<ClockChange> {
  const reads = readOf(db, id);
  const effect = effectOn(reads, rule);
  const due = reads.filter((read) => effectOn([read], rule).images > 0).map(({ reading }) => reading);
  write(db, () => {
    store();
    note(db, actor, { category: "scan", action, subject: [], detail: ruleText(rule, effect) });
    markRegroupDue(db, due);
  });
  return { effect, regrouped: await drafts.regroup(due, actor) };
}

function ruleText({ camera, from, to, points }: ClockRule, { images }: ClockEffect): string {
  const name = [camera.make, camera.model, camera.serial ?? camera.folder].filter(Boolean).join(" ");
  const shifts = points.map((point) => shiftText(shiftMs(point.shown, [point]))).join(" to ");
  return `${name}: ${shifts}, ${from ?? "…"} to ${to ?? "…"}, ${images} images`;
}
