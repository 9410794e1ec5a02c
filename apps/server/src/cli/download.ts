/** Saves what the station makes as a file, or hands it on to standard output. */
import { pipeline } from "node:stream/promises";
import { fromProblem, LandfallError, stationApiPrefix } from "@landfall/protocol";
import type { OpenStation } from "./open-station.ts";
import { type OutputFile, writeWhole } from "./write-whole.ts";

/** @param path below the API's prefix, with its query */
export async function download(station: OpenStation, path: string, file: OutputFile | undefined): Promise<void> {
  if (file) await writeWhole(station.client, file, () => bodyOf(station, path));
  else await pipeline(await bodyOf(station, path), process.stdout, { end: false });
}

async function bodyOf({ port, token }: OpenStation, path: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(`http://127.0.0.1:${port}${stationApiPrefix}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok || !response.body) {
    const problem = fromProblem(await response.json().catch(() => null));
    throw problem ?? new LandfallError("INTERNAL", { detail: `HTTP ${response.status}` });
  }
  return response.body as AsyncIterable<Uint8Array>;
}
