/** Two ways to put an image's bytes into its blob: at once, or block by block with a ledger of what has arrived. */
import { createHash } from "node:crypto";
import { type EncounterId, type ErrorCode, LandfallError, type Sha256, type UploadTarget } from "@landfall/protocol";
import { notAsked } from "../flow/gate.ts";
import { blockBytesFor } from "../policy.ts";
import type { AcknowledgedBlocks, OwnImage, PutOptions, Source } from "../ports.ts";
import { type RunContext, remember } from "./context.ts";

export interface Sending {
  readonly context: RunContext;
  readonly encounter: EncounterId;
  readonly image: OwnImage;
  readonly target: UploadTarget;
  readonly source: Source;
  /** As bytes leave: how far the image is. */
  readonly onSent: (sentBytes: number) => void;
  /** A block has been acknowledged. */
  readonly onBlock: () => void;
  /** The last byte has left; nothing but the answer is still to come. */
  readonly onLeft: () => void;
}

/**
 * One request through the host's gate; tells the meters what became of it. `before` is what of the image had arrived earlier. False
 * where it was not begun, as it would go beyond what the run may spend.
 */
async function request(
  { context, target, onSent }: Sending,
  { before, bytes }: { readonly before: number; readonly bytes: number },
  work: (onSent: (sentBytes: number) => void, asksFirst: boolean) => Promise<void>,
): Promise<boolean> {
  const { clock } = context.ports;
  const outcome = await context.gate(new URL(target.url).host).run(async (trial) => {
    const startedMs = clock.now();
    let sent = 0;
    const end = context.budget.begin(bytes);
    if (!end) return notAsked;
    try {
      await work((sentBytes) => {
        onSent(before + sentBytes);
        sent = sentBytes;
      }, trial);
    } catch (error) {
      if (error instanceof LandfallError && error.tier === "transient")
        context.transfers.record({ bytes: sent, failed: true });
      if (error instanceof LandfallError && error.code === "STALLED")
        context.link.stalled(sent, clock.now() - startedMs);
      throw error;
    } finally {
      end(sent);
    }
    context.transfers.record({ bytes: sent, failed: false });
    context.link.record(sent, clock.now() - startedMs);
    return true;
  }, context.signal);
  return outcome === true;
}

const optionsOf = (
  { signal, traffic, link }: RunContext,
  onSent: PutOptions["onSent"],
  asksFirst: boolean,
): PutOptions => ({
  signal,
  onSent,
  asksFirst,
  pace: {
    take: traffic.upload.take,
    sliceBytes: () => (traffic.upload.rate() === null ? link.sliceBytes() : traffic.upload.sliceBytes()),
  },
});

/** One Put Blob. What is sent is proved first. Resolves to false where it was not begun. */
export async function sendWhole(sending: Sending): Promise<boolean> {
  const { context, target, source, onLeft } = sending;
  await source.prove();
  return request(sending, { before: 0, bytes: source.bytes }, (onSent, asksFirst) => {
    const tell = (sentBytes: number) => {
      onSent(sentBytes);
      if (sentBytes === source.bytes) onLeft();
    };
    return context.ports.putBlob(target, source, optionsOf(context, tell, asksFirst));
  });
}

/** All ids of a blob have one length, as Azure wants; the same bytes at the same place have the same id on any day. */
const blockId = (sha256: Sha256, blockBytes: number, index: number): string =>
  createHash("sha256").update(`${sha256}/${blockBytes}/${index}`).digest().subarray(0, 24).toString("base64");

/** What is acknowledged for this very blob; the block size of a blob that was begun stays. */
function begun({ context, encounter, image, target }: Sending): AcknowledgedBlocks {
  const { origin, pathname } = new URL(target.url);
  const held = context.ports.ledger.blocks(encounter, image.sha256);
  if (held && held.target === origin + pathname) return held;
  return { target: origin + pathname, blockBytes: blockBytesFor(context.link.bytesPerSecond()), indexes: new Set() };
}

/** The store has dropped some, or some may be of a file that was not the approved one while they were read. */
const provesBlocksUseless: readonly ErrorCode[] = ["BLOCKS_GONE", "FILE_CHANGED"];

/**
 * The blocks that are not acknowledged yet, then their list. Called again, it goes on at the next block.
 * Resolves to false when the run was paused before all were sent.
 */
export async function sendBlocks(sending: Sending): Promise<boolean> {
  const { context, encounter, image, target, source, onBlock } = sending;
  const { putBlock, putBlockList } = context.ports;
  const { indexes, ...of } = begun(sending);
  const count = Math.ceil(image.bytes / of.blockBytes);
  const ids = Array.from({ length: count }, (_, index) => blockId(image.sha256, of.blockBytes, index));
  for (const [index, id] of ids.entries()) {
    if (indexes.has(index)) continue;
    // Its place in the pool is for whoever may go on; what has arrived is not sent again.
    if (!context.mayGoOn()) return false;
    const offset = index * of.blockBytes;
    const bytes = await source.slice(offset, Math.min(of.blockBytes, image.bytes - offset));
    const isSent = await request(sending, { before: offset, bytes: bytes.length }, (...options) =>
      putBlock(target, { id, bytes }, optionsOf(context, ...options)),
    );
    if (!isSent) return false;
    const done = { run: context.task.run, bytesSent: context.budget.takeSent() };
    await remember(context, (ledger) => ledger.acknowledgeBlock(encounter, image.sha256, of, index, done));
    onBlock();
  }
  try {
    // Blocks may have been sent on other days: the file as a whole must still be the approved one.
    await source.prove();
    await request(sending, { before: image.bytes, bytes: 0 }, () =>
      putBlockList(target, ids, { signal: context.signal }),
    );
  } catch (error) {
    if (error instanceof LandfallError && provesBlocksUseless.includes(error.code)) {
      await remember(context, (ledger) => ledger.forgetBlocks(encounter, image.sha256));
    }
    throw error;
  }
  return true;
}
