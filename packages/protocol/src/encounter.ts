/** An encounter's fields, where each came from, and the two lives it leads: review and sync. Darwin Core names. */
import { z } from "zod";
import { EventDate } from "./event-date.ts";

export const License = z.enum(["public", "attribution", "organisation"]);
export type License = z.infer<typeof License>;

/** Where a value came from, in the order a later source may replace an earlier one. */
export const FieldSource = z.enum([
  "exif",
  "iptc",
  "xmp",
  "folder",
  "filename",
  "population",
  "set",
  "override",
  "manual",
]);
export type FieldSource = z.infer<typeof FieldSource>;

const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);
const text = z.string().trim().min(1).max(500);

/** The schema of each field a person may set, by its Darwin Core name. */
export const fieldSchemas = {
  eventDate: EventDate,
  locality: text,
  recordedBy: text,
  decimalLatitude: latitude,
  decimalLongitude: longitude,
  license: License,
} as const;
export type FieldName = keyof typeof fieldSchemas;
export const fieldNames = Object.keys(fieldSchemas) as [FieldName, ...FieldName[]];
export const FieldName = z.enum(fieldNames);

/** Values without their provenance: what travels to the hub and what a key is made of. */
export const EncounterValues = z.object({
  eventDate: EventDate.nullable(),
  locality: text.nullable(),
  recordedBy: text.nullable(),
  decimalLatitude: latitude.nullable(),
  decimalLongitude: longitude.nullable(),
  license: License.nullable(),
});
export type EncounterValues = z.infer<typeof EncounterValues>;

export const emptyValues: EncounterValues = {
  eventDate: null,
  locality: null,
  recordedBy: null,
  decimalLatitude: null,
  decimalLongitude: null,
  license: null,
};

/** Fields to set: any subset, none empty. Numbers may come as text from a command line. */
export const FieldPatch = z
  .object({
    eventDate: EventDate,
    locality: text,
    recordedBy: text,
    decimalLatitude: z.coerce.number().pipe(latitude),
    decimalLongitude: z.coerce.number().pipe(longitude),
    license: License,
  })
  .partial()
  .strict();
export type FieldPatch = z.infer<typeof FieldPatch>;

/** One value and where it came from. `raw` is the text it was read from. */
export const Provenance = z.object({
  source: FieldSource,
  raw: z.string().nullable(),
  /** What other sources said instead. */
  conflicts: z.array(
    z.object({ value: z.union([z.string(), z.number()]), source: FieldSource, raw: z.string().nullable() }),
  ),
});
export type Provenance = z.infer<typeof Provenance>;

export const FieldProvenance = z.partialRecord(FieldName, Provenance);
export type FieldProvenance = z.infer<typeof FieldProvenance>;

export const ReviewState = z.enum(["incomplete", "pending", "approved", "denied"]);
export type ReviewState = z.infer<typeof ReviewState>;

/** Stored; `syncing` is shown on top of it while work is going on. */
export const EncounterSyncState = z.enum(["pending", "synced", "partial", "failed"]);
export type EncounterSyncState = z.infer<typeof EncounterSyncState>;

/** What a population asks of an encounter beyond date, locality and photographer. */
export const PopulationSettings = z.object({
  requireCoordinates: z.boolean(),
  requireLicense: z.boolean(),
});
export type PopulationSettings = z.infer<typeof PopulationSettings>;
export const defaultPopulationSettings: PopulationSettings = { requireCoordinates: false, requireLicense: false };

/** The names of the fields an encounter still needs, in reading order; empty when it is complete. */
export function missingFields(values: EncounterValues, settings: PopulationSettings): FieldName[] {
  const required: FieldName[] = ["eventDate", "locality", "recordedBy"];
  if (settings.requireCoordinates) required.push("decimalLatitude", "decimalLongitude");
  if (settings.requireLicense) required.push("license");
  const missing = required.filter((name) => values[name] === null);
  const { decimalLatitude, decimalLongitude } = values;
  if (decimalLatitude === null && decimalLongitude !== null && !missing.includes("decimalLatitude"))
    missing.push("decimalLatitude");
  if (decimalLongitude === null && decimalLatitude !== null && !missing.includes("decimalLongitude"))
    missing.push("decimalLongitude");
  return missing;
}
