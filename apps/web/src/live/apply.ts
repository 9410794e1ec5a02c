/**
 * The one function that brings a snapshot up to date. Pure: what an event does not touch keeps its reference,
 * and an event that the snapshot already holds changes nothing.
 */
import type {
  ManifestId,
  ManifestRow,
  PopulationCard,
  ScanJobView,
  StationChange,
  StationEvent,
  StationSnapshot,
} from "@landfall/protocol";
import { moveEncounter, moveImage } from "./counters.ts";

export function apply(state: StationSnapshot, event: StationEvent): StationSnapshot {
  if (event.seq <= state.asOf) return state;
  return { ...change(state, event.change), asOf: event.seq };
}

function change(state: StationSnapshot, to: StationChange): StationSnapshot {
  switch (to.type) {
    case "population":
      return { ...state, populations: placePopulation(state.populations, to.population) };
    case "manifest":
      return { ...state, populations: placeManifest(state.populations, to.manifest) };
    case "encounter":
      return withManifest(state, to.manifestId, (manifest) => moveEncounter(manifest, to));
    case "image":
      return withManifest(state, to.manifestId, (manifest) => moveImage(manifest, to));
    case "run":
      return withManifest(state, to.run.manifestId, (manifest) => ({ ...manifest, run: to.run }));
    case "scanJob":
      return { ...state, scanJobs: placeScanJob(state.scanJobs, to.scanJob) };
    case "settings":
      return { ...state, settings: to.settings };
    case "connection":
      return { ...state, hub: to.hub, key: to.key };
  }
}

/** True where the event names something that only a fresh snapshot can place. */
export const needsSnapshot = (state: StationSnapshot, event: StationEvent): boolean =>
  event.seq > state.asOf + 1 ||
  (event.change.type === "manifest" &&
    event.change.manifest.status !== "superseded" &&
    !state.populations.some(({ id }) => id === (event.change as { manifest: ManifestRow }).manifest.populationId));

function withManifest(
  state: StationSnapshot,
  id: ManifestId,
  step: (manifest: ManifestRow) => ManifestRow,
): StationSnapshot {
  const populations = replaceFirst(state.populations, (population) => {
    const manifests = replaceFirst(population.manifests, (manifest) =>
      manifest.id === id ? step(manifest) : manifest,
    );
    return manifests === population.manifests ? population : { ...population, manifests };
  });
  return populations === state.populations ? state : { ...state, populations };
}

/** The list with the first item that `step` changes; the same list when it changes none. */
function replaceFirst<T>(list: T[], step: (item: T) => T): T[] {
  for (const [index, item] of list.entries()) {
    const next = step(item);
    if (next !== item) return list.with(index, next);
  }
  return list;
}

function placePopulation(list: PopulationCard[], population: Omit<PopulationCard, "manifests">): PopulationCard[] {
  const index = list.findIndex(({ id }) => id === population.id);
  const former = list[index];
  return former ? list.with(index, { ...former, ...population }) : [...list, { ...population, manifests: [] }];
}

/** Newest first; a superseded one leaves the list. */
function placeManifest(list: PopulationCard[], manifest: ManifestRow): PopulationCard[] {
  const belongs = manifest.status !== "superseded";
  return list.map((population) => {
    const index = population.manifests.findIndex(({ id }) => id === manifest.id);
    const isHome = belongs && population.id === manifest.populationId;
    if (index < 0 && !isHome) return population;
    if (index >= 0 && isHome) return { ...population, manifests: population.manifests.with(index, manifest) };
    const others = population.manifests.filter(({ id }) => id !== manifest.id);
    if (!isHome) return { ...population, manifests: others };
    const before = others.findIndex(({ createdAt }) => createdAt <= manifest.createdAt);
    return { ...population, manifests: others.toSpliced(before < 0 ? others.length : before, 0, manifest) };
  });
}

function placeScanJob(list: ScanJobView[], scanJob: ScanJobView): ScanJobView[] {
  const index = list.findIndex(({ id }) => id === scanJob.id);
  return index < 0 ? [scanJob, ...list] : list.with(index, scanJob);
}
