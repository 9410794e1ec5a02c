/** One contender in a process of its own. The first photographs warm it up; the cost of the others is measured. */
import type { ManifestId } from "@landfall/protocol";
import { type SendName, sends } from "./contenders.ts";
import { instantHub, openEngine } from "./engine.ts";
import { startMeasuring } from "./measure.ts";
import type { Photograph } from "./photographs.ts";
import { readJob } from "./processes.ts";

export type SendJob = { readonly blobsUrl: string; readonly concurrency: number } & (
  | { readonly contender: SendName; readonly warm: readonly Photograph[]; readonly photographs: readonly Photograph[] }
  | { readonly contender: "engine"; readonly database: string; readonly manifests: readonly [ManifestId, ManifestId] }
);

async function sendAll(name: SendName, photographs: readonly Photograph[], job: SendJob): Promise<void> {
  const queue = photographs.values();
  const lane = async () => {
    for (const photograph of queue)
      await sends[name](photograph, `${job.blobsUrl}/account/season/${photograph.sha256}?sp=c&sig=none`);
  };
  await Promise.all(Array.from({ length: job.concurrency }, lane));
}

const job = await readJob<SendJob>();
if (job.contender === "engine") {
  const { database, concurrency } = job;
  const engine = openEngine({ database, hub: instantHub(job.blobsUrl), concurrency });
  await engine.deliver(job.manifests[0]);
  const cost = startMeasuring();
  await engine.deliver(job.manifests[1]);
  console.log(JSON.stringify(cost()));
  engine.close();
} else {
  await sendAll(job.contender, job.warm, job);
  const cost = startMeasuring();
  await sendAll(job.contender, job.photographs, job);
  console.log(JSON.stringify(cost()));
}
process.exit(0);
