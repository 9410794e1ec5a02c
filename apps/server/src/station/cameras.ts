/** The cameras of a population, and what a correction of a clock, or a rule of whose a camera is, would touch. Nothing is stored. */
import {
  cameraPeopleOf,
  clocksOf,
  finishedReadings,
  population,
  type Reading,
  readingFiles,
  type StationDatabase,
  scanJobView,
  scanRules,
} from "@landfall/db";
import {
  type Camera,
  type CameraPersonRequest,
  type CameraView,
  type ClockEffect,
  type ClockRequest,
  LandfallError,
  type PopulationId,
} from "@landfall/protocol";
import {
  absolutePath,
  type ClockRule,
  camerasOf,
  clockEffect,
  eachOnce,
  type GroupInput,
  isOfCamera,
  type TracksOfRoots,
} from "@landfall/survey";
import { sourcesOf } from "./sheet-sources.ts";

/** What was read last, of one scan job. */
interface Read {
  readonly reading: Reading;
  readonly roots: readonly string[];
  readonly files: readonly GroupInput[];
}

const readOf = (db: StationDatabase, id: PopulationId): Read[] =>
  finishedReadings(db, id).map((reading) => {
    const roots = scanJobView(db, reading.scanJob).folders;
    return { reading, roots, files: readingFiles(db, reading.reading, roots).files };
  });

export function refuseUnknown(db: StationDatabase, id: PopulationId): void {
  if (!population(db, id)) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
}

/** Those of its latest scans, and those that a correction names. */
export function cameras(db: StationDatabase, id: PopulationId): CameraView[] {
  refuseUnknown(db, id);
  const corrections = clocksOf(db, id);
  const people = cameraPeopleOf(db, id);
  const reads = readOf(db, id);
  const { files, roots } = together(reads);
  const seen = camerasOf(files, roots, tracksOf(db, reads, roots)).map(({ gps, track, ...summary }) => ({
    ...summary,
    gps: gps && { images: gps.images, points: [...gps.points] },
    track: track && { ...track, points: [...track.points] },
    corrections: corrections.filter((each) => isSame(each, summary)),
    people: people.filter((each) => isSame(each, summary)),
  }));
  const unseen = { images: 0, firstAt: null, lastAt: null, gps: null, track: null };
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

/** The tracks of all its scans, and the zone that each was told. */
function tracksOf(db: StationDatabase, reads: readonly Read[], roots: readonly string[]): TracksOfRoots {
  const zones = new Map(
    reads.flatMap((read) => read.roots.map((root) => [root, scanRules(db, read.reading.scanJob).timezone] as const)),
  );
  return {
    tracks: reads.flatMap(({ reading }) => sourcesOf(db, reading.scanJob).tracks),
    zoneOf: (root) => zones.get(roots[root] ?? ""),
  };
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

/** NOT_FOUND. */
export function previewClock(db: StationDatabase, id: PopulationId, request: ClockRequest): ClockEffect {
  refuseUnknown(db, id);
  return effectOn(readOf(db, id), request);
}

export interface Touched {
  readonly images: number;
  /** That have some of them. */
  readonly readings: readonly Reading[];
}

/** What follows from a correction, and the readings that it touches. */
export function clockTouches(db: StationDatabase, id: PopulationId, rule: ClockRule) {
  const reads = readOf(db, id);
  const isTouched = ({ images, apart }: ClockEffect) => images + apart > 0;
  const readings = reads.filter((read) => isTouched(effectOn([read], rule))).map(({ reading }) => reading);
  return { effect: effectOn(reads, rule), readings };
}

const filesOf = ({ files, roots }: Read, { camera }: CameraPersonRequest): GroupInput[] =>
  files.filter(
    (file) => file.bucket === "image" && file.metadata && isOfCamera(file.metadata, absolutePath(roots, file), camera),
  );

/** The photographs of a camera. */
export function cameraTouches(db: StationDatabase, id: PopulationId, request: CameraPersonRequest): Touched {
  const touched = readOf(db, id)
    .map((read) => ({ reading: read.reading, files: filesOf(read, request) }))
    .filter(({ files }) => files.length > 0);
  return {
    images: eachOnce(touched.flatMap(({ files }) => files)).length,
    readings: touched.map(({ reading }) => reading),
  };
}
