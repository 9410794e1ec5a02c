/**
 * What `datapackage.json` has to be: the profile of Camtrap DP 1.0.1
 * (https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.1/camtrap-dp-profile.json), with the Data Package
 * (https://specs.frictionlessdata.io/schemas/data-package.json) and GeoJSON that it builds on, as facts. Both allow
 * properties of one's own; here one that they do not name is a fault.
 */
import { z } from "zod";

const text = z.string();
/** A URL, or a path that does not lead out of the package. */
const path = z.string().regex(/^(?=^[^./~])(^((?!\.{2}).)*$).*$/);
const name = z.string().regex(/^([-a-z0-9._/])+$/);
const uri = z.url();
const day = z.iso.date();

const release = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.1";

const source = z.strictObject({
  title: text,
  path: path.optional(),
  email: z.email().optional(),
  version: text.optional(),
});

const license = z
  .strictObject({
    name: z
      .string()
      .regex(/^([-a-zA-Z0-9._])+$/)
      .optional(),
    path: path.optional(),
    title: text.optional(),
    scope: z.enum(["data", "media"]),
  })
  .refine((each) => each.name !== undefined || each.path !== undefined, "has neither name nor path");

const resourceParts = {
  path,
  title: text.optional(),
  description: text.optional(),
  format: text.optional(),
  mediatype: z
    .string()
    .regex(/^(.+)\/(.+)$/)
    .optional(),
  encoding: text.optional(),
  bytes: z.int().optional(),
  hash: text.optional(),
};

const standard = (of: string) =>
  z.strictObject({
    ...resourceParts,
    name: z.literal(of),
    profile: z.literal("tabular-data-resource"),
    schema: z.literal(`${release}/${of}-table-schema.json`),
  });

const own = z.strictObject({
  ...resourceParts,
  name: name.refine((each) => !["deployments", "media", "observations"].includes(each)),
  profile: text.optional(),
  schema: z.union([text, z.looseObject({ fields: z.array(z.looseObject({ name: text, type: text })) })]).optional(),
});

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ring = z
  .array(position)
  .min(4)
  .refine((all) => String(all[0]) === String(all.at(-1)), "is not closed");
const geometry = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("Point"), coordinates: position }),
  z.strictObject({ type: z.literal("Polygon"), coordinates: z.array(ring).min(1) }),
  z.strictObject({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(ring).min(1)).min(1) }),
]);

const rank = z.enum(["kingdom", "phylum", "class", "order", "family", "genus", "species", "subspecies"]);
const taxon = z.strictObject({
  scientificName: text,
  taxonID: text.optional(),
  taxonRank: rank.optional(),
  kingdom: text.optional(),
  phylum: text.optional(),
  class: text.optional(),
  order: text.optional(),
  family: text.optional(),
  genus: text.optional(),
  vernacularNames: z.record(z.string().regex(/^[a-z]{3}$/), text).optional(),
});

const contributor = z.strictObject({
  title: text,
  path: path.optional(),
  email: z.email().optional(),
  organization: text.optional(),
  role: z.enum(["contact", "principalInvestigator", "rightsHolder", "publisher", "contributor"]).optional(),
});

const project = z.strictObject({
  id: text.optional(),
  title: text,
  acronym: text.optional(),
  description: text.optional(),
  path: uri.optional(),
  samplingDesign: z.enum([
    "simpleRandom",
    "systematicRandom",
    "clusteredRandom",
    "experimental",
    "targeted",
    "opportunistic",
  ]),
  captureMethod: z
    .array(z.enum(["activityDetection", "timeLapse"]))
    .min(1)
    .refine((all) => new Set(all).size === all.length, "is not unique"),
  individualAnimals: z.boolean(),
  observationLevel: z.array(z.enum(["media", "event"])),
});

export const CamtrapPackage = z.strictObject({
  resources: z.tuple([standard("deployments"), standard("media"), standard("observations")], own),
  profile: z.literal(`${release}/camtrap-dp-profile.json`),
  name: name.optional(),
  id: text.optional(),
  created: z.iso.datetime({ offset: true }),
  title: text.optional(),
  contributors: z.array(contributor).min(1),
  description: text.optional(),
  version: text.optional(),
  keywords: z.array(text).min(1).optional(),
  image: text.optional(),
  homepage: uri.optional(),
  sources: z.array(source).optional(),
  licenses: z.array(license).min(2).optional(),
  bibliographicCitation: text.optional(),
  project,
  coordinatePrecision: z.number().optional(),
  spatial: geometry,
  temporal: z.strictObject({ start: day, end: day }),
  taxonomic: z.array(taxon),
  relatedIdentifiers: z.array(z.looseObject({ relationType: text, relatedIdentifier: text })).optional(),
  references: z.array(text).optional(),
});

/** Every fault of a description, in words; none when it is valid. */
export const packageFaults = (json: string | undefined): string[] =>
  (CamtrapPackage.safeParse(JSON.parse(json ?? "null")).error?.issues ?? []).map(
    (issue) => `${issue.path.join(".")} ${issue.message}`,
  );
