/** What path patterns would make of a scan job, before anything is made. */
import { type Reading, type StationDatabase, scanJobView } from "@landfall/db";
import { isReference, type PatternPreview, type ScanJobId } from "@landfall/protocol";
import { coverageOf, fitTree, type TreeFolder } from "@landfall/survey";
import { groupReading, patternsOf } from "./grouping.ts";
import { foldersOf } from "./pattern-folders.ts";

const samplesShown = 20;
const unmappedShown = 10;

export type GroupedPreview = Omit<PatternPreview, "unmapped">;

/** The encounters that there would be. */
export function previewGrouped(db: StationDatabase, reading: Reading, texts: readonly string[]): GroupedPreview {
  const { result } = scanJobView(db, reading.scanJob);
  const { grouping, check, files } = groupReading(db, reading, texts);
  const { encounters } = grouping;
  // Patterns are of sightings.
  const sightings = encounters.filter(({ values }) => !isReference(values));
  return {
    encounters: encounters.length,
    complete: check.complete,
    incomplete: check.incomplete,
    encountersNow: result?.encounters ?? null,
    images: sightings.reduce((sum, { images }) => sum + images.length, 0),
    coverage: coverageOf(sightings).map(({ field, sources }) => ({ field, sources: [...sources] })),
    samples: spread(sightings, samplesShown).map(({ values, encounterNumber, images }) => ({
      eventDate: values.eventDate,
      locality: values.locality,
      recordedBy: values.recordedBy,
      organismName: values.organismName ?? null,
      encounterNumber,
      images: images.length,
      folder: (files[images[0]?.files[0] ?? -1]?.path ?? "").split("/").slice(0, -1).join("/"),
    })),
  };
}

/** The paths that none of them fits. */
export function previewUnmapped(
  db: StationDatabase,
  id: ScanJobId,
  texts: readonly string[],
): PatternPreview["unmapped"] {
  const { tree, orders } = foldersOf(db, id);
  const unmapped = fitTree(tree, patternsOf(texts), orders).filter(({ match }) => match === null);
  return {
    images: unmapped.reduce((sum, { images }) => sum + images, 0),
    examples: unmapped.slice(0, unmappedShown).map(({ folder, file }) => showPath(folder, file)),
  };
}

const showPath = ({ names, files }: TreeFolder, file: string | null): string =>
  [...names, file ?? files[0]?.name ?? ""].join("/");

/** Some from the first to the last. */
const spread = <T>(items: readonly T[], most: number): T[] => {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(most, items.length) }, (_, at) => items[Math.floor(at * step)] as T);
};
