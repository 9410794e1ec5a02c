/** The engine in a process of its own, to a hub over HTTP: each manifest in turn, all of them measured. */
import type { ManifestId } from "@landfall/protocol";
import { httpHub, openEngine } from "./engine.ts";
import { startMeasuring } from "./measure.ts";
import { readJob } from "./processes.ts";

export interface DeliverJob {
  readonly database: string;
  readonly manifests: readonly ManifestId[];
  readonly hubUrl: string;
  readonly concurrency: number;
}

const { database, manifests, hubUrl, concurrency } = await readJob<DeliverJob>();
const engine = openEngine({ database, hub: httpHub(hubUrl), concurrency });
const cost = startMeasuring();
for (const manifest of manifests) await engine.deliver(manifest);
console.log(JSON.stringify(cost()));
engine.close();
process.exit(0);
