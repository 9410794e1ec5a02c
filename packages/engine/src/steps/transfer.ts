/** Bytes → blob → `uploaded`. Create-only, so that sending twice never makes two. */
import { type EncounterId, type HubEncounterId, LandfallError, type UploadTarget } from "@landfall/protocol";
import { withRetry } from "../flow/retry.ts";
import type { SyncImage } from "../ports.ts";
import { mark, type RunContext, toTrouble } from "./context.ts";
import { type OpenedImage, openSessions } from "./open-sessions.ts";

export interface TransferHooks {
  /** Around waits between attempts. */
  readonly onWait: (waiting: boolean) => void;
}

interface Counter {
  sentBytes: number;
}

/** One attempt in one place of the pool: read and prove the bytes, then send them from what was proved. */
async function attempt(
  context: RunContext,
  encounter: EncounterId,
  image: SyncImage,
  target: UploadTarget,
  counter: Counter,
): Promise<void> {
  const { ports, signal } = context;
  const body = await ports.readSource(ports.ledger.sources(encounter, image.sha256), image);
  const put = async () => {
    let sent = 0;
    ports.progress.started(encounter, image.sha256, image.bytes);
    const onSent = (sentBytes: number) => {
      sent = sentBytes;
      ports.progress.sent(encounter, image.sha256, sentBytes);
    };
    await ports.putBlob(target, body, { signal, onSent }).finally(() => {
      counter.sentBytes += sent;
      ports.progress.ended(encounter, image.sha256);
    });
  };
  await context.gate(new URL(target.url).host).run(put, signal);
}

/** Resolves when the blob is there: by this call, or by an earlier one that the hub settles when it commits. */
async function sendWithRetries(
  context: RunContext,
  encounter: EncounterId,
  { image, session }: OpenedImage,
  counter: Counter,
  hooks: TransferHooks,
): Promise<void> {
  const { ports, pool, signal } = context;
  const { target } = session;
  if (session.state !== "Pending" || !target) return;
  // The pool's place is given back between attempts: a waiting image never holds up another.
  const inPool = async () => {
    await context.unpaused();
    await pool.add(() => attempt(context, encounter, image, target, counter), { signal });
  };
  const gate = context.gate(new URL(target.url).host);
  await withRetry(inPool, { ...ports, signal, tier: "blobUpload", gate, onWait: hooks.onWait }).catch(
    (error: unknown) => {
      if (!(error instanceof LandfallError) || error.tier !== "settle") throw error;
    },
  );
}

/** Sends; a link that was refused is renewed once. */
async function sendOrRenew(
  context: RunContext,
  encounter: EncounterId,
  hub: HubEncounterId,
  opened: OpenedImage,
  counter: Counter,
  hooks: TransferHooks,
): Promise<void> {
  try {
    await sendWithRetries(context, encounter, opened, counter, hooks);
  } catch (error) {
    if (!(error instanceof LandfallError) || error.tier !== "renew") throw error;
    const [renewed] = await openSessions(context, hub, [opened.image]);
    if (renewed) await sendWithRetries(context, encounter, renewed, counter, hooks);
  }
}

/** Resolves to whether the image may be committed; a failure is marked and told to nobody else. */
export async function transfer(
  context: RunContext,
  encounter: EncounterId,
  hub: HubEncounterId,
  opened: OpenedImage,
  hooks: TransferHooks,
): Promise<boolean> {
  const { sha256 } = opened.image;
  const counter: Counter = { sentBytes: 0 };
  try {
    await sendOrRenew(context, encounter, hub, opened, counter, hooks);
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof LandfallError)) throw error;
    await mark(context, encounter, [{ sha256, event: toTrouble(error, context) }], { bytesSent: counter.sentBytes });
    return false;
  }
  await mark(context, encounter, [{ sha256, event: { type: "uploaded" } }], { bytesSent: counter.sentBytes });
  return true;
}
