/** Cameras and their clocks in words. */
import { type Camera, type ClockCorrection, type ClockPoint, shiftMs, shiftText } from "@landfall/protocol";
import { formatEventDate } from "../../ui/format.ts";

/** Makers write their name into the model too, or not. */
export function cameraName({ make, model }: Camera): string {
  if (!make || !model) return model ?? make ?? "Camera";
  const [first = ""] = make.split(" ");
  return model.toLowerCase().includes(first.toLowerCase()) ? model : `${make} ${model}`;
}

/** `15 Jul 2024 10:00:03`; a day alone where there is no time. */
export const localMoment = (local: string): string =>
  [formatEventDate(local.slice(0, 10)), local.slice(11, 19)].filter(Boolean).join(" ");

/** How wrong a clock is, as it is said: `9 h 2 min behind`. */
export function wrongBy(point: ClockPoint): string {
  const ms = shiftMs(point.shown, [point]);
  if (Math.abs(ms) < 500) return "right";
  return `${shiftText(Math.abs(ms)).slice(1)} ${ms > 0 ? "behind" : "ahead"}`;
}

export function rangeText({ from, to }: Pick<ClockCorrection, "from" | "to">): string {
  if (from === null) return to === null ? "all its photographs" : `until ${localMoment(to)}`;
  return to === null ? `from ${localMoment(from)} on` : `from ${localMoment(from)} to ${localMoment(to)}`;
}

/** `2024-07-15 10:00:03`, with or without seconds, as the contract has it; undefined where it is no such text. */
export function readMoment(text: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T]+(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, day, hour = "", minute, second = "00"] = match;
  const local = `${day}T${hour.padStart(2, "0")}:${minute}:${second}`;
  const ms = Date.parse(`${local}Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(local) ? local : undefined;
}

/** A day or a moment; null where nothing is written. */
export function readRangeEnd(text: string): string | null | undefined {
  if (text.trim() === "") return null;
  return /^\d{4}-\d\d-\d\d$/.test(text.trim()) ? text.trim() : readMoment(text);
}

export const writeMoment = (local: string): string => local.replace("T", " ");
