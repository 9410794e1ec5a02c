/** One encounter, in order: correct what was delivered → find or create → open sessions → transfer, or copy → commit → mark. */
import { type EncounterId, type HubEncounterId, type ImageFacts, LandfallError, type Sha256 } from "@landfall/protocol";
import { createCommitter } from "../flow/committer.ts";
import { isDue } from "../machines/image.ts";
import { chunks } from "../parts.ts";
import { needsHub, noCorrection } from "../plan/correct.ts";
import type { PlannedEncounter } from "../plan/model.ts";
import { commitPatienceMs, sessionChunk, transfersAhead } from "../policy.ts";
import type { FarImage, ImageChange, OwnImage, SyncImage } from "../ports.ts";
import { imagesOf, type WorkItem } from "../run/order.ts";
import { commit } from "./commit.ts";
import { blame, mark, type RunContext, remember } from "./context.ts";
import { copy } from "./copy.ts";
import {
  advance,
  correctFields,
  correctImages,
  isOvertaken,
  type Versions,
  versionOf,
  withdrawImages,
} from "./correct.ts";
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
  /** Each is corrected, and found or made, once, however many parts of it are sent. */
  readonly onHub: Map<EncounterId, Promise<HubEncounterId | undefined>>;
  readonly versions: Versions;
  /** Corrected by somebody else since they were planned: they are planned anew. */
  readonly overtaken: Set<EncounterId>;
  /** What kept corrections from being made. */
  readonly uncorrected: Map<EncounterId, LandfallError>;
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

async function correctAndEnsure(
  context: RunContext,
  planned: PlannedEncounter,
  { versions }: Pass,
  isWanted: boolean,
): Promise<HubEncounterId | undefined> {
  const { action, correction } = planned;
  if (action.kind === "leave") return withdrawImages(context, planned, versions);
  await correctFields(context, planned, versions);
  let hub = action.kind === "use" ? action.hub.id : undefined;
  if (!hub || isWanted || isUnbound(planned)) {
    const { encounter, created, filled } = await ensureEncounter(context, planned);
    hub = encounter.id;
    const before = action.kind === "use" ? versionOf(versions, action.hub) : undefined;
    if (created || filled.length > 0) advance(versions, before, encounter);
  }
  if (correction !== noCorrection) await correctImages(context, planned, hub, versions);
  return hub;
}

/** Once in a pass; where that failed, the next part tries again. */
function onHub(
  context: RunContext,
  planned: PlannedEncounter,
  pass: Pass,
  isWanted: boolean,
): Promise<HubEncounterId | undefined> {
  const { id } = planned.encounter;
  const found = pass.onHub.get(id) ?? correctAndEnsure(context, planned, pass, isWanted);
  pass.onHub.set(id, found);
  const onFailure = (error: unknown) => {
    pass.onHub.delete(id);
    if (isOvertaken(error)) pass.overtaken.add(id);
    else if (error instanceof LandfallError && isToCorrect(planned)) pass.uncorrected.set(id, error);
  };
  found.then(() => pass.uncorrected.delete(id), onFailure);
  return found;
}

const unlessOvertaken = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (isOvertaken(error)) return undefined;
    throw error;
  });

/** What the hub no longer has, or has elsewhere, is due again. */
async function markAstray(context: RunContext, planned: PlannedEncounter, images: readonly SyncImage[]): Promise<void> {
  const [gone, elsewhere] = [new Set(planned.gone), new Set(planned.elsewhere)];
  if (gone.size + elsewhere.size === 0) return;
  const atMs = context.ports.clock.now();
  const changes = images.flatMap(({ sha256 }): ImageChange[] => {
    if (gone.has(sha256)) return [{ sha256, event: { type: "gone", atMs } }];
    return elsewhere.has(sha256) ? [{ sha256, event: { type: "reset" } }] : [];
  });
  await mark(context, planned.encounter.id, changes);
}

/** The station does not know yet that it is this encounter of the hub. */
const isUnbound = ({ action, encounter }: PlannedEncounter): boolean =>
  action.kind === "use" && (action.by !== "eventID" || action.hub.id !== encounter.hubEncounterId);

const isToCorrect = (planned: PlannedEncounter): boolean => {
  if (planned.encounter.delivered?.untold) return true;
  const { agreed, settled, forgotten, descriptions } = planned.correction;
  const isNoted = Object.keys(agreed).length + settled.length + forgotten.length + descriptions.length > 0;
  return needsHub(planned.correction) || isNoted || isUnbound(planned);
};

/** Opens what still is the encounter's: a person may have taken images out of it since. */
async function openChunk(
  context: RunContext,
  planned: PlannedEncounter,
  hub: HubEncounterId,
  chunk: readonly SyncImage[],
): Promise<OpenedImage[]> {
  let still = new Map<Sha256, ImageFacts>();
  await remember(context, (ledger) => {
    still = ledger.opening(
      planned.encounter.id,
      hub,
      chunk.map(({ sha256 }) => sha256),
    );
  });
  const images = chunk.flatMap((image) => {
    const facts = still.get(image.sha256);
    return facts ? [{ ...image, facts }] : [];
  });
  return images.length === 0 ? [] : settleHeld(context, planned, await openSessions(context, hub, images));
}

/**
 * Resolves when the last chunk of this part has been handed to the pool; the pass collects what then still goes on, so
 * that the next encounter's small calls overlap with this one's bytes.
 */
export async function deliver(context: RunContext, { planned, part }: WorkItem, pass: Pass): Promise<void> {
  const { ledger, clock, progress } = context.ports;
  const encounter = planned.encounter.id;
  const own = ledger.images(encounter);
  // Another encounter has them all by now: this one is no more.
  if (own.length === 0) return;
  await markAstray(context, planned, imagesOf(part, own));
  const due = imagesOf(part, ledger.images(encounter)).filter(({ record }) => isDue(record, clock.now()));
  if (pass.overtaken.has(encounter) || (due.length === 0 && !isToCorrect(planned))) return;
  progress.encounter(encounter);
  await blame(context, encounter, due, async () => {
    const hub = await unlessOvertaken(onHub(context, planned, pass, due.length > 0));
    if (hub === undefined) return;
    for (const chunk of chunks(due, sessionChunk)) {
      await context.unpaused();
      await room(context);
      await blame(context, encounter, chunk, async () => {
        const opened = await openChunk(context, planned, hub, chunk);
        if (opened.length > 0) sendAndCommit(context, planned, hub, opened, pass);
      });
    }
  });
}
