/** Commit what arrived, and collect the receipts as the hub reads the bytes back. */
import type { CommitAnswer, EncounterId, HubEncounterId } from "@landfall/protocol";
import { LandfallError } from "@landfall/protocol";
import { receiptPauseMs, receiptWaitSeconds } from "../policy.ts";
import type { ImageChange, SyncImage } from "../ports.ts";
import { callHub, mark, type RunContext, toTrouble } from "./context.ts";
import { idempotencyKey } from "./open-sessions.ts";

function toEvent(context: RunContext, answer: CommitAnswer): ImageChange["event"] {
  if (answer.state === "Complete" && answer.receipt) return { type: "verified", receipt: answer.receipt };
  switch (answer.state) {
    case "Missing":
      return toTrouble(new LandfallError("BLOB_MISSING"), context);
    case "Different":
      return toTrouble(new LandfallError("BLOB_DIFFERENT"), context);
    default:
      return { type: "committed" };
  }
}

/** One commit. Resolves to the images whose receipts are still to come. */
async function commitOnce(
  context: RunContext,
  encounter: EncounterId,
  hub: HubEncounterId,
  images: readonly SyncImage[],
  waitSeconds: number,
): Promise<SyncImage[]> {
  const keys = images.map((image) => idempotencyKey(hub, image));
  const answer = await callHub(context, "commit", (client, signal) =>
    client.commit(
      {
        params: { id: hub },
        headers: waitSeconds > 0 ? { prefer: `wait=${waitSeconds}` } : {},
        body: { images: keys.map((key) => ({ idempotencyKey: key })) },
      },
      { signal },
    ),
  );
  const byKey = new Map(answer.images.map((image) => [image.idempotencyKey, image]));
  const changes: ImageChange[] = [];
  const left: SyncImage[] = [];
  for (const [at, image] of images.entries()) {
    const found = byKey.get(keys[at] as (typeof keys)[number]);
    if (!found) throw new LandfallError("NOT_THE_HUB", { detail: "an image is missing in the hub's answer" });
    const event = toEvent(context, found);
    changes.push({ sha256: image.sha256, event });
    if (event.type === "committed") left.push(image);
  }
  await mark(context, encounter, changes);
  return left;
}

/** Commits at once; the receipts that are not ready are waited for in the background's line. */
export async function commit(
  context: RunContext,
  encounter: EncounterId,
  hub: HubEncounterId,
  images: readonly SyncImage[],
): Promise<void> {
  const { ports, signal, receipts } = context;
  let left = await commitOnce(context, encounter, hub, images, 0);
  while (left.length > 0) {
    await context.unsilenced();
    const before = left.length;
    left = await receipts.add(() => commitOnce(context, encounter, hub, left, receiptWaitSeconds), { signal });
    if (left.length === before) await ports.clock.sleep(receiptPauseMs, signal);
  }
}
