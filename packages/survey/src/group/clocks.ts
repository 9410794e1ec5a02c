/** Cameras whose clocks were wrong: the time that each photograph was truly taken at. Pure; files are never touched. */
import { type Camera, type ClockEffect, type ClockPoint, shiftMs, shiftText } from "@landfall/protocol";
import { readClock } from "../metadata/clock.ts";
import type { ClockRule, GroupInput, ImageMetadata } from "../ports.ts";
import { isApart, isWithin } from "./clock-range.ts";
import { eachOnce } from "./once.ts";

const minuteMs = 60_000;
/** A shift of less leaves the zone that the camera was set to as it is. */
const zoneMs = 15 * minuteMs;
const utcMs = (local: string): number => Date.parse(`${local.slice(0, 19)}Z`);

/**
 * @param shown `2016-07-01T10:11:12.12`, with a time of day
 * @returns the true local time, with sub-second digits only where the camera wrote some. What was taken later stays later, or becomes of the same millisecond.
 */
export function correctedTime(shown: string, points: readonly ClockPoint[]): string {
  const digits = shown.slice(19);
  const shift = shiftMs(shown, points);
  const isWhole = Number.isInteger(shift / 1000);
  if (digits === "" || isWhole) return isoLocal(Math.round((utcMs(shown) + shift) / 1000) * 1000).slice(0, 19) + digits;
  return isoLocal(Math.round(utcMs(shown) + Number(`0${digits}`) * 1000 + shift)).slice(0, 23);
}

const isoLocal = (ms: number): string => new Date(ms).toISOString();

const isBelow = (path: string, folder: string): boolean =>
  path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);

/** @param path absolute, as the scan has it */
export function isOfCamera({ make, model, serial }: ImageMetadata, path: string, camera: Camera): boolean {
  if (make !== camera.make || model !== camera.model) return false;
  if (camera.serial !== null) return serial === camera.serial;
  return serial === null && camera.folder !== null && isBelow(path, camera.folder);
}

export const absolutePath = (roots: readonly string[], { root, path }: Pick<GroupInput, "root" | "path">): string =>
  `${(roots[root] ?? "").replace(/\/$/, "")}/${path}`;

interface OfRules {
  readonly rule: ClockRule | undefined;
  /** One is about its camera, and its date is years from those of that clock. */
  readonly isApart: boolean;
}

/** The rule that holds for a photograph: of two folders the inner one's. Nothing is corrected that states no time of day. */
function ruleFor(metadata: ImageMetadata, path: string, rules: readonly ClockRule[]): OfRules {
  const shown = shownBy(metadata);
  if (shown === null || shown.length < 19 || !isCameras(metadata)) return { rule: undefined, isApart: false };
  const ofCamera = rules.filter((rule) => isWithin(shown, rule) && isOfCamera(metadata, path, rule.camera));
  const rule = ofCamera
    .filter((each) => !isApart(shown, each))
    .reduce<ClockRule | undefined>((best, each) => (best && depth(best) >= depth(each) ? best : each), undefined);
  return { rule, isApart: rule === undefined && ofCamera.length > 0 };
}

/** A date that a program wrote later may be right already, or in any zone. */
export const isCameras = ({ timeSource }: ImageMetadata): boolean =>
  timeSource === null || timeSource === "DateTimeOriginal" || timeSource === "DateTimeDigitized";

/** What the camera showed, believed or not. */
export const shownBy = ({ localTime, shownTime }: ImageMetadata): string | null => localTime ?? shownTime;

const depth = ({ camera }: ClockRule): number => camera.folder?.length ?? 0;

/** What a photograph would say of itself had its camera's clock been right. */
export function correctClock(metadata: ImageMetadata, { points }: ClockRule): ImageMetadata {
  const shown = shownBy(metadata);
  if (shown === null) return metadata;
  const localTime = correctedTime(shown, points);
  return {
    ...metadata,
    localTime,
    timeSource: metadata.timeSource ?? "DateTimeOriginal",
    shownTime: shown,
    timeRaw: `${metadata.timeRaw ?? shown}, clock ${shiftText(shiftMs(shown, points))}`,
    ...offsetAfter(metadata, localTime, Math.abs(shiftMs(shown, points)) >= zoneMs),
  };
}

/** A clock that was hours off was set to another zone than it says, or to none. */
function offsetAfter(
  { offset, offsetSource, gpsTime }: ImageMetadata,
  localTime: string,
  isOtherZone: boolean,
): Pick<ImageMetadata, "offset" | "offsetSource"> {
  if (!isOtherZone) return { offset, offsetSource };
  const told = readClock(localTime, null, gpsTime === null ? null : Date.parse(gpsTime));
  return { offset: told.offset, offsetSource: told.offsetSource };
}

/** The files with every clock right; those that a rule corrects carry CLOCK_CORRECTED or CLOCK_AND_DATE, those that it is not about CLOCK_APART. */
export function withClocks<File extends GroupInput>(
  files: readonly File[],
  roots: readonly string[],
  rules: readonly ClockRule[],
): readonly File[] {
  if (rules.length === 0) return files;
  return files.map((file, index) => {
    if (!file.metadata) return file;
    const { rule, isApart } = ruleFor(file.metadata, absolutePath(roots, file), rules);
    if (isApart) return { ...file, findings: [...file.findings, "CLOCK_APART" as const] };
    if (!rule) return file;
    const findings = file.findings.filter((code) => code !== "CLOCK_DIFFERS" && !dateFindings.has(code));
    return {
      ...file,
      metadata: correctClock(file.metadata, rule),
      findings: [...findings, rule.redated?.has(index) ? ("CLOCK_AND_DATE" as const) : ("CLOCK_CORRECTED" as const)],
    };
  });
}

/** What a rule does to these files: how many it corrects, how many of them to another day, and the first and the last of them. */
export function clockEffect(files: readonly GroupInput[], roots: readonly string[], rule: ClockRule): ClockEffect {
  const images = files.filter(({ bucket }) => bucket === "image");
  const found = images.map(({ metadata }, at) =>
    metadata ? ruleFor(metadata, absolutePath(roots, images[at] as GroupInput), [rule]) : null,
  );
  const corrected = eachOnce(images.filter((_, at) => found[at]?.rule !== undefined))
    .flatMap((file) => {
      const shown = file.metadata && shownBy(file.metadata);
      if (!shown) return [];
      const fileName = file.path.slice(file.path.lastIndexOf("/") + 1);
      return [{ fileName, shown, actual: correctedTime(shown, rule.points) }];
    })
    .sort((a, b) => (a.shown < b.shown ? -1 : a.shown > b.shown ? 1 : 0));
  const [first] = corrected;
  const last = corrected.at(-1);
  return {
    images: corrected.length,
    apart: eachOnce(images.filter((_, at) => found[at]?.isApart)).length,
    otherDay: corrected.filter(({ shown, actual }) => shown.slice(0, 10) !== actual.slice(0, 10)).length,
    examples: first && last ? (first === last ? [first] : [first, last]) : [],
  };
}

const dateFindings: ReadonlySet<string> = new Set(["DATE_FUTURE", "DATE_CAMERA_RESET"]);
