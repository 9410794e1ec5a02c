/** Arguments that are more than text. */
import { EncounterId, ManifestId } from "@landfall/protocol";
import type { z } from "zod";
import { UsageError } from "./usage-error.ts";

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** `30s`, `10m`, `1h`, or seconds. Milliseconds. */
export function readDuration(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text.trim());
  if (!match) throw new UsageError(`${option} ${text}: write a time such as 30s, 10m or 1h`);
  return Number(match[1]) * (unitMs[match[2] || "s"] ?? 0);
}

export function readNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`${option} ${text}: write a whole number from ${least} to ${most}`);
  return value;
}

function readId<T extends z.ZodType>(schema: T, what: string, text: string | undefined): z.output<T> {
  const parsed = schema.safeParse(text);
  if (!parsed.success) throw new UsageError(`${text ?? ""} is not the id of ${what}`);
  return parsed.data;
}

export const readManifestId = (text: string | undefined): ManifestId => readId(ManifestId, "a manifest", text);
export const readEncounterId = (text: string | undefined): EncounterId => readId(EncounterId, "an encounter", text);
