import { LandfallError, type ManifestId, type ProofPage, type Sha256 } from "@landfall/protocol";
import type { StationClient } from "../../station-client.ts";
import { readManifestId } from "../arguments.ts";
import { defineCommand, type ExitCode } from "../command.ts";
import { findImages } from "../find-images.ts";
import { withStation } from "../open-station.ts";
import { counted } from "../output.ts";
import { resolvePath } from "../paths.ts";
import { UsageError } from "../usage-error.ts";
import { findProofFolder, writeProof } from "../write-proof.ts";
import { allEncounters } from "./pages.ts";

const partSize = 1000;

async function allProofs(client: StationClient, id: ManifestId, image: Sha256 | undefined) {
  const all: Pick<ProofPage, "keys" | "items" | "unproven"> = { keys: { keys: [] }, items: [], unproven: [] };
  for (let after: number | null = 0; after !== null; ) {
    const body: { after: number; limit: number; image?: Sha256 } = { after, limit: partSize, ...(image && { image }) };
    const part: ProofPage = await client.proof({ params: { id }, body });
    all.keys = part.keys;
    all.items.push(...part.items);
    all.unproven.push(...part.unproven);
    after = part.next;
  }
  return all;
}

async function findImage(client: StationClient, id: ManifestId, name: string): Promise<Sha256 | undefined> {
  const encounters = await allEncounters(client, id);
  const [image] = await findImages(
    client,
    encounters.map((row) => row.id),
    [name],
  );
  return image;
}

export const proof = defineCommand({
  name: "proof",
  summary: "A folder with the receipts, which a stranger checks with sha256sum and openssl alone",
  usage: "MANIFEST [--image FILE|SHA256] --out DIR",
  arguments: { atLeast: 1, atMost: 1 },
  options: { image: { type: "string" }, out: { type: "string" } },
  run: async ({ values, positionals, dataFolder, out }) => {
    const id = readManifestId(positionals[0]);
    if (!values.out) throw new UsageError("--out DIR is missing");
    const folder = resolvePath(values.out);
    return withStation<ExitCode>(dataFolder, { needsHub: false }, async ({ client }) => {
      const head = await client.report({ params: { id }, query: { after: 0, limit: 1 } });
      const image = values.image === undefined ? undefined : await findImage(client, id, values.image);
      const place = await findProofFolder(folder);
      const all = await allProofs(client, id, image);
      if (all.items.length === 0)
        throw new LandfallError("NOT_FOUND", { detail: "No image has a receipt yet: sync the manifest first." });
      const title = `${head.name}, version ${head.version} · ${head.population}`;
      const written = await writeProof(place, { ...all, title, hub: head.hub, madeAt: head.generatedAt });
      const unproven = all.unproven.length;
      const { receipts, photographs: files, changed, gone, folder: begin } = written;
      out.result({ manifestId: id, out: folder, receipts, files, changed, gone, unproven }, [
        `${counted(receipts, "receipt")} for ${counted(files, "file")} written to ${folder}.`,
        ...(unproven > 0 ? [`${counted(unproven, "image")} without a receipt: see NOT-PROVEN.txt.`] : []),
        ...(changed > 0 ? [`${counted(changed, "file")} changed since delivery: see CHANGED-SHA256SUMS.`] : []),
        ...(gone > 0 ? [`${counted(gone, "file")} gone since delivery: see GONE-SHA256SUMS.`] : []),
        `Check it: sh ${folder}/verify.sh "${begin}"`,
      ]);
      return unproven > 0 ? 2 : 0;
    });
  },
});
