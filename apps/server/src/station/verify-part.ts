/** One part of a manifest's images, verified: everything is asked first, and then written down at once. */
import {
  addVerified,
  type Deliverable,
  deliverablePage,
  formerHubOf,
  isGone,
  profile,
  type StationDatabase,
  type VerificationWork,
} from "@landfall/db";
import type { ImageChange } from "@landfall/engine";
import type { CheckAnswer, EncounterId, ReceiptKeys, Sha256, VerifyFailure } from "@landfall/protocol";
import type { AzureSources } from "./azure-sources.ts";
import { checkAnswer, checkBlob, checkFile, checkReceipt, isSampled, type Outcome, toEvent } from "./verify.ts";

/** Few enough that a killed station repeats little, many enough that the hub is asked seldom. */
const partSize = 200;

/** The hub's answers for these images, once none is being read any more. */
export type AskHub = (
  sha256: readonly Sha256[],
  since: string | null,
) => Promise<{ readonly since: string; readonly answers: readonly CheckAnswer[] }>;

export interface VerifyPorts {
  readonly db: StationDatabase;
  readonly azure: AzureSources;
  /** Undefined where the hub is not asked. */
  readonly askHub: AskHub | undefined;
  /** The hub may sign with a key that is not pinned yet. */
  readonly refreshKeys: () => Promise<unknown>;
  readonly signal: AbortSignal;
}

interface Judged {
  readonly image: Deliverable;
  readonly answer: CheckAnswer | undefined;
  readonly failure: Outcome | undefined;
}

const keysOf = (db: StationDatabase): ReceiptKeys => profile(db)?.receiptKeys ?? { keys: [] };

/** A new receipt by an unknown key is looked at once more, after the hub's keys were. */
async function judgeReceipt({ db, refreshKeys }: VerifyPorts, image: Deliverable, answer: CheckAnswer | undefined) {
  const receipt = answer?.receipt ?? image.receipt;
  const bytes = receipt === null ? image.bytesSha256 : null;
  const former = bytes === null ? undefined : formerHubOf(db, bytes);
  const first = await checkReceipt(keysOf(db), receipt, image, former);
  if (!first || !answer?.receipt) return first;
  await refreshKeys();
  return checkReceipt(keysOf(db), receipt, image);
}

async function judge(
  ports: VerifyPorts,
  image: Deliverable,
  answer: CheckAnswer | undefined,
  file: Outcome | undefined,
): Promise<Judged> {
  const gone = answer && checkAnswer(answer);
  if (gone) return { image, answer, failure: gone };
  const wrong = await judgeReceipt(ports, image, answer);
  // A receipt that is not right takes no other one's place.
  return wrong ? { image, answer: undefined, failure: wrong } : { image, answer, failure: file };
}

async function checkFiles({ db, azure, signal }: VerifyPorts, images: readonly Deliverable[]) {
  const outcomes = new Map<Deliverable, Outcome>();
  for (const image of images) {
    signal.throwIfAborted();
    const outcome = image.source ? await checkBlob(azure, image.source, image) : await checkFile(db, image);
    if (outcome) outcomes.set(image, outcome);
  }
  return outcomes;
}

function toChanges(judged: readonly Judged[], nowMs: number): Map<EncounterId, ImageChange[]> {
  const changes = new Map<EncounterId, ImageChange[]>();
  for (const { image, answer } of judged) {
    const event = answer && toEvent(answer, nowMs);
    if (!event) continue;
    const of = changes.get(image.encounter) ?? [];
    changes.set(image.encounter, [...of, { sha256: image.sha256, event }]);
  }
  return changes;
}

/** @returns whether there is more to verify */
export async function verifyPart(ports: VerifyPorts, work: VerificationWork): Promise<boolean> {
  const { db, askHub, signal } = ports;
  const { scope, sample } = work.request;
  const page = deliverablePage(db, work.manifest, work.cursor, partSize);
  const images = page.items.filter(({ sha256 }) => isSampled(sample, sha256));
  // What has no receipt is a run's business, and is not asked for.
  const asked = images.filter(({ receipt }) => receipt !== null).map(({ sha256 }) => sha256);
  // What is known to be gone from here the hub answers for.
  const here = scope === "both" ? images.filter((image) => !isGone(db, image.encounter, image.sha256)) : images;
  const [files, hub] = await Promise.all([
    scope === "hub" ? new Map<Deliverable, Outcome>() : checkFiles(ports, here),
    askHub && asked.length > 0 ? askHub(asked, work.since) : undefined,
  ]);
  const answers = new Map(hub?.answers.map((answer) => [answer.sha256, answer]));
  const judged: Judged[] = [];
  for (const image of images) {
    // The same bytes may be another encounter's: their receipt says nothing of this one, which the hub may not have.
    const answer = image.receipt === null ? undefined : answers.get(image.sha256);
    judged.push(await judge(ports, image, answer, files.get(image)));
  }
  signal.throwIfAborted();
  const failures = judged.flatMap(({ image: { filePath, sha256 }, failure }): VerifyFailure[] =>
    failure ? [{ filePath, sha256, ...failure }] : [],
  );
  addVerified(db, work.id, {
    passed: page.items.length,
    verified: judged.length - failures.length,
    notApproved: images.filter(({ review }) => review !== "approved").length,
    failures,
    changes: toChanges(judged, db.now()),
    next: page.next,
    since: hub?.since ?? work.since,
  });
  return page.next !== null;
}
