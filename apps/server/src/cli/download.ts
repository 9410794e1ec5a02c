/** Saves what the station makes as a file, or hands it on to standard output. */
import { pipeline } from "node:stream/promises";
import { fromProblem, LandfallError, stationApiPrefix } from "@landfall/protocol";
import type { OpenStation } from "./open-station.ts";
import { writeWhole } from "./write-whole.ts";

/** @param path below the API's prefix, with its query */
export async function download(
  { port, token }: Pick<OpenStation, "port" | "token">,
  path: string,
  file: string | undefined,
): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}${stationApiPrefix}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok || !response.body) {
    const problem = fromProblem(await response.json().catch(() => null));
    throw problem ?? new LandfallError("INTERNAL", { detail: `HTTP ${response.status}` });
  }
  const body = response.body as AsyncIterable<Uint8Array>;
  if (file) await writeWhole(file, body);
  else await pipeline(body, process.stdout, { end: false });
}
