/** What the hub already holds of encounters under review. Those that come into sight together are asked about together. */
import type { EncounterId, EncounterRow, HubMatch, ManifestId } from "@landfall/protocol";
import { queryOptions } from "@tanstack/react-query";
import { station } from "./station.ts";

interface Waiting {
  readonly id: EncounterId;
  readonly resolve: (match: HubMatch | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Rows of a list appear one after the other. */
const gatherMs = 80;
const atOnce = 100;

const gathering = new Map<ManifestId, Waiting[]>();

async function askFor(manifest: ManifestId, waiting: readonly Waiting[]): Promise<void> {
  try {
    const encounters = [...new Set(waiting.map(({ id }) => id))];
    const { items } = await station.hubMatches({ params: { id: manifest }, body: { encounters } });
    const found = new Map(items.map((match) => [match.encounterId, match]));
    for (const { id, resolve } of waiting) resolve(found.get(id) ?? null);
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}

function gather(manifest: ManifestId, id: EncounterId): Promise<HubMatch | null> {
  return new Promise((resolve, reject) => {
    const waiting = gathering.get(manifest);
    if (waiting) {
      waiting.push({ id, resolve, reject });
      return;
    }
    const first: Waiting[] = [{ id, resolve, reject }];
    gathering.set(manifest, first);
    setTimeout(() => {
      gathering.delete(manifest);
      for (let at = 0; at < first.length; at += atOnce) void askFor(manifest, first.slice(at, at + atOnce));
    }, gatherMs);
  });
}

/** Null where the plan would not ask about it: it is denied. What it is matched by is part of the key. */
export const hubMatchQuery = ({ id, manifestId, values, imageCount, images }: EncounterRow) =>
  queryOptions({
    queryKey: [
      "hubMatch",
      manifestId,
      id,
      [values.eventDate, values.locality, values.recordedBy, imageCount - images.skipped],
    ],
    queryFn: () => gather(manifestId, id),
    staleTime: 60_000,
    retry: false,
    networkMode: "always",
  });
