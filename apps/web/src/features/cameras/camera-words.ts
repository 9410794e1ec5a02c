/** Cameras and their clocks in words. */
import type { Camera } from "@landfall/protocol";

/** Makers write their name into the model too, or not. */
export function cameraName({ make, model }: Camera): string {
  if (!make || !model) return model ?? make ?? "Camera";
  const [first = ""] = make.split(" ");
  return model.toLowerCase().includes(first.toLowerCase()) ? model : `${make} ${model}`;
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
