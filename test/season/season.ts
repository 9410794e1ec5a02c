/**
 * A season from three drives to approved, and the next one: as a person does it, each choice, typed value and press by name.
 * What the station has to ask it asks once.
 */

import type { TestStation } from "../../apps/server/test/station/support.ts";
import type { ExpectedEncounter, ThreeDrives } from "../../fixtures/index.ts";
import type { EncounterRow, ManifestId, PopulationId, ScanJobView } from "../../packages/protocol/src/index.ts";

export type SeasonStation = Pick<TestStation, "ask" | "scan">;

export interface SeasonDone {
  readonly job: ScanJobView;
  readonly manifest: ManifestId;
  /** Each by name, in order. */
  readonly interactions: readonly string[];
}

/** Presses are counted with what they do; choices and values where they are made. */
function countInteractions() {
  const interactions: string[] = [];
  return {
    interactions,
    give: <T>(name: string, value: T): T => {
      interactions.push(name);
      return value;
    },
    press: <T>(name: string, act: () => Promise<T>): Promise<T> => {
      interactions.push(name);
      return act();
    },
  };
}

type Counted = ReturnType<typeof countInteractions>;

const population = "Residents";

const places = ({ give }: Counted, season: ThreeDrives) => ({
  folders: season.drives.map((drive, index) => give(`choose drive ${index + 1}`, drive)),
  sheets: [give("choose the workbook of sightings", season.sheet)],
  tracks: [give("choose the track of the boat", season.track)],
});

/** The latest version of the job's manifest. */
async function latest(station: SeasonStation, job: ScanJobView): Promise<ManifestId> {
  const { populations } = await station.ask("snapshot", {});
  const found = populations.flatMap(({ manifests }) => manifests).find(({ scanJobId }) => scanJobId === job.id);
  if (!found) throw new Error(`no manifest of ${job.name}`);
  return found.id;
}

/** The day that nobody wrote down, and the licence; then all of it at once. */
async function completeAndApprove(station: SeasonStation, counted: Counted, season: ThreeDrives, id: ManifestId) {
  const { give, press } = counted;
  const set = {
    locality: give("type the place of the day that is in no row", season.unwritten.locality),
    license: give("choose the licence", "attribution" as const),
  };
  await press("Set for all", () => station.ask("setFields", { params: { id }, body: { set } }));
  await press("Approve all", () => station.ask("approve", { params: { id }, body: {} }));
}

/** The first one: the group's own column, a clock, names and identifiers are said, and remembered. */
export async function firstSeason(station: SeasonStation, season: ThreeDrives): Promise<SeasonDone> {
  const counted = countInteractions();
  const { give, press } = counted;
  const request = {
    ...places(counted, season),
    population: give("name the population", population),
    timezone: give("choose the time zone", "America/Vancouver"),
  };
  const job = await press("Scan", () => station.scan(request));
  const id = job.populationId;
  await mapOwnColumn(station, counted, job);
  await correctClock(station, counted, season, id);
  await sayPeople(station, counted, id);
  await sayIndividuals(station, counted, id);
  await completeAndApprove(station, counted, season, await latest(station, job));
  return { job, manifest: await latest(station, job), interactions: counted.interactions };
}

async function mapOwnColumn(station: SeasonStation, { give, press }: Counted, job: ScanJobView) {
  const { tables } = await station.ask("sources", { params: { id: job.id } });
  const [table] = tables;
  if (!table) throw new Error("a table of sightings");
  const columns = table.columns.map(({ header, field }) =>
    header === "Stn" ? give("column Stn is the place", "locality" as const) : field,
  );
  const body = { columns, dayMonthOrder: table.dayMonthOrder };
  await press("Save the columns", () => station.ask("mapSheet", { params: { fingerprint: table.fingerprint }, body }));
}

async function correctClock(station: SeasonStation, { give, press }: Counted, season: ThreeDrives, id: PopulationId) {
  const { items } = await station.ask("cameras", { params: { id } });
  const camera = items.find((each) => each.camera.serial === season.wrongClock.serial)?.camera;
  if (!camera) throw new Error("the camera whose clock was wrong");
  const point = {
    shown: give("type what the camera showed", season.wrongClock.shown),
    actual: give("type what the time was", season.wrongClock.actual),
  };
  await press("Correct the clock", () =>
    station.ask("setClock", { params: { id }, body: { camera, from: null, to: null, points: [point] } }),
  );
}

async function sayPeople(station: SeasonStation, { give, press }: Counted, id: PopulationId) {
  const aliases = [
    { name: "BW", people: [give("BW is Bea Wake", "Bea Wake")] },
    { name: "AW", people: [give("AW is Ada Wave", "Ada Wave")] },
  ];
  await press("Save the photographers", () => station.ask("setAliases", { params: { id }, body: { aliases } }));
}

async function sayIndividuals(station: SeasonStation, { give, press }: Counted, id: PopulationId) {
  const examples = give("type how identifiers are written", ["T065A", "T002B", "J047", "T137"]);
  const { individuals } = await press("Save the identifiers", () =>
    station.ask("setIdentifiers", { params: { id }, body: { examples, corrections: [], forget: [] } }),
  );
  for (const { text, individual } of individuals.near) {
    const corrections = [{ text, individual }];
    await press(`${text} is ${individual}`, () =>
      station.ask("setIdentifiers", { params: { id }, body: { corrections, forget: [] } }),
    );
  }
}

/** A later one of the same population: nothing is asked that was said before. */
export async function nextSeason(station: SeasonStation, season: ThreeDrives): Promise<SeasonDone> {
  const counted = countInteractions();
  // The form begins with the population, and the station knows its time zone.
  const request = { ...places(counted, season), population };
  const job = await counted.press("Scan", () => station.scan(request));
  await completeAndApprove(station, counted, season, await latest(station, job));
  return { job, manifest: await latest(station, job), interactions: counted.interactions };
}

/** What is approved, in the form of what is expected. */
export async function approvedEncounters(station: SeasonStation, id: ManifestId): Promise<ExpectedEncounter[]> {
  const rows: EncounterRow[] = [];
  for (let offset = 0, total = 1; offset < total; offset += 500) {
    const query = { filter: "approved" as const, offset, limit: 500 };
    const page = await station.ask("encounters", { params: { id }, query });
    rows.push(...page.items);
    total = page.total;
  }
  return rows.map(({ values, encounterNumber, imageCount }) => ({
    eventDate: values.eventDate ?? "",
    number: encounterNumber ?? 0,
    locality: values.locality ?? "",
    recordedBy: values.recordedBy ?? "",
    vernacularName: values.vernacularName ?? null,
    organismName: values.organismName ?? null,
    individualCount: values.individualCount ?? null,
    decimalLatitude: values.decimalLatitude ?? 0,
    images: imageCount,
  }));
}
