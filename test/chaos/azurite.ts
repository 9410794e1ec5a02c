/**
 * Azurite killed while a hub keeps its blobs there: it forgets what it acknowledged in its last seconds. What is gone
 * afterwards is `lost`, its receipt is withdrawn, and the station sends it again.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BlobServiceClient } from "@azure/storage-blob";
import { type Azurite, startAzurite } from "../../apps/hub/src/blobs/azure/azurite.ts";
import type { ManifestId } from "../../packages/protocol/src/index.ts";
import { deliver, deliverAgain, takePhotographs } from "./journey.ts";
import { type Findings, judge, lookAtOriginals, type ReadBlob } from "./judge.ts";
import { freePort, startWorld, type World } from "./world.ts";

/** Where it is killed: once the station has this answer, or once everything is delivered. Emptied, it has lost its container too. */
export const azuriteEdges = [
  "killed after send blob",
  "killed after send block",
  "killed after call commit",
  "killed after everything is delivered",
  "emptied after send block",
  "emptied after everything is delivered",
].map((name) => `azurite: ${name}`);

export interface AzuriteOutcome {
  readonly findings: Findings;
  /** Images that were complete and whose receipts were withdrawn. */
  readonly withdrawn: number;
}

const readWith =
  (connectionString: string): ReadBlob =>
  (_, name) =>
    BlobServiceClient.fromConnectionString(connectionString)
      .getContainerClient("landfall")
      .getBlockBlobClient(name)
      .downloadToBuffer()
      .catch(() => undefined);

/** Reads every byte again, through the hub. Resolves to how many images are gone. */
async function verifyDeeply(world: World, manifest: ManifestId): Promise<number> {
  const client = world.client();
  const request = { params: { id: manifest }, body: { scope: "hub", deep: true } as const };
  for (let view = await client.verify(request); ; view = await client.verification({ params: { id: view.id } })) {
    if (view.state === "done") return view.lost;
    if (view.state !== "running") throw new Error(`verifying ended: ${JSON.stringify(view)}`);
    await delay(100);
  }
}

export async function killAzurite(edge: string): Promise<AzuriteOutcome> {
  const [, how, when = ""] = /^azurite: (\w+) after (.*)$/.exec(edge) ?? [];
  const port = await freePort();
  let azurite: Azurite | undefined;
  let world: World | undefined;
  const folder = await mkdtemp(path.join(tmpdir(), "landfall-azurite-"));
  try {
    azurite = await startAzurite(folder, port);
    const { connectionString } = azurite;
    world = await startWorld({
      onEdge: () => {},
      blobs: "azure",
      env: { LANDFALL_AZURE_CONNECTION_STRING: connectionString },
    });
    const kill = async () => {
      const killed = azurite as Azurite;
      process.kill(killed.pid, "SIGKILL");
      await killed.stop();
      if (how === "emptied") await rm(folder, { recursive: true, force: true });
      azurite = await startAzurite(folder, port);
    };
    const photographs = await takePhotographs(world, 0, true);
    const originals = await lookAtOriginals(photographs);
    const isLast = !when.startsWith("send") && !when.startsWith("call");
    const { station } = world;
    const held = isLast ? undefined : station().says(({ held }) => held);
    held?.catch(() => {});
    if (!isLast) station().tell({ holdAt: [when] });
    const delivering = deliver(world, photographs);
    delivering.catch(() => {});
    if (held) {
      await Promise.race([held, delivering]);
      await kill();
      station().tell({ go: true });
    }
    const manifest = await delivering;
    if (isLast) await kill();
    const withdrawn = await verifyDeeply(world, manifest);
    if (withdrawn > 0) await deliverAgain(world, manifest);
    await verifyDeeply(world, manifest);
    const findings = await judge(world, { photographs, manifest, originals }, readWith(connectionString));
    return { findings, withdrawn };
  } finally {
    await world?.end();
    await azurite?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
