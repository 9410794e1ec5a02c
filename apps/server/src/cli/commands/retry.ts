import { readDuration, readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { followRun } from "../follow-run.ts";

export const retry = defineCommand({
  name: "retry",
  summary: "Send only what failed, now",
  usage: "MANIFEST [--encounter ID] [--wait 10m]",
  arguments: { atLeast: 1, atMost: 1 },
  options: { encounter: { type: "string" }, wait: { type: "string", default: "10m" } },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    const patienceMs = readDuration("--wait", values.wait);
    const body = values.encounter ? { encounter: readEncounterId(values.encounter) } : {};
    return followRun({ dataFolder, out, patienceMs, start: ({ client }) => client.retry({ params: { id }, body }) });
  },
});
