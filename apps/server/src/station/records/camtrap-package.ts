/** `datapackage.json` of a Camtrap DP 1.0.1 package: its tables, and what they cover. */
import { foldText, nameSeparator } from "@landfall/protocol";
import { animalsOf } from "./animals.ts";
import { type Box, boxOf, type Seen, see } from "./box.ts";
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
  seen: Seen | null;
  days: readonly [first: string, last: string] | null;
}

/** Yields an empty text after each, as a chance for others. */
function* coverOf(all: Iterable<Deployed>): Generator<"", Covered> {
  const covered: Covered = { people: new Set(), species: new Map(), licenses: new Set(), seen: null, days: null };
  for (const { encounter, start, end } of all) {
    const { decimalLatitude: lat, decimalLongitude: long, scientificName, recordedBy } = encounter;
    yield "";
    if (lat === null || long === null) continue;
    for (const name of recordedBy?.split(nameSeparator) ?? []) covered.people.add(name);
    if (scientificName && animalsOf(encounter).length > 0)
      covered.species.set(scientificName, encounter.vernacularName ?? covered.species.get(scientificName) ?? null);
    covered.licenses.add(encounter.license);
    covered.seen = see(covered.seen, lat, long);
    const days = [...(covered.days ?? []), start.slice(0, 10), end.slice(0, 10)].sort();
    covered.days = [days.at(0) ?? "", days.at(-1) ?? ""];
  }
  return covered;
}

/** GeoJSON: a rectangle, two of them where 180° lies between, or the one point there is. */
function areaOf({ west, south, east, north }: Box): object {
  if (west === east && south === north) return { type: "Point", coordinates: [west, south] };
  const corners = (from: number, to: number) => [
    [from, south],
    [to, south],
    [to, north],
    [from, north],
    [from, south],
  ];
  if (west <= east) return { type: "Polygon", coordinates: [corners(west, east)] };
  return { type: "MultiPolygon", coordinates: [[corners(west, 180)], [corners(-180, east)]] };
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
    spatial: covered.seen && areaOf(boxOf(covered.seen)),
    temporal: covered.days && { start: covered.days[0], end: covered.days[1] },
    taxonomic: taxa,
  };
}
