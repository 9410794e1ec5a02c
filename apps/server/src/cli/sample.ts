/** A population to look at: drawn photographs of two days, scanned once. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkoutRoot } from "../checkout.ts";
import type { RunningStation } from "../compose.ts";
import { waitForScan } from "./commands/scan.ts";

const populationName = "Sample: killer whales";

export const sampleFolder = (dataFolder: string): string => path.join(dataFolder, "sample");

interface Fixtures {
  /** Draws the photographs of two field trips, each in a folder of its own below this one. */
  readonly drawSample: (folder: string) => Promise<unknown>;
}

async function draw(folder: string): Promise<void> {
  const program = path.join(checkoutRoot, "fixtures/index.ts");
  const { drawSample } = (await import(pathToFileURL(program).href)) as Fixtures;
  await drawSample(folder);
}

/** Draws, scans and connects the sample where it is not there yet. */
export async function ensureSample(
  dataFolder: string,
  station: RunningStation,
  note: (line: string) => void,
): Promise<void> {
  const { client, embeddedHub } = station;
  const { populations } = await client.snapshot();
  if (populations.some(({ name, manifests }) => name === populationName && manifests.length > 0)) return;
  const folder = sampleFolder(dataFolder);
  note("Making a sample to look at…");
  if (!existsSync(folder)) await draw(folder);
  await embeddedHub?.ensurePopulations([populationName]);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const body = { folders: [path.join(folder, name)], population: populationName, name };
    await waitForScan({ client }, await client.scan({ body }), new AbortController().signal);
  }
}
