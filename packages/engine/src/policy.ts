/** Every delay, limit and size of the engine, as data in one place. */
import type { ErrorCode, TransferKind } from "@landfall/protocol";

const second = 1_000;
const minute = 60 * second;

/** In-place retries of each step: the waits before the second, third … attempt. */
export const retryWaitsMs = {
  openSessions: [1 * second],
  hubCall: [2 * second, 4 * second, 8 * second],
  commit: [2 * second, 4 * second, 8 * second],
  blobCopy: [2 * second, 4 * second, 8 * second],
  blobUpload: [5 * second, 10 * second, 20 * second],
} as const satisfies Record<string, readonly number[]>;
export type RetryTier = keyof typeof retryWaitsMs;

/** A refused opening of sessions has one retry; a connection that broke says nothing of the hub, and is any call's. */
export const tierFor = (tier: RetryTier, code: ErrorCode): RetryTier =>
  tier === "openSessions" && (code === "CONNECTION_LOST" || code === "STALLED") ? "hubCall" : tier;

/** ±25 %, so that a wait is never nothing and two stations do not knock together. `random` in [0, 1). */
export const jittered = (ms: number, random: number): number => Math.round(ms * (0.75 + random * 0.5));

/** The wait before retry number `retry` (from 0), or `undefined` when the retries are spent. A `Retry-After` is honoured. */
export function retryWaitMs(tier: RetryTier, retry: number, random: number, retryAfterMs = 0): number | undefined {
  const waitMs = retryWaitsMs[tier][retry];
  return waitMs === undefined ? undefined : Math.max(jittered(waitMs, random), retryAfterMs);
}

/** Unasked, a transient failure comes due again after 1, 5, 15 minutes, then hourly. `round` from 1. */
const roundsMs = [1 * minute, 5 * minute, 15 * minute] as const;
export const roundDelayMs = (round: number, random: number): number =>
  jittered(roundsMs[round - 1] ?? 60 * minute, random);

/** Between two passes of a run over what is due. */
export const passPauseMs = 1 * second;

/** How long a run goes on taking up what failed, from its start. */
export const runWindowMs = 24 * 60 * minute;

/** This many transient failures of one host in a row close its gate. */
export const failuresThatCloseGate = 5;

/** How long a closed gate waits before one caller may try, by how often that has failed. */
const gateWaitsMs = [2 * second, 4 * second, 8 * second, 15 * second, 30 * second] as const;
export const gateWaitMs = (tries: number, random: number): number =>
  jittered(gateWaitsMs[Math.min(tries, gateWaitsMs.length - 1)] ?? 30 * second, random);

/** How often it is tried again by itself what a person has to mend: a refused key, a full disk. */
export const mendWaitMs = 60 * second;

/** A connection that was opened ahead is for PUTs that come by then; stores close what keeps silent for longer. */
export const openedAheadMs = 15 * second;

/** What a stall is. The one seam of time in the wire: a test on real sockets has no minutes to give. */
export interface StallPatience {
  /** Fewer bytes than this in the window is a stall; a slow link is not. */
  readonly bytes: number;
  readonly windowMs: number;
  /** How long the far end may take to answer once the last byte has reached it. */
  readonly answerMs: number;
  /** A link that is slower than this need not be waited for with what has left and not arrived. */
  readonly slowestBytesPerSecond: number;
  readonly lookEveryMs: number;
}
export const stallPatience: StallPatience = {
  bytes: 1_024,
  windowMs: 60 * second,
  answerMs: 2 * minute,
  slowestBytesPerSecond: 4_000,
  lookEveryMs: 5 * second,
};

/** How long a store that is asked first may keep silent: one that does not know the question is sent the body after it. */
export const continueWaitMs = 5 * second;

/** So many of the last bytes that left may still lie in this system's own buffers. */
const bufferedBytes = 2 ** 20;
/** How long an answer is waited for after the last byte has left: on a slow link it is on its way for a while yet. */
export const answerWaitMs = (bytes: number, { answerMs, slowestBytesPerSecond }: StallPatience): number =>
  answerMs + (Math.min(bytes, bufferedBytes) / slowestBytesPerSecond) * second;

/** How long what is in flight when a run is held (paused, outside its hours) may take to end; then it is cut, and kept. */
export const holdPatienceMs = 45 * second;

/** Images per request. A session's link lives about an hour, so few are opened ahead. */
export const sessionChunk = 50;
export const knownChunk = 1_000;
export const matchChunk = 500;
/** Images per move or withdrawal. */
export const correctionChunk = 500;
/** Encounters at work at once, so that the small calls of one overlap with the bytes of another. */
export const encountersAtOnce = 3;
/** Images that may stand in line before more sessions are opened. */
export const transfersAhead = 12;
/** So many answers may be on their way while other bodies travel, for no more bytes than the link takes in this time. */
export const answersAhead = 5;
export const answersAheadMs = 2 * second;
/** The same for a link that is not known yet, which may be a slow one. */
export const answersAheadBytes = 2 ** 20;
/** After a body the next begins when this part of the time has passed that the link lately took for so many bytes. */
export const startGapPart = 0.4;
/** The same before the link is known, which is for a handful of bodies. */
export const unknownLinkGapMs = 20;
/** A link that is faster is not kept waiting; on a slow one a round trip is all that there is to win. */
export const shortestStartGapMs = 10;
export const longestStartGapMs = 200;
/** How long the mark of an image that has arrived waits for others to be written with. */
export const arrivalPatienceMs = 50;
/** How long an image that has arrived waits for others to be committed with. */
export const commitPatienceMs = 5 * second;
/** How long a commit may hold its answer for receipts, seconds (RFC 7240 `wait`). */
export const receiptWaitSeconds = 10;
/** Copies from containers that the hub is asked for at once; they take nothing of the station's link. */
export const copiesAtOnce = 4;
/** Between two questions how far a copy is; the hub holds its answer for a while by itself. */
export const copyPauseMs = 1 * second;
/** How long the hub may read a blob that is copied at once, and one that is polled. */
export const copyLinkLifeMs = (bytes: number): number => (bytes <= 256 * 2 ** 20 ? 1 : 12) * 60 * minute;
/** Between two commits that brought no receipt. */
export const receiptPauseMs = 1 * second;

/** An image goes in blocks when it is larger than this, or would take longer than this at the measured speed. */
export const blocksOverBytes = 8 * 2 ** 20;
export const blocksOverMs = 30 * second;
/** A block should last about this long, so that a broken link costs little and few requests are made. */
const blockLastsMs = 15 * second;
const smallestBlock = 256 * 2 ** 10;
const largestBlock = 8 * 2 ** 20;
const unknownLinkBlock = 4 * 2 ** 20;

/** A power of two from 256 KiB to 8 MiB, by the speed of one connection (null: not measured yet). */
export function blockBytesFor(bytesPerSecond: number | null): number {
  if (bytesPerSecond === null) return unknownLinkBlock;
  const wanted = 2 ** Math.floor(Math.log2(Math.max(1, (bytesPerSecond * blockLastsMs) / second)));
  return Math.min(Math.max(wanted, smallestBlock), largestBlock);
}

/** How an image is sent over a link of this speed. */
export const transferKind = (bytes: number, bytesPerSecond: number | null): TransferKind =>
  bytes > blocksOverBytes ||
  (bytesPerSecond !== null && bytes > smallestBlock && (bytes / bytesPerSecond) * second > blocksOverMs)
    ? "blocks"
    : "single";

/** Up to this size a file is read once, hashed, and sent from the same buffer. */
export const wholeFileBytes = 48 * 2 ** 20;

/** What of such buffers is kept for the next images: one for each that travels, of the largest that go in one PUT. */
export const keptBufferBytes = 4 * (blocksOverBytes + 2 ** 20);

/** How the automatic number of transfers is found. A sample is a stretch of requests: see {@link sampleRequests}. */
export const autoTransfers = {
  first: 2,
  most: 4,
  /** Counted samples before a number is judged. */
  samplesToJudge: 2,
  /** One more must bring this much; one fewer may cost this much. */
  gainOfMore: 1.12,
  gainOfFewer: 0.95,
  /** How long a number that was found good is left alone, and what speaks for trying at once. */
  restSamples: 10,
  anotherLink: 0.4,
  /** This many failures in one sample are too many. */
  failures: 2,
  /** How long fewer are taken then, the first time and at most. */
  ceilingSamples: 12,
  mostCeilingSamples: 96,
} as const;
/** A sample has so many requests for each transfer, and lasts so long at least; a slow link's ends after the longest. */
export const sampleRequests = 4;
export const sampleMs = 2 * second;
export const longestSampleMs = 60 * second;
/** The part of its requests after which others waited, so that the speed tells of the link. */
export const busyPart = 0.75;
