/** `datapackage.json` of a Camtrap DP 1.0.1 package: its tables, and what they cover. */
import { foldText } from "@landfall/protocol";
import { animalsOf } from "./animals.ts";
import type { Deployed } from "./camtrap-deployments.ts";
import type { Dataset } from "./rows.ts";
import { notExportedColumns } from "./tables.ts";

/** Of 1.0 the profile has a broken reference, at which readers stop; 1.0.2 takes a text such as `NA` for nothing. */
const version = "1.0.1";
const published = `https://raw.githubusercontent.com/tdwg/camtrap-dp/${version}`;

const table = (name: string) => ({
  name,
  path: `${name}.csv`,
  profile: "tabular-data-resource",
  format: "csv",
  mediatype: "text/csv",
  encoding: "utf-8",
  schema: `${published}/${name}-table-schema.json`,
});

const notExported = {
  name: "not-exported",
  description: "What Camtrap DP has no place for, and why.",
  path: "not-exported.csv",
  profile: "tabular-data-resource",
  format: "csv",
  mediatype: "text/csv",
  encoding: "utf-8",
  schema: { fields: notExportedColumns.map((name) => ({ name, type: "string" })) },
};

interface Covered {
  readonly people: Set<string>;
  /** By scientific name, the common name where one is given. */
  readonly species: Map<string, string | null>;
  readonly licenses: Set<string | null>;
  box: readonly [west: number, south: number, east: number, north: number] | null;
  days: readonly [first: string, last: string] | null;
}

/** Yields an empty text after each, as a chance for others. */
function* coverOf(all: Iterable<Deployed>): Generator<"", Covered> {
  const seen: Covered = { people: new Set(), species: new Map(), licenses: new Set(), box: null, days: null };
  for (const { encounter, start, end } of all) {
    const { decimalLatitude: lat, decimalLongitude: long, scientificName, recordedBy } = encounter;
    yield "";
    if (lat === null || long === null) continue;
    if (recordedBy) seen.people.add(recordedBy);
    if (scientificName && animalsOf(encounter).length > 0)
      seen.species.set(scientificName, encounter.vernacularName ?? seen.species.get(scientificName) ?? null);
    seen.licenses.add(encounter.license);
    const [west, south, east, north] = seen.box ?? [long, lat, long, lat];
    seen.box = [Math.min(west, long), Math.min(south, lat), Math.max(east, long), Math.max(north, lat)];
    const days = [...(seen.days ?? []), start.slice(0, 10), end.slice(0, 10)].sort();
    seen.days = [days.at(0) ?? "", days.at(-1) ?? ""];
  }
  return seen;
}

/** GeoJSON: a rectangle, or the one point there is. */
function areaOf([west, south, east, north]: NonNullable<Covered["box"]>): object {
  if (west === east && south === north) return { type: "Point", coordinates: [west, south] };
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: "Polygon", coordinates: [corners] };
}

/** Frictionless allows small letters, digits, dots, dashes and underscores. */
const toName = (text: string): string =>
  foldText(text)
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^-+|-+$/g, "") || "population";

/** Said only where it is one for all: the form has one for the package. */
function licensesOf(licenses: Covered["licenses"]): object {
  const [only] = licenses;
  if (licenses.size !== 1 || !only) return {};
  return { licenses: ["data", "media"].map((scope) => ({ path: only, scope })) };
}

/** @param all what is exported; at least one */
export function* packageText(all: Iterable<Deployed>, dataset: Dataset, madeAt: string): Generator<string, void> {
  const covered = yield* coverOf(all);
  yield `${JSON.stringify(packageOf(covered, dataset, madeAt), null, 2)}\n`;
}

function packageOf(covered: Covered, { datasetID, datasetName, precision }: Dataset, madeAt: string): object {
  const taxa = [...covered.species].map(([scientificName, common]) => ({
    scientificName,
    // Nobody has said of which language it is.
    ...(common !== null && { vernacularNames: { und: common } }),
  }));
  return {
    resources: [table("deployments"), table("media"), table("observations"), notExported],
    profile: `${published}/camtrap-dp-profile.json`,
    name: toName(datasetName),
    id: datasetID,
    created: madeAt,
    title: `Photo-identification encounters: ${datasetName}`,
    contributors: [
      { title: datasetName, role: "rightsHolder" },
      ...[...covered.people].map((title) => ({ title, role: "contributor" })),
    ],
    sources: [{ title: "Landfall" }],
    ...licensesOf(covered.licenses),
    project: {
      title: datasetName,
      // Of the words that the form has, those that come nearest: people photograph the animals that they meet.
      samplingDesign: "opportunistic",
      captureMethod: ["activityDetection"],
      individualAnimals: true,
      observationLevel: ["event"],
    },
    ...(precision !== "exact" && precision !== "none" && { coordinatePrecision: Number(precision) }),
    spatial: covered.box && areaOf(covered.box),
    temporal: covered.days && { start: covered.days[0], end: covered.days[1] },
    taxonomic: taxa,
  };
}
