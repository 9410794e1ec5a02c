/** An encounter's fields, where each came from, and the two lives it leads: review and sync. Darwin Core names. */
import { z } from "zod";
import { EventDate } from "./event-date.ts";
import { EventTime } from "./event-time.ts";
import { within } from "./plain-issues.ts";

export const License = z.enum(["public", "attribution", "organisation"]);
export type License = z.infer<typeof License>;

/** Where a value came from, in the order a later source may replace an earlier one. */
export const FieldSource = z.enum([
  /** Whose camera it is, as a person has said. */
  "camera",
  "exif",
  "iptc",
  "xmp",
  /** A track of a GPS, by the time of the photograph. */
  "gpx",
  "folder",
  "filename",
  /** Names of folders and files, as a path pattern of the scan says. */
  "pattern",
  "sheet",
  "population",
  "set",
  "override",
  "manual",
]);
export type FieldSource = z.infer<typeof FieldSource>;

const latitude = z.number().min(-90, within(-90, 90)).max(90, within(-90, 90));
const longitude = z.number().min(-180, within(-180, 180)).max(180, within(-180, 180));
const text = z.string().trim().min(1).max(500);
const remarks = z.string().trim().min(1).max(4000);
const animals = z.int().min(0, within(0, 1_000_000)).max(1_000_000, within(0, 1_000_000));
const day = z.iso.date("a day such as 2027-01-01");
const metres = z.number().positive().max(20_037_509);

/**
 * What a sheet or a person may say beyond what every encounter has: Darwin Core's terms, and the bounds of a group's size.
 * Absent and null both say that it is not known.
 */
const furtherSchemas = {
  /** `dwc:eventTime`, local: `09:42:00`, or `09:42:00/10:10:00`. */
  eventTime: EventTime,
  /** The group's own number of the encounter, where it is more than a number. */
  fieldNumber: text,
  /** The sighting that several photographers have encounters of. */
  parentEventID: text,
  /** Of the position, and gone when that is set anew. */
  coordinateUncertaintyInMeters: metres,
  scientificName: text,
  vernacularName: text,
  /** The animals, as written. */
  organismName: remarks,
  individualCount: animals,
  groupSizeMin: animals,
  groupSizeMax: animals,
  behavior: text,
  eventRemarks: remarks,
  /** `dcterms:available`: the day from which others may be told of it. Before, it is under embargo. */
  available: day,
  /** `dwc:eventType`, of what is no sighting: the images by which an individual of the catalogue is known. */
  eventType: z.enum(["reference"]),
} as const;
export type FurtherFieldName = keyof typeof furtherSchemas;
export const furtherFieldNames = Object.keys(furtherSchemas) as FurtherFieldName[];

/** The schema of each field a person may set, by its Darwin Core name. */
export const fieldSchemas = {
  eventDate: EventDate,
  locality: text,
  recordedBy: text,
  decimalLatitude: latitude,
  decimalLongitude: longitude,
  license: License,
  ...furtherSchemas,
} as const;
export type FieldName = keyof typeof fieldSchemas;
export const fieldNames = Object.keys(fieldSchemas) as [FieldName, ...FieldName[]];
export const FieldName = z.enum(fieldNames);

/** A position is one thing: its parts come from one source. */
export const positionFields = [
  "decimalLatitude",
  "decimalLongitude",
  "coordinateUncertaintyInMeters",
] as const satisfies readonly FieldName[];
export const isPositionField = (name: FieldName): boolean => (positionFields as readonly FieldName[]).includes(name);

const known = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

/** Values without their provenance: what travels to the hub and what a key is made of. */
export const EncounterValues = z.object({
  eventDate: EventDate.nullable(),
  locality: text.nullable(),
  recordedBy: text.nullable(),
  decimalLatitude: latitude.nullable(),
  decimalLongitude: longitude.nullable(),
  license: License.nullable(),
  eventTime: known(text),
  fieldNumber: known(text),
  parentEventID: known(text),
  coordinateUncertaintyInMeters: known(metres),
  scientificName: known(text),
  vernacularName: known(text),
  organismName: known(remarks),
  individualCount: known(animals),
  groupSizeMin: known(animals),
  groupSizeMax: known(animals),
  behavior: known(text),
  eventRemarks: known(remarks),
  available: known(day),
  eventType: known(text),
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

const patchSchemas = {
  eventDate: EventDate,
  locality: text,
  recordedBy: text,
  decimalLatitude: z.coerce.number().pipe(latitude),
  decimalLongitude: z.coerce.number().pipe(longitude),
  license: License,
  ...furtherSchemas,
  coordinateUncertaintyInMeters: z.coerce.number().pipe(metres),
  individualCount: z.coerce.number().pipe(animals),
  groupSizeMin: z.coerce.number().pipe(animals),
  groupSizeMax: z.coerce.number().pipe(animals),
} as const;

type Place = { readonly [Name in "decimalLatitude" | "decimalLongitude"]?: number | null | undefined };

/** One of the two alone would stand beside the other of another source, and lie where nobody was. */
function refuseHalfPosition({ decimalLatitude, decimalLongitude }: Place, context: z.RefinementCtx): void {
  const states = [decimalLatitude, decimalLongitude].map((value) => (value === undefined ? "left" : typeof value));
  if (states[0] === states[1]) return;
  const path = [decimalLongitude === undefined || decimalLongitude === null ? "decimalLongitude" : "decimalLatitude"];
  const message = "a position is one thing: give decimalLatitude and decimalLongitude together, or empty both";
  context.addIssue({ code: "custom", path, message });
}

/** Fields to set: any subset, none empty; of a position both or none. Numbers may come as text from a command line. */
export const FieldPatch = z.object(patchSchemas).partial().strict().superRefine(refuseHalfPosition);
export type FieldPatch = z.infer<typeof FieldPatch>;

type Emptiable = { readonly [Name in FieldName]: z.ZodNullable<(typeof patchSchemas)[Name]> };
const emptiable = Object.fromEntries(
  Object.entries(patchSchemas).map(([name, schema]) => [name, schema.nullable()]),
) as unknown as Emptiable;

/** Fields to set or, with null, to empty: that too is a person's decision, and has its provenance. */
export const FieldEdit = z.object(emptiable).partial().strict().superRefine(refuseHalfPosition);
export type FieldEdit = z.infer<typeof FieldEdit>;

/** Where in its source a value stands: `sightings.xlsx, sheet 1, row 14`. Of sheets and tracks, and of a file's date of a later change. */
const place = z.string().optional();

/** As it was written, where the value is what that stands for: the people behind a photographer's name. */
const verbatim = z.string().optional();

/** One value and where it came from. `raw` is the text it was read from. */
export const Provenance = z.object({
  source: FieldSource,
  raw: z.string().nullable(),
  verbatim,
  place,
  /** That its photographs were in when it was said: `2024-07-15 · Haro Strait · BW`. It came with them. */
  encounter: z.string().optional(),
  /** What other sources said instead. */
  conflicts: z.array(
    z.object({
      value: z.union([z.string(), z.number()]),
      source: FieldSource,
      raw: z.string().nullable(),
      verbatim,
      place,
    }),
  ),
});
export type Provenance = z.infer<typeof Provenance>;

/** Of a field that a person has emptied as well: it has a provenance and no value. */
export const FieldProvenance = z.partialRecord(FieldName, Provenance);
export type FieldProvenance = z.infer<typeof FieldProvenance>;

/** Photographers whom other sources name than the one whose name was taken. */
export const otherCredits = ({ recordedBy }: FieldProvenance): string[] => [
  ...new Set((recordedBy?.conflicts ?? []).map(({ value }) => String(value))),
];

export const ReviewState = z.enum(["incomplete", "pending", "approved", "denied"]);
export type ReviewState = z.infer<typeof ReviewState>;

/** What became of an encounter since a person last approved it, or else since the version before. Null in a first version. */
export const Since = z.enum(["new", "changed", "same"]);
export type Since = z.infer<typeof Since>;

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

/**
 * What becomes of an encounter without a licence on its way to approval: `ask`, it waits for one; `none`, it needs none unless its
 * population asks for it; or the licence that it gets.
 */
export const LicenseRule = z.enum(["ask", "none", ...License.options]);
export type LicenseRule = z.infer<typeof LicenseRule>;

/** The licence that an encounter without one gets; null where somebody has to say it. */
export const licenseBy = (rule: LicenseRule): License | null => (rule === "ask" || rule === "none" ? null : rule);

/** What a population asks for on this station. */
export const askedFor = (population: PopulationSettings, rule: LicenseRule): PopulationSettings => ({
  ...population,
  requireLicense: rule === "ask" || (rule === "none" && population.requireLicense),
});

/** Reference images of an individual are no sighting: they need no day, no place and no photographer. */
export const isReference = ({ eventType }: Pick<EncounterValues, "eventType">): boolean => eventType === "reference";

/** The names of the fields an encounter still needs, in reading order; empty when it is complete. */
export function missingFields(values: EncounterValues, settings: PopulationSettings): FieldName[] {
  const required: FieldName[] = isReference(values) ? ["organismName"] : ["eventDate", "locality", "recordedBy"];
  if (settings.requireCoordinates && !isReference(values)) required.push("decimalLatitude", "decimalLongitude");
  if (settings.requireLicense) required.push("license");
  const missing = required.filter((name) => (values[name] ?? null) === null);
  const { decimalLatitude, decimalLongitude } = values;
  if (decimalLatitude === null && decimalLongitude !== null && !missing.includes("decimalLatitude"))
    missing.push("decimalLatitude");
  if (decimalLongitude === null && decimalLatitude !== null && !missing.includes("decimalLongitude"))
    missing.push("decimalLongitude");
  return missing;
}
