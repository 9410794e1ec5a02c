/** One encounter, in order: find or create → open sessions → transfer → commit → mark. */
import type { HubEncounterId } from "@landfall/protocol";
import { createCommitter } from "../flow/committer.ts";
import { isDue } from "../machines/image.ts";
import type { PlannedEncounter } from "../plan/model.ts";
import { commitPatienceMs, sessionChunk, transfersAhead } from "../policy.ts";
import type { SyncImage } from "../ports.ts";
import { commit } from "./commit.ts";
import { blame, mark, type RunContext } from "./context.ts";
import { ensureEncounter } from "./ensure-encounter.ts";
import { type OpenedImage, openSessions } from "./open-sessions.ts";
import { transfer } from "./transfer.ts";

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
async function room({ pool, signal }: RunContext): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  const onAbort = () => aborted.resolve();
  signal.addEventListener("abort", onAbort, { once: true });
  await Promise.race([pool.onSizeLessThan(transfersAhead), aborted.promise]);
  signal.removeEventListener("abort", onAbort);
  signal.throwIfAborted();
}

/** What goes on after an encounter was handed to the pool. */
export interface Later {
  /** Resolve when the bytes have left. */
  readonly sent: Promise<unknown>[];
  /** Resolve when the receipts are in, too. */
  readonly settled: Promise<unknown>[];
}

/** A promise that is awaited later: until then its rejection is nobody's surprise. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** Sends a chunk; what arrives is committed together: when nothing of it travels, and every few seconds. */
function sendAndCommit(
  context: RunContext,
  planned: PlannedEncounter,
  hub: HubEncounterId,
  opened: readonly OpenedImage[],
  later: Later,
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
      if (await transfer(context, encounter, hub, item, { onWait })) committer.arrived(item.image);
      committer.idle();
    }),
  );
  later.sent.push(handled(sent));
  later.settled.push(handled(sent.then(() => Promise.all(commits))));
}

/**
 * Resolves when the encounter's last chunk has been handed to the pool; `later` collects what then still goes on, so
 * that the next encounter's small calls overlap with this one's bytes.
 */
export async function deliver(context: RunContext, planned: PlannedEncounter, later: Later): Promise<void> {
  const { ledger, clock, progress } = context.ports;
  const encounter = planned.encounter.id;
  if (planned.gone.length > 0) {
    await mark(
      context,
      encounter,
      planned.gone.map((sha256) => ({ sha256, event: { type: "gone", atMs: clock.now() } as const })),
    );
  }
  const due = ledger.images(encounter).filter(({ record }) => isDue(record, clock.now()));
  if (due.length === 0) return;
  progress.encounter(encounter);
  await blame(context, encounter, due, async () => {
    const hub = await ensureEncounter(context, planned);
    for (let at = 0; at < due.length; at += sessionChunk) {
      const chunk = due.slice(at, at + sessionChunk);
      await context.unpaused();
      await room(context);
      await blame(context, encounter, chunk, async () => {
        const opened = await settleHeld(context, planned, await openSessions(context, hub, chunk));
        if (opened.length > 0) sendAndCommit(context, planned, hub, opened, later);
      });
    }
  });
}
