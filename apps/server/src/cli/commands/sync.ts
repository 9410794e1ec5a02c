import { readDuration, readManifestId, readNumber } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { followRun } from "../follow-run.ts";

export const sync = defineCommand({
  name: "sync",
  summary: "Deliver what is approved, and wait for the receipts",
  usage: "MANIFEST [--concurrency N] [--wait 10m]",
  arguments: { atLeast: 1, atMost: 1 },
  options: { concurrency: { type: "string" }, wait: { type: "string", default: "10m" } },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    const patienceMs = readDuration("--wait", values.wait);
    const concurrency = values.concurrency && readNumber("--concurrency", values.concurrency, 1, 4);
    const body = concurrency ? { concurrency } : {};
    return followRun({ dataFolder, out, patienceMs, start: ({ client }) => client.sync({ params: { id }, body }) });
  },
});
