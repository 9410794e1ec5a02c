/** One encounter, in order: find or create → open sessions → transfer, or copy → commit → mark. */
import type { EncounterId, HubEncounterId } from "@landfall/protocol";
import { createCommitter } from "../flow/committer.ts";
import { isDue } from "../machines/image.ts";
import type { PlannedEncounter } from "../plan/model.ts";
import { commitPatienceMs, sessionChunk, transfersAhead } from "../policy.ts";
import type { FarImage, OwnImage, SyncImage } from "../ports.ts";
import { imagesOf, type WorkItem } from "../run/order.ts";
import { commit } from "./commit.ts";
import { blame, mark, type RunContext } from "./context.ts";
import { copy } from "./copy.ts";
import { ensureEncounter } from "./ensure-encounter.ts";
import { type OpenedImage, openSessions } from "./open-sessions.ts";
import { type TransferHooks, transfer } from "./transfer.ts";

/** What the hub holds with a receipt needs nothing more; the rest is to be sent, or only committed. */
async function settleHeld(
  context: RunContext,
  planned: PlannedEncounter,
  opened: readonly OpenedImage[],
): Promise<OpenedImage[]> {
  const held = opened.filter(({ session }) => session.state === "Complete" && session.receipt);
  if (held.length > 0) {
    const changes = held.map(({ image, session }) => ({
      sha256: image.sha256,
      event: { type: "verified", receipt: session.receipt as NonNullable<typeof session.receipt> } as const,
    }));
    await mark(context, planned.encounter.id, changes, { alreadyThere: true });
  }
  return opened.filter((item) => !held.includes(item));
}

/** Waits until few images stand in line, so that links are opened just before they are used. */
export async function room({ pool, copies, signal }: RunContext): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  const onAbort = () => aborted.resolve();
  signal.addEventListener("abort", onAbort, { once: true });
  const isShort = Promise.all([pool, copies].map((line) => line.onSizeLessThan(transfersAhead)));
  await Promise.race([isShort, aborted.promise]);
  signal.removeEventListener("abort", onAbort);
  signal.throwIfAborted();
}

/** What the encounters of one pass share. */
export interface Pass {
  /** Each is found or made once, however many parts of it are sent. */
  readonly onHub: Map<EncounterId, Promise<HubEncounterId>>;
  /** What goes on after a part was handed to the pool; these resolve when the bytes have left, */
  readonly sent: Promise<unknown>[];
  /** and these when the receipts are in, too. */
  readonly settled: Promise<unknown>[];
}

/** A promise that is awaited later: until then its rejection is nobody's surprise. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

const isFar = (item: OpenedImage): item is OpenedImage<FarImage> => item.image.source !== undefined;

/** Brings one image's bytes to the hub, by whichever way they go. */
const bring = (
  context: RunContext,
  encounter: EncounterId,
  hub: HubEncounterId,
  item: OpenedImage,
  hooks: TransferHooks,
): Promise<boolean> =>
  isFar(item)
    ? copy(context, encounter, item)
    : transfer(context, encounter, hub, item as OpenedImage<OwnImage>, hooks);

/** Sends a chunk; what arrives is committed together: when nothing of it travels, and every few seconds. */
function sendAndCommit(
  context: RunContext,
  planned: PlannedEncounter,
  hub: HubEncounterId,
  opened: readonly OpenedImage[],
  { sent: sending, settled }: Pass,
): void {
  const encounter = planned.encounter.id;
  const commits: Promise<void>[] = [];
  const committer = createCommitter<SyncImage>({
    members: opened.length,
    commit: (images) => {
      commits.push(handled(blame(context, encounter, images, () => commit(context, encounter, hub, images))));
    },
    patience: (over) => context.ports.clock.sleep(commitPatienceMs, AbortSignal.any([context.signal, over])),
  });
  const onWait = (waiting: boolean) => (waiting ? committer.idle() : committer.busy());
  const sent = Promise.all(
    opened.map(async (item) => {
      if (await bring(context, encounter, hub, item, { onWait })) committer.arrived(item.image);
      committer.idle();
    }),
  );
  sending.push(handled(sent));
  settled.push(handled(sent.then(() => Promise.all(commits))));
}

/** Finds or makes it once in a pass; where that failed, the next part tries again. */
function onHub(context: RunContext, planned: PlannedEncounter, { onHub: known }: Pass): Promise<HubEncounterId> {
  const { id } = planned.encounter;
  const found = known.get(id) ?? ensureEncounter(context, planned);
  known.set(id, found);
  found.catch(() => known.delete(id));
  return found;
}

/**
 * Resolves when the last chunk of this part has been handed to the pool; the pass collects what then still goes on, so
 * that the next encounter's small calls overlap with this one's bytes.
 */
export async function deliver(context: RunContext, { planned, part }: WorkItem, pass: Pass): Promise<void> {
  const { ledger, clock, progress } = context.ports;
  const encounter = planned.encounter.id;
  const images = () => imagesOf(part, ledger.images(encounter));
  if (planned.gone.length > 0) {
    const gone = new Set(planned.gone);
    const lost = images().filter(({ sha256 }) => gone.has(sha256));
    const event = { type: "gone", atMs: clock.now() } as const;
    await mark(
      context,
      encounter,
      lost.map(({ sha256 }) => ({ sha256, event })),
    );
  }
  const due = images().filter(({ record }) => isDue(record, clock.now()));
  if (due.length === 0) return;
  progress.encounter(encounter);
  await blame(context, encounter, due, async () => {
    const hub = await onHub(context, planned, pass);
    for (let at = 0; at < due.length; at += sessionChunk) {
      const chunk = due.slice(at, at + sessionChunk);
      await context.unpaused();
      await room(context);
      await blame(context, encounter, chunk, async () => {
        const opened = await settleHeld(context, planned, await openSessions(context, hub, chunk));
        if (opened.length > 0) sendAndCommit(context, planned, hub, opened, pass);
      });
    }
  });
}
