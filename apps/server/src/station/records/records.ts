/** Records of a manifest or a population as a file, and how much it holds. */
import {
  closeDatabase,
  type KeptBackScope,
  keptBack,
  localitiesOf,
  manifestRecord,
  openSnapshot,
  population,
  type RecordScope,
  type StationDatabase,
  valuesOfEvents,
} from "@landfall/db";
import { LandfallError, type RecordsFormat, type RecordsSummary } from "@landfall/protocol";
import { camtrapEntries } from "./camtrap.ts";
import { camtrapNotExported, deployed } from "./camtrap-deployments.ts";
import { dwcaEntries } from "./dwca.ts";
import { type NotExported, withheldOf } from "./not-exported.ts";
import { hidesPlaces } from "./place.ts";
import { placeName } from "./place-names.ts";
import { csvEntries, jsonText } from "./plain.ts";
import { type Dataset, type Told, tellAll } from "./rows.ts";
import { recordTables, type Telling, unhashed } from "./tables.ts";
import { rowsOfSheet, xlsxEntries } from "./xlsx.ts";
import { paced, zipped } from "./zip.ts";

export const mediaTypeOf: Readonly<Record<RecordsFormat, string>> = {
  csv: "application/zip",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "json-records": "application/json",
  dwca: "application/zip",
  "camtrap-dp": "application/zip",
};

const within = (db: StationDatabase, { of }: Pick<RecordScope, "of">): KeptBackScope =>
  "manifest" in of
    ? { population: manifestRecord(db, of.manifest).populationId, manifest: of.manifest }
    : { population: of.population, manifest: null };

/** NOT_FOUND. */
export function datasetOf(db: StationDatabase, scope: Pick<RecordScope, "of">): Dataset {
  const { population: id } = within(db, scope);
  const found = population(db, id);
  if (!found) throw new LandfallError("NOT_FOUND", { detail: `population ${id}` });
  const precision = found.locationPrecision;
  const places = hidesPlaces(precision) ? localitiesOf(db, id).map(placeName) : [];
  return { datasetID: found.hubId ?? found.id, datasetName: found.name, precision, places };
}

const notExportedOf = (format: RecordsFormat, all: Iterable<Told>, dataset: Dataset): Iterable<NotExported | null> =>
  format === "camtrap-dp" ? camtrapNotExported(all, dataset) : unhashed(all);

export function recordsSummary(db: StationDatabase, scope: RecordScope, format: RecordsFormat): RecordsSummary {
  const dataset = datasetOf(db, scope);
  const telling = tellingOf(db, scope, dataset, localDay(db.now()));
  const summary = { encounters: 0, images: 0, withheld: 0, locationPrecision: dataset.precision };
  for (const { tally } of telling.all()) {
    summary.encounters++;
    summary.images += tally.images;
    summary.withheld += tally.withheld;
  }
  const reasons = new Map<string, { encounters: number; images: number; events: string[] }>();
  const note = ({ table, eventID, reason, brief = reason }: NotExported) => {
    const tally = reasons.get(brief) ?? { encounters: 0, images: 0, events: [] };
    tally[table === "image" ? "images" : "encounters"]++;
    if (table === "encounter" && tally.events.length < encountersShown) tally.events.push(eventID);
    reasons.set(brief, tally);
  };
  for (const each of telling.withheld()) note(each);
  for (const each of notExportedOf(format, telling.all(), dataset)) {
    if (each === null) continue;
    note(each);
    summary[each.table === "image" ? "images" : "encounters"]--;
  }
  const notExported = [...reasons].map(([reason, { events, ...tally }]) => ({
    reason,
    ...tally,
    first: valuesOfEvents(db, scope, events),
  }));
  return { ...summary, notExported };
}

/** By name, of each reason. */
const encountersShown = 3;

/** By the clock and the zone of the machine: `2026-07-01`. */
const localDay = (ms: number): string => new Intl.DateTimeFormat("sv-SE").format(ms);

const hasAny = (all: Iterable<unknown>): boolean => !all[Symbol.iterator]().next().done;

function tellingOf(db: StationDatabase, scope: RecordScope, dataset: Dataset, today: string): Telling {
  const moment = { today, kept: keptBack(db, within(db, scope), today) };
  return {
    all: () => tellAll(db, scope, dataset, moment),
    withheld: () => withheldOf(db, scope, dataset, moment),
  };
}

/** NOTHING_TO_EXPORT where the form would be without any encounter, or cannot hold as many. */
function refuseImpossible(db: StationDatabase, scope: RecordScope, format: RecordsFormat): void {
  const dataset = datasetOf(db, scope);
  const { all } = tellingOf(db, scope, dataset, localDay(db.now()));
  const those: Iterable<unknown> = format === "camtrap-dp" ? deployed(all()) : all();
  if (!hasAny(those)) {
    // That of the most encounters: a single embargo does not explain a whole season.
    const [most] = recordsSummary(db, scope, format).notExported.toSorted((a, b) => b.encounters - a.encounters);
    throw new LandfallError("NOTHING_TO_EXPORT", { detail: most?.reason ?? "There are no encounters." });
  }
  if (format === "xlsx" && recordsSummary(db, scope, format).images >= rowsOfSheet)
    throw new LandfallError("NOTHING_TO_EXPORT", { detail: `A sheet of a workbook ends at row ${rowsOfSheet}.` });
}

/** All of one moment, whatever is changed while it is read. NOT_FOUND; NOTHING_TO_EXPORT. */
export function recordsFile(db: StationDatabase, scope: RecordScope, format: RecordsFormat): AsyncIterable<Uint8Array> {
  refuseImpossible(db, scope, format);
  return make();
  // The snapshot is opened by the first who reads: what nobody fetches keeps nothing open.
  async function* make() {
    const snapshot = openSnapshot(db);
    try {
      const dataset = datasetOf(snapshot, scope);
      const nowMs = db.now();
      yield* bytesOf(format, tellingOf(snapshot, scope, dataset, localDay(nowMs)), dataset, nowMs);
    } finally {
      closeDatabase(snapshot);
    }
  }
}

function bytesOf(format: RecordsFormat, telling: Telling, dataset: Dataset, nowMs: number) {
  const madeAt = new Date(nowMs).toISOString();
  const tables = recordTables(telling);
  switch (format) {
    case "csv":
      return zipped(csvEntries(tables), nowMs);
    case "xlsx":
      return zipped(xlsxEntries(tables), nowMs);
    case "json-records":
      return paced(jsonText(dataset, tables, madeAt));
    case "dwca":
      return zipped(dwcaEntries(telling, dataset, madeAt), nowMs);
    case "camtrap-dp":
      return zipped(camtrapEntries(telling, dataset, madeAt), nowMs);
  }
}
