import type { ManifestId, VerifyFailure, VerifyResult } from "@landfall/protocol";
import type { z } from "zod";
import type { StationClient } from "../../station-client.ts";
import { readManifestId } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { createProgressLine } from "../progress-line.ts";

const partSize = 100;

async function verifyAll(client: StationClient, id: ManifestId) {
  const line = createProgressLine();
  const result: z.infer<typeof VerifyResult> = { images: 0, verified: 0, different: 0, missing: 0 };
  const failures: z.infer<typeof VerifyFailure>[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const body: { after: number; limit: number } = { after, limit: partSize };
    const part = await client.verify({ params: { id }, body });
    for (const name of ["images", "verified", "different", "missing"] as const) result[name] += part[name];
    failures.push(...part.failures);
    line.show(`${counted(result.images, "image")} checked`);
    after = part.next;
  }
  line.done();
  return { result, failures };
}

export const verify = defineCommand({
  name: "verify",
  summary: "Check every receipt's signature and hash against the local file",
  usage: "MANIFEST",
  arguments: { atLeast: 1, atMost: 1 },
  options: {},
  run: async ({ positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    const { result, failures } = await withStation(dataFolder, { needsHub: false }, ({ client }) =>
      verifyAll(client, id),
    );
    for (const { filePath, outcome, detail } of failures) out.note(`${outcome}: ${filePath} — ${detail}`);
    out.result(result, [
      `${counted(result.images, "image")}: ${result.verified} verified, ${result.different} different, ${result.missing} missing.`,
    ]);
    return result.verified === result.images ? 0 : 2;
  },
});
