/** A population to look at: drawn photographs of two field seasons, scanned once. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkoutRoot } from "../checkout.ts";
import type { RunningStation } from "../compose.ts";
import { waitForScan } from "./follow-scan.ts";

const populationName = "Sample: killer whales";

const silent = { isDrawn: false, show: () => {}, done: () => {} };

export const sampleFolder = (dataFolder: string): string => path.join(dataFolder, "sample");

interface Fixtures {
  /** Draws what is not drawn yet, each season in a folder of its own. */
  readonly drawSample: (folder: string) => Promise<{ readonly folders: readonly string[] }>;
}

async function draw(folder: string): Promise<readonly string[]> {
  const program = path.join(checkoutRoot, "fixtures/index.ts");
  const { drawSample } = (await import(pathToFileURL(program).href)) as Fixtures;
  const { folders } = await drawSample(folder);
  return folders;
}

/** Draws the sample, makes its population on the embedded hub and scans each season that was not scanned before. */
export async function ensureSample(
  dataFolder: string,
  { client, embeddedHub }: Pick<RunningStation, "client" | "embeddedHub">,
  note: (line: string) => void,
): Promise<void> {
  const { populations } = await client.snapshot();
  const manifests = populations.find(({ name }) => name === populationName)?.manifests ?? [];
  if (manifests.length >= 2) return;
  note("Making a sample to look at…");
  await embeddedHub?.ensurePopulations([populationName]);
  const scanned = new Set(manifests.map(({ name }) => name));
  for (const folder of await draw(sampleFolder(dataFolder))) {
    const name = path.basename(folder);
    if (scanned.has(name)) continue;
    // As drawn as they are: nobody has to say who may use them.
    const body = { folders: [folder], population: populationName, name, set: { license: "attribution" as const } };
    await waitForScan({ client, isOwn: true }, await client.scan({ body }), new AbortController().signal, silent);
  }
}
