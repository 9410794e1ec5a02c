/** What describes a Darwin Core Archive: `meta.xml` (its files, by column) and `eml.xml` (whose they are, and of what). */
import { nameSeparator } from "@landfall/protocol";
import { decimal } from "../csv.ts";
import { boxOf, type Seen, see } from "./box.ts";
import type { Dataset, Told } from "./rows.ts";

export interface ArchiveFile {
  readonly location: string;
  readonly rowType: string;
  /** Name and term; without a term the first column of an extension, which is the event's id. */
  readonly columns: readonly (readonly [name: string, term: string | null])[];
  /** What is so of every row, and has no column. */
  readonly constants?: readonly (readonly [term: string, value: string])[];
}

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no place for most control characters. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);

function fileElement(kind: "core" | "extension", { location, rowType, columns, constants = [] }: ArchiveFile): string {
  const fields = [
    ...columns.flatMap(([, term], index) => (term ? [`    <field index="${index}" term="${term}"/>`] : [])),
    ...constants.map(([term, value]) => `    <field default="${xml(value)}" term="${term}"/>`),
  ];
  return [
    `  <${kind} encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\r\\n" fieldsEnclosedBy="&quot;" ignoreHeaderLines="1" rowType="${rowType}">`,
    `    <files><location>${location}</location></files>`,
    `    <${kind === "core" ? "id" : "coreid"} index="0"/>`,
    ...fields,
    `  </${kind}>`,
  ].join("\n");
}

export const metaOf = (core: ArchiveFile, extensions: readonly ArchiveFile[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">',
    fileElement("core", core),
    ...extensions.map((file) => fileElement("extension", file)),
    "</archive>\n",
  ].join("\n");

interface Coverage {
  readonly people: Set<string>;
  readonly species: Set<string>;
  readonly days: string[];
  seen: Seen | null;
}

function coverageOf(all: Iterable<Told>): Coverage {
  const covered: Coverage = { people: new Set(), species: new Set(), days: [], seen: null };
  for (const { encounter } of all) {
    const { recordedBy, scientificName, eventDate, decimalLatitude: lat, decimalLongitude: long } = encounter;
    for (const name of recordedBy?.split(nameSeparator) ?? []) covered.people.add(name);
    if (scientificName) covered.species.add(scientificName);
    const ends = eventDate?.split("/") ?? [];
    const days = [...covered.days, ...ends].sort();
    covered.days.splice(0, Number.POSITIVE_INFINITY, ...new Set([...days.slice(0, 1), ...days.slice(-1)]));
    if (lat !== null && long !== null) covered.seen = see(covered.seen, lat, long);
  }
  return covered;
}

/** EML has days and years only. */
const calendarDate = (day: string) => `<calendarDate>${day.length === 10 ? day : day.slice(0, 4)}</calendarDate>`;

/** EML 2.1.1 as the GBIF profile of it is read. It says what the station knows; a person adds an abstract and a licence. */
export function emlOf(all: Iterable<Told>, { datasetID, datasetName, precision }: Dataset, madeAt: string): string {
  const { people, species, days, seen } = coverageOf(all);
  const box = seen && boxOf(seen);
  const party = (tag: string, name: string, kind: "organizationName" | "surName") =>
    kind === "surName"
      ? `    <${tag}><individualName><surName>${xml(name)}</surName></individualName><role>contentProvider</role></${tag}>`
      : `    <${tag}><organizationName>${xml(name)}</organizationName></${tag}>`;
  const [first, last = first] = days;
  const coverage = [
    ...(box
      ? [
          `<geographicCoverage><geographicDescription>${precision === "exact" ? "All events" : `All events, rounded to ${precision} degree`}</geographicDescription><boundingCoordinates><westBoundingCoordinate>${decimal(box.west)}</westBoundingCoordinate><eastBoundingCoordinate>${decimal(box.east)}</eastBoundingCoordinate><northBoundingCoordinate>${decimal(box.north)}</northBoundingCoordinate><southBoundingCoordinate>${decimal(box.south)}</southBoundingCoordinate></boundingCoordinates></geographicCoverage>`,
        ]
      : []),
    ...(first && last
      ? [
          `<temporalCoverage><rangeOfDates><beginDate>${calendarDate(first)}</beginDate><endDate>${calendarDate(last)}</endDate></rangeOfDates></temporalCoverage>`,
        ]
      : []),
    ...(species.size > 0
      ? [
          `<taxonomicCoverage>${[...species].map((name) => `<taxonomicClassification><taxonRankValue>${xml(name)}</taxonRankValue></taxonomicClassification>`).join("")}</taxonomicCoverage>`,
        ]
      : []),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<eml:eml xmlns:eml="eml://ecoinformatics.org/eml-2.1.1" packageId="${xml(`${datasetID}/${madeAt}`)}" system="http://gbif.org" scope="system" xml:lang="en">`,
    "  <dataset>",
    `    <alternateIdentifier>${xml(datasetID)}</alternateIdentifier>`,
    `    <title xml:lang="en">${xml(`Photo-identification encounters: ${datasetName}`)}</title>`,
    party("creator", datasetName, "organizationName"),
    party("metadataProvider", datasetName, "organizationName"),
    ...[...people].map((name) => party("associatedParty", name, "surName")),
    `    <pubDate>${madeAt.slice(0, 10)}</pubDate>`,
    "    <language>en</language>",
    `    <abstract><para>${xml(`Encounters of ${datasetName} and their photographs, exported by Landfall.`)}</para></abstract>`,
    ...(coverage.length > 0 ? [`    <coverage>${coverage.join("")}</coverage>`] : []),
    party("contact", datasetName, "organizationName"),
    "  </dataset>",
    "</eml:eml>\n",
  ].join("\n");
}
