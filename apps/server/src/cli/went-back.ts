import { type ManifestRow, type RunView, toldAgainWords, toTellAgainWords } from "@landfall/protocol";
import type { StationClient } from "../station-client.ts";

/** What a hub that was put back to an earlier state is told again; nothing where it was not. */
export function describeToTellAgain({ toTellAgain }: Pick<ManifestRow, "toTellAgain">): string[] {
  const words = toTellAgainWords(toTellAgain);
  return words === null ? [] : [words];
}

/** The same of a run's end: it may have found that itself, and told all of it. */
export async function describeToldAgain(client: StationClient, run: RunView, manifest: ManifestRow): Promise<string[]> {
  if (manifest.toTellAgain > 0) return describeToTellAgain(manifest);
  const { entries } = await client.activity({ query: { category: "connection", since: run.startedAt } });
  return entries.some(({ action }) => action === "hubWentBack") ? [toldAgainWords] : [];
}
