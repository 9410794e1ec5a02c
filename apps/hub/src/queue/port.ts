/** The queue: jobs that are leased, and come back when their worker dies. */
import type { Db } from "../store/open.ts";

/** `check` reads a blob again that was verified before. */
export type JobKind = "verify" | "variants" | "check";

export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  /** The blob the work is about. */
  readonly subject: string;
  /** How many times it was handed out, this time included. */
  readonly attempts: number;
  /** Proof of the lease; one that was lost is worth nothing. */
  readonly token: string;
}

export interface Queue {
  /** Adds work inside the caller's transaction; work of the same kind and subject is there once. */
  readonly enqueue: (tx: Db, kind: JobKind, subjects: readonly string[]) => Promise<void>;
  /** Takes the next job that is due, verification before variants before checks; `undefined` when there is none. */
  readonly lease: (leaseMs: number) => Promise<Job | undefined>;
  /** The same for several at once, all of the next one's kind. */
  readonly leaseSome: (leaseMs: number, most: Readonly<Record<JobKind, number>>) => Promise<Job[]>;
  /** Holds on to a lease; false when it was lost. */
  readonly renew: (job: Job, leaseMs: number) => Promise<boolean>;
  /** Ends a job inside the caller's transaction; false when its lease was lost, and then the caller changes nothing. */
  readonly complete: (tx: Db, job: Job) => Promise<boolean>;
  /** Gives a job back, to be tried again after a while. */
  readonly postpone: (job: Job, error: string, delayMs: number) => Promise<void>;
  /** Makes every job of this kind that waits for its time due now, and takes leases from workers that are gone. */
  readonly releaseAll: () => Promise<void>;
}
