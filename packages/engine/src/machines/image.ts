/**
 * An image's life on the station, as a pure machine. Numbered invariants: docs/states.md.
 * What is in flight is not a state: an image that is not finished is simply due again.
 */
import type { ErrorCode, ImageState, Receipt } from "@landfall/protocol";
import { errorTable } from "@landfall/protocol";
import { roundDelayMs } from "../policy.ts";

export interface Trouble {
  readonly code: ErrorCode;
  /** Names the file or what the far end said; never holds a secret. */
  readonly detail: string | null;
  readonly atMs: number;
}

export type ImageRecord =
  | { readonly state: "pending" | "uploaded" | "committed"; readonly rounds: number }
  /** With the receipt that it had, until the hub is told or its bytes are checked again. */
  | { readonly state: "skipped"; readonly rounds: number; readonly receipt: Receipt | null }
  | { readonly state: "complete"; readonly receipt: Receipt }
  | { readonly state: "waiting"; readonly rounds: number; readonly dueAtMs: number; readonly trouble: Trouble }
  | { readonly state: "failed" | "missing" | "changed" | "lost"; readonly rounds: number; readonly trouble: Trouble };

export type ImageEvent =
  /** The blob store acknowledged the bytes, or holds them already. */
  | { readonly type: "uploaded" }
  /** The hub found length and MD5 right; its reading back is still to come. */
  | { readonly type: "committed" }
  /** The receipt is in. */
  | { readonly type: "verified"; readonly receipt: Receipt }
  /** Its bytes are not on the hub, whatever we thought. */
  | { readonly type: "gone"; readonly atMs: number; readonly code?: "BLOB_MISSING" | "BLOB_DIFFERENT" }
  /** Retries in place are spent, or it makes no sense to retry. `random` in [0, 1) jitters the next round. */
  | { readonly type: "troubled"; readonly trouble: Trouble; readonly random: number }
  /** A person, or a round, asks for it again. */
  | { readonly type: "retried" }
  /** It is to be checked again, although the hub has it. */
  | { readonly type: "reset" }
  /** The station belongs to another hub now, of which nothing is known. */
  | { readonly type: "hubLeft" }
  | { readonly type: "skipped" }
  | { readonly type: "unskipped" };

export const newImage: ImageRecord = { state: "pending", rounds: 0 };

/** What they say, a hub has said. */
const hubStates: readonly ImageState[] = ["uploaded", "committed", "complete", "lost"];

const roundsOf = (record: ImageRecord): number => (record.state === "complete" ? 0 : record.rounds);

const missingCodes = new Set<ErrorCode>(["FILE_MISSING", "SOURCE_AWAY", "SOURCE_MISSING"]);
const changedCodes = new Set<ErrorCode>(["FILE_CHANGED", "SOURCE_CHANGED"]);
/** It is planned anew: its encounter was merged into another one in the meantime, or the hub was put back to an earlier state. */
const comesAnew = new Set<ErrorCode>(["VERSION_CONFLICT", "HUB_WENT_BACK"]);
const comesAtOnce = new Set<ErrorCode>(["BLOB_MISSING", "BLOB_DIFFERENT", ...comesAnew]);

/** Where a trouble leads, by its tier and code. */
function troubled(record: ImageRecord, trouble: Trouble, random: number): ImageRecord {
  const rounds = roundsOf(record) + 1;
  if (missingCodes.has(trouble.code)) return { state: "missing", rounds, trouble };
  if (changedCodes.has(trouble.code)) return { state: "changed", rounds, trouble };
  const comesAgain = errorTable[trouble.code].tier === "transient" || comesAnew.has(trouble.code);
  if (!comesAgain) return { state: "failed", rounds, trouble };
  // The hub lacks the bytes, or set wrong ones aside: sending once more at once is all that is needed.
  const atOnce = rounds === 1 && comesAtOnce.has(trouble.code);
  return { state: "waiting", rounds, trouble, dueAtMs: trouble.atMs + (atOnce ? 0 : roundDelayMs(rounds, random)) };
}

function gone(
  record: ImageRecord,
  { atMs, code = "BLOB_MISSING" }: Extract<ImageEvent, { type: "gone" }>,
): ImageRecord {
  switch (record.state) {
    case "committed":
    case "complete":
      return { state: "lost", rounds: roundsOf(record), trouble: { code, detail: null, atMs } };
    case "uploaded":
      return { state: "pending", rounds: record.rounds };
    default:
      return record;
  }
}

function stepSkipped(record: Extract<ImageRecord, { state: "skipped" }>, event: ImageEvent): ImageRecord {
  const { receipt } = record;
  switch (event.type) {
    case "unskipped":
      return receipt === null ? newImage : { state: "complete", receipt };
    case "gone":
    case "reset":
    case "hubLeft":
      return receipt === null ? record : { ...record, receipt: null };
    default:
      return record;
  }
}

/** The next record; the same reference when the event changes nothing. */
export function stepImage(record: ImageRecord, event: ImageEvent): ImageRecord {
  if (record.state === "skipped") return stepSkipped(record, event);
  switch (event.type) {
    case "uploaded":
      // Only forwards: a late "uploaded" never takes back what the hub has confirmed.
      return record.state === "complete" || record.state === "committed" || record.state === "uploaded"
        ? record
        : { state: "uploaded", rounds: roundsOf(record) };
    case "committed":
      return record.state === "complete" || record.state === "committed"
        ? record
        : { state: "committed", rounds: roundsOf(record) };
    case "verified":
      return record.state === "complete" && record.receipt === event.receipt
        ? record
        : { state: "complete", receipt: event.receipt };
    case "gone":
      return gone(record, event);
    case "troubled":
      return record.state === "complete" ? record : troubled(record, event.trouble, event.random);
    case "retried":
      return record.state === "waiting" ||
        record.state === "failed" ||
        record.state === "missing" ||
        record.state === "changed"
        ? { state: "pending", rounds: record.rounds }
        : record;
    case "reset":
      return record.state === "complete" || record.state === "committed" ? newImage : record;
    case "hubLeft":
      return hubStates.includes(record.state) ? newImage : record;
    case "skipped":
      return { state: "skipped", rounds: 0, receipt: record.state === "complete" ? record.receipt : null };
    case "unskipped":
      return record;
  }
}

/** Whether a run takes this image into work at this time. */
export function isDue(record: ImageRecord, nowMs: number): boolean {
  switch (record.state) {
    case "pending":
    case "uploaded":
    case "committed":
    case "lost":
      return true;
    case "waiting":
      // A clock that went back would have it wait until it is there again.
      return record.dueAtMs <= nowMs || record.trouble.atMs > nowMs;
    default:
      return false;
  }
}

/** States in which an image needs a person or another round. */
export const troubledStates: readonly ImageState[] = ["waiting", "failed", "missing", "changed"];
