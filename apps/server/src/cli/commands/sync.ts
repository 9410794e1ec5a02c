import { bytesKind, minutesKind, transfersKind } from "@landfall/protocol";
import { readDuration, readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { followRun, wordsOfRun } from "../follow-run.ts";
import { readSetting } from "../setting-values.ts";

export const sync = defineCommand({
  name: "sync",
  summary: "Deliver what is approved, and wait for the receipts",
  usage:
    "MANIFEST [--transfers 1|2|3|4|auto] [--first ENCOUNTER …] [--max-bytes 500MB|none] [--max-minutes 30|none] [--wait 10m]",
  arguments: { atLeast: 1, atMost: 1 },
  options: {
    transfers: { type: "string" },
    /** What `--transfers` is called elsewhere. */
    concurrency: { type: "string" },
    first: { type: "string", multiple: true },
    "max-bytes": { type: "string" },
    "max-minutes": { type: "string" },
    wait: { type: "string", default: "10m" },
  },
  words: wordsOfRun,
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    const patienceMs = readDuration("--wait", values.wait);
    const given = values.transfers ?? values.concurrency;
    const bytes = values["max-bytes"];
    const minutes = values["max-minutes"];
    const budget = {
      ...(bytes !== undefined && { bytes: readSetting("--max-bytes", bytesKind, bytes) }),
      ...(minutes !== undefined && { minutes: readSetting("--max-minutes", minutesKind, minutes) }),
    };
    const body = {
      // Given also when it says nothing: a limit is of the call that names it, and what is left out is as the settings say.
      budget,
      ...(given !== undefined && { transfers: readSetting("--transfers", transfersKind, given) }),
      ...(values.first && { first: values.first.map(readEncounterId) }),
    };
    return followRun({ dataFolder, out, patienceMs, start: ({ client }) => client.sync({ params: { id }, body }) });
  },
});
