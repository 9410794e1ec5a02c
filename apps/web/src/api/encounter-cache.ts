/** Writes into the answers that are kept: one encounter or image wherever it is shown. */
import type { EncounterId, EncounterRow, ImageRow, ManifestId, Sha256 } from "@landfall/protocol";
import type { QueryClient } from "@tanstack/react-query";

interface Page<T> {
  readonly asOf: number;
  readonly total: number;
  readonly items: T[];
}

function patchItems<T>(page: Page<T> | undefined, change: (item: T) => T): Page<T> | undefined {
  if (!page) return page;
  const items = page.items.map(change);
  return items.some((item, index) => item !== page.items[index]) ? { ...page, items } : page;
}

/** Changes every copy of an encounter that is kept. `change` returns the same row where nothing is new. */
export function patchEncounter(
  client: QueryClient,
  manifestId: ManifestId,
  id: EncounterId,
  change: (row: EncounterRow) => EncounterRow,
): void {
  client.setQueriesData<Page<EncounterRow>>({ queryKey: ["encounters", manifestId] }, (page) =>
    patchItems(page, (row) => (row.id === id ? change(row) : row)),
  );
  client.setQueryData<EncounterRow>(["encounter", id], (row) => row && change(row));
}

/** The copy that is kept, or `undefined`. */
export function findEncounter(client: QueryClient, manifestId: ManifestId, id: EncounterId): EncounterRow | undefined {
  for (const [, page] of client.getQueriesData<Page<EncounterRow>>({ queryKey: ["encounters", manifestId] })) {
    const row = page?.items.find((item) => item.id === id);
    if (row) return row;
  }
  return client.getQueryData<EncounterRow>(["encounter", id]);
}

/** Of all encounters of the manifest that are kept, as they are shown. */
export function keptEncounters(client: QueryClient, manifestId: ManifestId): Map<EncounterId, EncounterRow> {
  const pages = client.getQueriesData<Page<EncounterRow>>({ queryKey: ["encounters", manifestId] });
  return new Map(pages.flatMap(([, page]) => page?.items ?? []).map((row) => [row.id, row]));
}

/** Changes images of one encounter by their hash. */
export function patchImages(
  client: QueryClient,
  id: EncounterId,
  changes: ReadonlyMap<Sha256, (row: ImageRow) => ImageRow>,
): void {
  client.setQueriesData<Page<ImageRow>>({ queryKey: ["images", id] }, (page) =>
    patchItems(page, (row) => changes.get(row.sha256)?.(row) ?? row),
  );
}

/** Of what is said of images: one request after the other. */
export const describeKey = ["describe"];

/** What is read now would show only a part of what was just said; the last request reads it anew. */
export const isDescribing = (client: QueryClient): boolean => client.isMutating({ mutationKey: describeKey }) > 0;
