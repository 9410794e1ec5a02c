/** Frames of one camera that followed each other within a second or so: shown as one burst, each still a photograph of its own. Pure. */
import type { GroupInput } from "../ports.ts";
import { isCameras } from "./clocks.ts";
import { counterOf } from "./counters.ts";
import type { Placed } from "./draft-image.ts";

interface Frame {
  readonly of: Placed;
  readonly localTime: string;
  readonly ms: number;
  /** Whether the camera tells parts of a second; some always write zeros. */
  readonly isFine: boolean;
  /** The number that the camera gave it. */
  readonly counter: number | null;
}

/** Two frames are a second try. */
const fewest = 3;
const secondMs = 1000;

/**
 * @param members photographs of one encounter
 * @returns the burst of each that is of one, by its file; bursts are called by the file of their first frame, so that no two of a draft
 * have one name. What belongs to a photograph is of its burst.
 */
export function burstsOf(members: readonly Placed[]): ReadonlyMap<GroupInput, number> {
  const bursts = new Map<GroupInput, number>();
  const frames = members.flatMap((of) => (of.lead === null ? (frameOf(of) ?? []) : []));
  for (const ofCamera of Map.groupBy(frames, ({ of }) => cameraKey(of)).values()) {
    for (const run of runsOf(ofCamera.toSorted(inOrder))) {
      if (new Set(run.map(shotOf)).size < fewest) continue;
      const name = run[0]?.of.evidence.file ?? 0;
      for (const { of } of run) bursts.set(of.input, name);
    }
  }
  for (const { input, lead } of members) {
    const burst = lead && bursts.get(lead);
    if (typeof burst === "number") bursts.set(input, burst);
  }
  return bursts;
}

function frameOf(of: Placed): Frame | null {
  const { metadata, path } = of.input;
  const localTime = metadata?.localTime ?? "";
  if (!metadata || localTime.length < 19 || !isCameras(metadata)) return null;
  const fraction = localTime.slice(19);
  const ms = Date.parse(`${localTime.slice(0, 19)}Z`) + (fraction === "" ? 0 : Number(`0${fraction}`) * secondMs);
  return { of, localTime, ms, isFine: /[1-9]/.test(fraction), counter: counterOf(path) };
}

/** Its serial number tells a body; without one the folder keeps two of a kind apart. */
function cameraKey({ input: { metadata }, folder }: Placed): string {
  const { make, model, serial } = metadata ?? {};
  return JSON.stringify([make, model, serial ?? folder]);
}

const inOrder = (a: Frame, b: Frame): number =>
  a.ms - b.ms || (a.counter ?? 0) - (b.counter ?? 0) || a.of.evidence.file - b.of.evidence.file;

function runsOf(frames: readonly Frame[]): Frame[][] {
  const runs: Frame[][] = [];
  let before: Frame | undefined;
  for (const frame of frames) {
    if (before === undefined || !follows(before, frame)) runs.push([]);
    runs.at(-1)?.push(frame);
    before = frame;
  }
  return runs;
}

/** Of whole seconds two that are beside each other may be nearly two seconds apart: then the counter has to go on as well. */
function follows(a: Frame, b: Frame): boolean {
  if (a.isFine && b.isFine) return b.ms - a.ms <= secondMs;
  const seconds = Math.floor(b.ms / secondMs) - Math.floor(a.ms / secondMs);
  return seconds === 0 || (seconds === 1 && goesOn(a.counter, b.counter));
}

const goesOn = (a: number | null, b: number | null): boolean =>
  a === null || b === null || b === a || b === a + 1 || (/^9+$/.test(String(a)) && b <= 1);

/** An edited version of a shot has its time and its number. */
const shotOf = ({ localTime, counter, of }: Frame): string => `${localTime} ${counter ?? of.input.path}`;
