/**
 * Camera clocks that were wrong, and what is known of them: a camera, the time it showed, the true time at that moment.
 * Times are local wall-clock times; files are never touched.
 */
import { z } from "zod";
import { ManifestId, PopulationId, ScanJobId } from "../ids.ts";

/** Sub-seconds count: of two photographs of one second the later one stays later. */
const utcMs = (local: string): number => Date.parse(`${local}Z`);
const two = (value: number) => String(value).padStart(2, "0");

/** `2024-07-15T10:00:03`, a moment that the calendar has, without a zone. */
export const LocalDateTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/, "a local time such as 2024-07-15T10:00:03")
  .refine((text) => {
    const at = new Date(`${text}Z`);
    return (
      !Number.isNaN(at.getTime()) && text.slice(8, 10) === two(at.getUTCDate()) && Number(text.slice(0, 4)) >= 1826
    );
  }, "a time that the calendar has");
export type LocalDateTime = z.infer<typeof LocalDateTime>;

const LocalMoment = z.union([LocalDateTime, z.iso.date()]);

/** One body: its serial number where the photographs state one, else its model in one folder. */
export const Camera = z.object({
  make: z.string().nullable(),
  model: z.string().nullable(),
  serial: z.string().nullable(),
  /** Absolute, as scans have it; photographs below it are of this camera. Null where the serial number tells. */
  folder: z.string().nullable(),
});
export type Camera = z.infer<typeof Camera>;

/** One that something is said of. */
export const OneCamera = Camera.refine(
  ({ serial, folder }) => (serial === null) !== (folder === null),
  "a serial number, or a folder where there is none",
);

/** What the camera showed, and what the time truly was. */
export const ClockPoint = z.object({ shown: LocalDateTime, actual: LocalDateTime });
export type ClockPoint = z.infer<typeof ClockPoint>;

const behindMs = ({ shown, actual }: ClockPoint): number => utcMs(actual) - utcMs(shown);

export const ClockId = z.uuid().brand<"ClockId">();
export type ClockId = z.infer<typeof ClockId>;

interface Range {
  readonly from: string | null;
  readonly to: string | null;
}

/** What is known of a clock says nothing of dates that it does not touch: those were meant by another clock or year. */
const isOutside = (first: ClockPoint, last: ClockPoint, { from, to }: Range): boolean =>
  (from !== null && last.shown.slice(0, from.length) < from) || (to !== null && first.shown.slice(0, to.length) > to);

const driftAtMost = 0.01;

/**
 * Cameras drift by seconds a day. What would be more than a quarter of an hour a day is a mistyped moment, a reading that is
 * off by a second beside another just before it, or a clock that was set in between; months away it would be years.
 */
export const driftsTooFast = (first: ClockPoint, last: ClockPoint): boolean =>
  Math.abs(behindMs(last) - behindMs(first)) > driftAtMost * (utcMs(last.shown) - utcMs(first.shown));

const tooFastText =
  "by these two moments the clock would drift by more than a quarter of an hour a day; look for a mistyped one. A clock that was set in between needs two corrections, each with one moment and its own dates; two moments that lie close together are as good as one of them";

const outsideText = ({ shown }: ClockPoint, second: ClockPoint | undefined): string =>
  `${second ? `the time from ${shown} to ${second.shown}, between the moments that the camera showed,` : `the moment that the camera showed, ${shown},`} does not lie within the dates from and to; these are by the camera's clock too, not by the true time`;

/** A correction as a person states it. */
export const ClockRequest = z
  .object({
    camera: OneCamera,
    /** As the camera showed them, a day or a moment, both inclusive; null: without end. */
    from: LocalMoment.nullable().default(null),
    to: LocalMoment.nullable().default(null),
    /** One moment: as wrong all the time. Two: a clock that drifts. */
    points: z.array(ClockPoint).min(1).max(2),
  })
  .superRefine(({ points: [first, second], from, to }, context) => {
    if (first && second && first.shown >= second.shown)
      context.addIssue({ code: "custom", path: ["points"], message: "the second moment has to be the later one" });
    else if (first && second && first.actual >= second.actual)
      context.addIssue({ code: "custom", path: ["points"], message: "between the two moments time has to pass" });
    else if (first && second && driftsTooFast(first, second))
      context.addIssue({ code: "custom", path: ["points"], message: tooFastText });
    if (from !== null && to !== null && from > `${to}T24`)
      context.addIssue({ code: "custom", path: ["to"], message: "the range ends before it begins" });
    else if (first && isOutside(first, second ?? first, { from, to }))
      context.addIssue({ code: "custom", path: ["points"], message: outsideText(first, second) });
  });
export type ClockRequest = z.infer<typeof ClockRequest>;

export const ClockCorrection = z.object({
  id: ClockId,
  populationId: PopulationId,
  camera: Camera,
  from: LocalMoment.nullable(),
  to: LocalMoment.nullable(),
  points: z.array(ClockPoint).min(1).max(2),
  createdAt: z.iso.datetime(),
});
export type ClockCorrection = z.infer<typeof ClockCorrection>;

const count = z.int().nonnegative();

/** A camera of a population, in its latest scans. */
export const CameraView = z.object({
  camera: Camera,
  images: count,
  /** Local times as the camera showed them; null where its photographs state none. */
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
  /** What the time of its GPS says of its clock: how far it is off beside a zone, and at how many photographs. */
  gps: z.object({ images: count, points: z.array(ClockPoint).min(1).max(2) }).nullable(),
  /** What the tracks say of it: of so many photographs so many do not lie on them, and by another whole hour all do. */
  track: z.object({ images: count, beside: count, points: z.array(ClockPoint).length(1) }).nullable(),
  corrections: z.array(ClockCorrection),
  /** Whose its photographs are, where somebody has said so; of a folder's camera, in which folder. */
  people: z.array(z.object({ camera: Camera, person: z.string(), isFirst: z.boolean() })),
});
export type CameraView = z.infer<typeof CameraView>;

/** What a correction does, or would do. */
export const ClockEffect = z.object({
  images: count,
  /** Of them, whose day becomes another. */
  otherDay: count,
  /** Of this camera, and left as they are: many years from the moment at which the clock is known to have been wrong. */
  apart: count,
  /** The first and the last of them, before and after. */
  examples: z.array(z.object({ fileName: z.string(), shown: z.string(), actual: z.string() })),
});
export type ClockEffect = z.infer<typeof ClockEffect>;

/** A new version that a changed rule made of a scan that had been read. */
export const Regrouped = z.object({
  scanJobId: ScanJobId,
  name: z.string(),
  manifestId: ManifestId,
  version: z.int().positive(),
  encounters: count,
});
export type Regrouped = z.infer<typeof Regrouped>;

export const ClockChange = z.object({ effect: ClockEffect, regrouped: z.array(Regrouped) });
export type ClockChange = z.infer<typeof ClockChange>;

/**
 * How far the clock was behind at a time that it showed, in milliseconds: the same all the time after one point, on the line through
 * both after two.
 */
export function shiftMs(shown: string, [first, second]: readonly ClockPoint[]): number {
  if (!first) return 0;
  if (!second) return behindMs(first);
  const part = (utcMs(shown) - utcMs(first.shown)) / (utcMs(second.shown) - utcMs(first.shown));
  return behindMs(first) + part * (behindMs(second) - behindMs(first));
}

/** `+3 h 2 min 5 s`. */
export function shiftText(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const said = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`);
  return `${ms < 0 ? "−" : "+"}${said.length > 0 ? said.join(" ") : "0 s"}`;
}
