import path from "node:path";
import {
  type EncounterId,
  errorTable,
  LandfallError,
  type ManifestId,
  type ProblemFile,
  type RetryScope,
  Sha256,
} from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readDuration, readEncounterId, readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { followRun, wordsOfRun } from "../follow-run.ts";
import { nothingDone } from "../run-result.ts";
import { UsageError } from "../usage-error.ts";

const partSize = 1000;

interface Failed {
  readonly manifest: ManifestId;
  readonly encounter: EncounterId | undefined;
}

/** Every image that needs another attempt. */
async function* failedFiles(client: StationClient, { manifest, encounter }: Failed): AsyncGenerator<ProblemFile> {
  const { actionable } = await client.problems();
  for (const { encounterId, manifestId, causes } of actionable) {
    if (manifestId !== manifest || (encounter !== undefined && encounterId !== encounter)) continue;
    const params = { id: encounterId };
    for (const { code } of causes) {
      for (let after: number | null = 0; after !== null; ) {
        const query: { code: typeof code; after: number; limit: number } = { code, after, limit: partSize };
        const part = await client.problemFiles({ params, query });
        yield* part.items;
        after = part.next;
      }
    }
  }
}

/** By its path, as the problems name it, or by its end. */
async function findImage(client: StationClient, of: Failed, file: string): Promise<Sha256> {
  const found = new Set<Sha256>();
  const whole = path.resolve(file);
  for await (const { filePath, sha256 } of failedFiles(client, of))
    if (filePath === whole || filePath === file || filePath.endsWith(`/${file}`)) found.add(sha256);
  if (found.size > 1) throw new UsageError(`--image ${file}: several files that failed end so; write more of the path`);
  const [image] = found;
  if (image === undefined) throw new UsageError(`--image ${file}: no file of this name has failed`);
  return image;
}

export const retry = defineCommand({
  name: "retry",
  summary: "Send only what failed, now: of a manifest, of an encounter, or one image",
  usage: "MANIFEST [--encounter ID] [--image SHA256|FILE] [--wait 10m]",
  arguments: { atLeast: 1, atMost: 1 },
  options: { encounter: { type: "string" }, image: { type: "string" }, wait: { type: "string", default: "10m" } },
  words: wordsOfRun,
  run: async ({ values, positionals, dataFolder, out }) => {
    const manifest = readManifestId(positionals[0]);
    const patienceMs = readDuration("--wait", values.wait);
    const encounter = values.encounter === undefined ? undefined : readEncounterId(values.encounter);
    const imageOf = async (client: StationClient, text: string): Promise<Sha256> => {
      const sha256 = Sha256.safeParse(text);
      return sha256.success ? sha256.data : findImage(client, { manifest, encounter }, text);
    };
    const start = async ({ client }: { readonly client: StationClient }) => {
      const image = values.image === undefined ? undefined : await imageOf(client, values.image);
      const body: RetryScope = { ...(encounter && { encounter }), ...(image && { image }) };
      return client.retry({ params: { id: manifest }, body });
    };
    try {
      return await followRun({ dataFolder, out, patienceMs, start });
    } catch (error) {
      if (!(error instanceof LandfallError) || error.code !== "NOTHING_FAILED") throw error;
      const { message, hint } = errorTable[error.code];
      out.result(nothingDone, [message, hint]);
      return 0;
    }
  },
});
