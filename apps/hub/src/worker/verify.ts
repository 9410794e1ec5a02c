/** Reads a blob back once, from its first byte to its last, and signs for it where it is what was announced. */
import { createHash } from "node:crypto";
import { type HubId, PopulationId, type Receipt, Sha256 } from "@landfall/protocol";
import PQueue from "p-queue";
import { BlobAbsentError, type Blobs } from "../blobs/port.ts";
import type { Notices } from "../delivery/notices.ts";
import type { Log } from "../log.ts";
import type { Job, Queue } from "../queue/port.ts";
import type { ReceiptSigner } from "../receipts.ts";
import { agreeOnMd5, type BlobRow, findBlob, markDifferent, markLost, markVerified } from "../store/blobs.ts";
import type { Db, Store } from "../store/open.ts";
import { resolveSource } from "../store/sources.ts";
import { inTransaction } from "../store/transaction.ts";
import { inGroups } from "./group.ts";
import type { JobHandler } from "./worker.ts";

export interface VerifyParts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly queue: Queue;
  readonly signer: ReceiptSigner;
  readonly notices: Notices;
  readonly hubId: HubId;
  readonly log: Log;
  readonly wakeWorker: () => void;
}

interface Hashes {
  readonly sha256: string;
  /** Of copied bytes only: their length and the source's MD5, where it states one, are all that was known of them. */
  readonly md5: string | null;
}

type Verdict = Hashes | "wrong" | "absent";

async function readBack(blobs: Blobs, blob: BlobRow, signal: AbortSignal): Promise<Verdict> {
  const hash = createHash("sha256");
  const md5Hash = blob.sourceKey === null ? null : createHash("md5");
  let bytes = 0;
  try {
    for await (const chunk of blobs.read(blob.name, signal)) {
      hash.update(chunk);
      md5Hash?.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    if (error instanceof BlobAbsentError) return "absent";
    throw error;
  }
  const [sha256, md5] = [hash.digest("hex"), md5Hash?.digest("hex") ?? null];
  const isRight = md5 === null ? sha256 === blob.sha256 : agreeOnMd5(md5, blob.md5);
  return bytes === blob.bytes && isRight ? { sha256, md5 } : "wrong";
}

const signFor = ({ signer, hubId }: VerifyParts, blob: BlobRow, sha256: string, verifiedAtMs: number) =>
  signer.sign({
    hub: hubId,
    population: PopulationId.parse(blob.populationId),
    sha256: Sha256.parse(sha256),
    bytes: blob.bytes,
    verifiedAt: new Date(verifiedAtMs).toISOString(),
  });

/** What a job of this kind has to read: nothing is read twice, unless that was asked for. */
const isDue = (job: Job, { state }: BlobRow): boolean =>
  state === "committed" || (job.kind === "check" && state === "verified");

interface Result {
  readonly job: Job;
  readonly blob: BlobRow | undefined;
  readonly verdict: Verdict | undefined;
  readonly receipt: Receipt | undefined;
  readonly startedMs: number;
}

/** Ends the job and writes what was found. */
async function store(
  { queue }: VerifyParts,
  tx: Db,
  { job, blob, verdict, receipt, startedMs }: Result,
): Promise<void> {
  if (!(await queue.complete(tx, job)) || !blob) return;
  if (verdict === "wrong") await markDifferent(tx, [blob.id]);
  if (verdict === "absent") await markLost(tx, [blob.id]);
  if (!receipt || typeof verdict !== "object") return;
  const { sha256, md5 } = verdict;
  const named = md5 === null ? blob : await resolveSource(tx, blob, { sha256, md5 });
  // Undefined: the population holds these bytes already, under a receipt of their own.
  const isVerified = named !== undefined && (await markVerified(tx, named.id, receipt, startedMs));
  if (isVerified && blob.state === "committed") await queue.enqueue(tx, "variants", [blob.id]);
}

/** Readings at the same time; more would take the disk and the link from what is arriving. */
const readingsAtOnce = 2;

export function verifyHandler(parts: VerifyParts): JobHandler {
  const { db } = parts.store;
  const readings = new PQueue({ concurrency: readingsAtOnce });
  const end = inGroups<Result>((results) =>
    inTransaction(db, async (tx) => {
      for (const result of results) await store(parts, tx, result);
    }),
  );
  const find = async (job: Job, signal: AbortSignal): Promise<Result> => {
    signal.throwIfAborted();
    const blob = await findBlob(db, job.subject);
    // Whoever asked for a reading later than this asked for another one.
    const startedMs = Date.now();
    const verdict = blob && isDue(job, blob) ? await readBack(parts.blobs, blob, signal) : undefined;
    const isRight = blob && typeof verdict === "object";
    const receipt = isRight ? await signFor(parts, blob, verdict.sha256, startedMs) : undefined;
    return { job, blob, verdict, receipt, startedMs };
  };
  return async (job, signal) => {
    const result = await readings.add(() => find(job, signal));
    await end(result);
    const { blob, verdict, receipt } = result;
    if (verdict === "wrong" || verdict === "absent")
      parts.log.warn({ blob: blob?.name, verdict }, "a blob is not right");
    parts.notices.announce();
    if (receipt) parts.wakeWorker();
  };
}
