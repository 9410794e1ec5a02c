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
  const { files, roots } = together(readOf(db, id));
  const seen = camerasOf(files, roots).map(({ gps, ...summary }) => ({
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

/** Several jobs may hold photographs of one card, or of one folder: that is one root. */
function together(reads: readonly Read[]): Pick<Read, "files" | "roots"> {
  const roots = [...new Set(reads.flatMap((read) => read.roots))];
  const files = reads.flatMap((read) =>
    read.files.map((file) => ({ ...file, root: roots.indexOf(read.roots[file.root] ?? "") })),
  );
  return { files: [...new Map(files.map((file) => [`${file.root}/${file.path}`, file])).values()], roots };
}

const nameOf = ({ make, model, serial, folder }: Camera): string => JSON.stringify([make, model, serial, folder]);

/** What is said of one folder stands with the camera of its root. */
function isSame({ camera: a }: { readonly camera: Camera }, { camera: b }: Pick<CameraView, "camera">): boolean {
  if (a.make !== b.make || a.model !== b.model || a.serial !== b.serial) return false;
  return a.folder === b.folder || (a.folder !== null && b.folder !== null && a.folder.startsWith(`${b.folder}/`));
}

const effectOn = (reads: readonly Read[], rule: ClockRule): ClockEffect => {
  const { files, roots } = together(reads);
  const { examples, ...counts } = clockEffect(files, roots, rule);
  return { ...counts, examples: [...examples] };
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
