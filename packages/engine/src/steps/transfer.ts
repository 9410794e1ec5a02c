/** Bytes → blob → `uploaded`. Create-only, so that sending twice never makes two. */
import { type EncounterId, type HubEncounterId, LandfallError, type UploadTarget } from "@landfall/protocol";
import { withRetry } from "../flow/retry.ts";
import { unlessCut } from "../flow/unless-cut.ts";
import type { OwnImage } from "../ports.ts";
import { mark, type RunContext, toTrouble } from "./context.ts";
import { type OpenedImage, openSessions } from "./open-sessions.ts";
import { sendBlocks, sendWhole } from "./send.ts";

export interface TransferHooks {
  /** Around waits between attempts. */
  readonly onWait: (waiting: boolean) => void;
}

/** What a transfer has come to so far. */
interface Counter {
  /** Blocks acknowledged: what need never be sent again. */
  blocks: number;
}

/**
 * One attempt in one place of the pool: open the source, then send it as the target says. False when the run was paused
 * or lost the wire before it was through: then it is to be called again.
 */
async function attempt(
  context: RunContext,
  encounter: EncounterId,
  image: OwnImage,
  target: UploadTarget,
  counter: Counter,
  onLeft: () => void,
): Promise<boolean> {
  const { ports } = context;
  const turn = context.starts.next(image.bytes, context.signal);
  if (turn) await turn;
  if (!context.mayGoOn()) return false;
  const source = await ports.readSource(ports.ledger.sources(encounter, image.sha256), image);
  ports.progress.started(encounter, image.sha256, image.bytes);
  const onSent = (sentBytes: number) => ports.progress.sent(encounter, image.sha256, sentBytes);
  const onBlock = () => {
    counter.blocks += 1;
  };
  const send = target.kind === "blocks" ? sendBlocks : sendWhole;
  return send({ context, encounter, image, target, source, onSent, onBlock, onLeft }).finally(() =>
    ports.progress.ended(encounter, image.sha256),
  );
}

/** Resolves when the blob is there: by this call, or by an earlier one that the hub settles when it commits. */
async function sendWithRetries(
  context: RunContext,
  encounter: EncounterId,
  { image, session }: OpenedImage<OwnImage>,
  counter: Counter,
  hooks: TransferHooks,
): Promise<void> {
  const { ports, pool, signal } = context;
  const { target } = session;
  if (session.state !== "Pending" || !target) return;
  let blocks = counter.blocks;
  const hasProgressed = () => {
    const more = counter.blocks > blocks;
    blocks = counter.blocks;
    return more;
  };
  const inFlight = async (onLeft: () => void): Promise<boolean> => {
    const flight = context.flight();
    try {
      return await attempt({ ...context, signal: flight }, encounter, image, target, counter, onLeft);
    } catch (error) {
      // It was cut because the run is held: no failure of its own.
      if (flight.aborted && !signal.aborted) return false;
      throw error;
    }
  };
  // The pool's place is given back between attempts, and while an answer is awaited: what waits never holds up another.
  const inPool = async () => {
    for (let sent = false; !sent; ) {
      await context.unpaused();
      const outcome = Promise.withResolvers<boolean>();
      outcome.promise.catch(() => {});
      const place = async () => {
        const left = Promise.withResolvers<void>();
        inFlight(left.resolve).then(outcome.resolve, outcome.reject);
        const mayFollow = left.promise.then(() => context.answers.mayFollow(image.bytes, outcome.promise));
        await Promise.race([mayFollow, outcome.promise.catch(() => {})]);
      };
      await pool.add(place, { signal });
      sent = await outcome.promise;
    }
  };
  const gate = context.gate(new URL(target.url).host);
  const options = { ...ports, signal, tier: "blobUpload", gate, hasProgressed, onWait: hooks.onWait } as const;
  await withRetry(inPool, options).catch((error: unknown) => {
    if (!(error instanceof LandfallError) || error.tier !== "settle") throw error;
  });
}

/** Sends; a link that was refused is renewed and the sending goes on, as long as something arrives in between. */
async function sendOrRenew(
  context: RunContext,
  encounter: EncounterId,
  hub: HubEncounterId,
  opened: OpenedImage<OwnImage>,
  counter: Counter,
  hooks: TransferHooks,
): Promise<void> {
  let current: OpenedImage<OwnImage> | undefined = opened;
  let blocksAtRenewal = -1;
  while (current) {
    try {
      return await sendWithRetries(context, encounter, current, counter, hooks);
    } catch (error) {
      const isRefused = error instanceof LandfallError && error.tier === "renew";
      if (!isRefused || counter.blocks === blocksAtRenewal) throw error;
      blocksAtRenewal = counter.blocks;
      [current] = await openSessions(context, hub, [opened.image]);
    }
  }
}

/** Resolves to whether the image may be committed; a failure is marked and told to nobody else. */
export async function transfer(
  context: RunContext,
  encounter: EncounterId,
  hub: HubEncounterId,
  opened: OpenedImage<OwnImage>,
  hooks: TransferHooks,
): Promise<boolean> {
  const { sha256 } = opened.image;
  const counter: Counter = { blocks: 0 };
  try {
    await sendOrRenew(context, encounter, hub, opened, counter, hooks);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof LandfallError)) throw error;
    await mark(context, encounter, [{ sha256, event: toTrouble(error, context) }], {
      bytesSent: context.budget.takeSent(),
    });
    return false;
  }
  const { arrivals, pool, task, signal } = context;
  const written = arrivals.add({ run: task.run, encounter, sha256, bytesSent: context.budget.takeSent() });
  // Nothing travels that it could wait for.
  if (pool.pending === 0) arrivals.flush();
  await unlessCut(written, signal);
  return true;
}
