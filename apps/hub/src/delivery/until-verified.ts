/** Holds an answer for images that are being read, for as long as the caller said it would wait. */
import { setTimeout as delay } from "node:timers/promises";
import type { CommitState } from "@landfall/protocol";
import type { Notices } from "./notices.ts";

interface Answer {
  readonly state: CommitState;
}

export interface Wait<A> {
  /** The answers as they are now. */
  readonly look: () => Promise<readonly A[]>;
  readonly notices: Notices;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Other processes check images too, and send no notices here. */
const pollMs = 500;
/** Notices come one per image; the answer is put together again at most this often. */
const gatherMs = 100;

const isDone = (answers: readonly Answer[]): boolean => answers.every(({ state }) => state !== "Verifying");

/** The answers once nothing is being verified any more, or those at the end of the wait. */
export async function untilVerified<A extends Answer>(
  first: readonly A[],
  { look, notices, waitMs, signal }: Wait<A>,
): Promise<readonly A[]> {
  const until = Date.now() + waitMs;
  let answers = first;
  while (!isDone(answers) && !signal.aborted && !notices.isClosed()) {
    const leftMs = until - Date.now();
    if (leftMs <= 0) break;
    await notices.next(Math.min(pollMs, leftMs), signal);
    await delay(Math.min(gatherMs, leftMs));
    answers = await look();
  }
  return answers;
}

/** Seconds of an RFC 7240 `wait`, at most 20; 0 without one. */
export function preferredWaitSeconds(prefer: string | undefined): number {
  const match = /(?:^|[,;\s])wait\s*=\s*"?(\d+)/i.exec(prefer ?? "");
  return match ? Math.min(Number(match[1]), 20) : 0;
}
