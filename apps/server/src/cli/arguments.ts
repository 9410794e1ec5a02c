/** Arguments that are more than text. */
import { EncounterId, ManifestId, partOfDay, RunId, VerifySample } from "@landfall/protocol";
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

/** @param where who names such ids */
function readId<T extends z.ZodType>(schema: T, what: string, text: string | undefined, where = ""): z.output<T> {
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    text === undefined ? `the id of ${what} is missing` : `${text} is not the id of ${what}${where}`,
  );
}

export const readManifestId = (text: string | undefined): ManifestId =>
  readId(ManifestId, "a manifest", text, "; landfall status names each");
export const readEncounterId = (text: string | undefined): EncounterId => readId(EncounterId, "an encounter", text);
export const readRunId = (text: string | undefined): RunId => readId(RunId, "a sync run", text);

/**
 * `2/5`, the second of five parts; or `10%`, which is another tenth each day, so that ten days in a row see everything.
 */
export function readSample(option: string, text: string, nowMs: number): VerifySample {
  const wrong = () => new UsageError(`${option} ${text}: write a part such as 2/5, or a share such as 10%`);
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (share) {
    const of = Math.max(1, Math.round(100 / Number(share[1])));
    const parsed = VerifySample.safeParse(partOfDay(of, nowMs));
    if (!parsed.success || Number(share[1]) > 100) throw wrong();
    return parsed.data;
  }
  const [part, of] = text.split("/").map(Number);
  const parsed = VerifySample.safeParse({ part, of });
  if (!parsed.success || !/^\d+\/\d+$/.test(text)) throw wrong();
  return parsed.data;
}

/** One of a few words. */
export function readChoice<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new UsageError(`${option} ${text}: write ${choices.join(", ").replace(/, (?=[^,]*$)/, " or ")}`);
  return found;
}

/** A day, which begins at this machine's midnight, or a moment. As an instant. */
export function readDate(option: string, text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = new Date(isDay ? `${text}T00:00:00` : text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(at.getTime()))
    throw new UsageError(`${option} ${text}: write a day such as 2024-07-15`);
  return at.toISOString();
}
