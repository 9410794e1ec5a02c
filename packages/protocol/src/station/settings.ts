/**
 * What a person sets on the station. Sections, each a row of its own in the station's `setting` table. To add one: its
 * schema and its default here, its lines in `setting-lines.ts`.
 */
import { z } from "zod";
import { LicenseRule } from "../encounter.ts";
import { rateWithin, within } from "../plain-issues.ts";
import { Week, weekOf } from "./timetable.ts";
import { unattendedDefaults, unattendedSections } from "./unattended-settings.ts";

/** How many images travel at once; `auto` finds the best number for the link. */
export const Transfers = z.union([z.int().min(1, within(1, 4)).max(4, within(1, 4)), z.literal("auto")]);
export type Transfers = z.infer<typeof Transfers>;

/** Bits per second; null is no cap. */
const aCap = rateWithin("from 8 kbit/s to 10 Gbit/s, or none");
const Cap = z.int(aCap).min(8_000, aCap).max(10_000_000_000, aCap).nullable();

/** What one run may spend before it asks again; null is no limit. */
export const RunLimits = z.strictObject({
  bytes: z.int().min(1).nullable(),
  /** Of time at work: not paused, not waiting. */
  minutes: z.int().min(1, within(1, 100_000)).max(100_000, within(1, 100_000)).nullable(),
});
export type RunLimits = z.infer<typeof RunLimits>;

export const NetworkSettings = z.strictObject({
  /** Of what the station sends, all transfers together. */
  uploadCap: Cap,
  downloadCap: Cap,
  /** What a `peak` hour leaves of the caps; of the measured speed where there is no cap. */
  peakPercent: z.int().min(1, within(1, 100)).max(100, within(1, 100)),
  week: Week,
  /** Of a sync that is started without any of its own. */
  budget: RunLimits,
});
export type NetworkSettings = z.infer<typeof NetworkSettings>;

/** In which order a run sends: by time, the cover of every encounter before the rest, or what is rated highest first. */
export const SendOrder = z.enum(["time", "covers", "rating"]);
export type SendOrder = z.infer<typeof SendOrder>;

export const StationSettings = z.strictObject({
  transfers: Transfers,
  order: SendOrder,
  network: NetworkSettings,
  /** Whether photographs are decoded in the background, to find those that are not whole. */
  checkPictures: z.boolean(),
  /** What becomes of encounters that state no licence. */
  license: LicenseRule,
  ...unattendedSections,
});
export type StationSettings = z.infer<typeof StationSettings>;
export type SettingSection = keyof StationSettings;
export const settingSections = Object.keys(StationSettings.shape) as SettingSection[];

export const defaultSettings: StationSettings = {
  transfers: "auto",
  order: "time",
  network: {
    uploadCap: null,
    downloadCap: null,
    peakPercent: 25,
    week: weekOf(() => "full"),
    budget: { bytes: null, minutes: null },
  },
  checkPictures: true,
  license: "ask",
  ...unattendedDefaults,
};

type Patch<T> = T extends readonly unknown[] | null
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Patch<T[K]> | undefined }
    : T;

/** The same shape with every field optional, to any depth. A list is one value. */
function toPatchSchema(schema: z.ZodType): z.ZodType {
  if (!(schema instanceof z.ZodObject)) return schema;
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  return z.strictObject(Object.fromEntries(fields.map(([name, field]) => [name, toPatchSchema(field).optional()])));
}

export type SettingsPatch = Patch<StationSettings>;
export const SettingsPatch = toPatchSchema(StationSettings) as z.ZodType<SettingsPatch, SettingsPatch>;

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function merge(before: unknown, patch: unknown): unknown {
  if (patch === undefined) return before;
  if (!isPlain(before) || !isPlain(patch)) return patch;
  const changed = Object.entries(patch).map(([name, value]) => [name, merge(before[name], value)]);
  return { ...before, ...Object.fromEntries(changed) };
}

/** The settings after a change that the schema let through. */
export const changeSettings = (before: StationSettings, patch: SettingsPatch): StationSettings =>
  merge(before, patch) as StationSettings;

/** Several changes as one; the later wins. */
export const joinPatches = (patches: readonly SettingsPatch[]): SettingsPatch =>
  patches.reduce<unknown>(merge, {}) as SettingsPatch;

/** What is stored over what is the default; a field that does not fit has its default, and its neighbours stay. */
function readStored(schema: z.ZodType, fallback: unknown, stored: unknown): unknown {
  const whole = schema.safeParse(merge(fallback, stored));
  if (whole.success) return whole.data;
  if (!(schema instanceof z.ZodObject) || !isPlain(fallback) || !isPlain(stored)) return fallback;
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  return Object.fromEntries(fields.map(([name, field]) => [name, readStored(field, fallback[name], stored[name])]));
}

/** Settings from what is stored by section, as far as it is. */
export const toSettings = (stored: Readonly<Partial<Record<SettingSection, unknown>>>): StationSettings =>
  readStored(StationSettings, defaultSettings, stored) as StationSettings;
