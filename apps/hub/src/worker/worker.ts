/** Takes leased jobs off the queue, a few at a time, for as long as the hub runs. */
import { systemCode } from "@landfall/protocol";
import type { Log } from "../log.ts";
import type { Job, JobKind, Queue } from "../queue/port.ts";
import { type Calm, openCalm } from "./calm.ts";

/** Does one job. Rejects on trouble that may pass; what it found out about the image is no trouble but a result. */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>;

export interface WorkerOptions {
  readonly queue: Queue;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly log: Log;
  /** What is awaited before work is taken. */
  readonly calm?: Calm;
  readonly concurrency?: number;
  readonly leaseMs?: number;
  /** How often to look for work of other processes, and for leases that ended. */
  readonly pollMs?: number;
}

export interface Worker {
  /** Says that there is new work. */
  readonly wake: () => void;
  /** Aborts the jobs at work, which come back when their leases end, and waits until they have let go. */
  readonly stop: () => Promise<void>;
}

/** 1, 2, 4 … 60 seconds, ±25 %. */
const backoffMs = (attempts: number): number => {
  const plain = Math.min(1000 * 2 ** Math.max(attempts - 1, 0), 60_000);
  return plain * (0.75 + Math.random() / 2);
};

/** Small ones are taken several at a time; drawing fills a processor, and is another's when this one is busy. */
const leasedAtOnce: Readonly<Record<JobKind, number>> = { verify: 16, check: 16, variants: 1 };

export function startWorker(options: WorkerOptions): Worker {
  const { queue, handlers, log, calm = openCalm(), concurrency = 2, leaseMs = 30_000, pollMs = 1_000 } = options;
  const stopping = new AbortController();
  const idle = new Set<() => void>();

  const wake = (): void => {
    for (const resume of [...idle]) resume();
  };
  const untilWoken = (): Promise<void> =>
    new Promise((resolve) => {
      const resume = (): void => {
        clearTimeout(timer);
        idle.delete(resume);
        resolve();
      };
      const timer = setTimeout(resume, pollMs);
      idle.add(resume);
    });

  const work = async (job: Job): Promise<void> => {
    const lost = new AbortController();
    const renewal = setInterval(() => {
      queue.renew(job, leaseMs).then(
        (held) => held || lost.abort(),
        () => {},
      );
    }, leaseMs / 3);
    try {
      await handlers[job.kind](job, AbortSignal.any([stopping.signal, lost.signal]));
    } catch (error) {
      if (stopping.signal.aborted) return void (await queue.postpone(job, "the hub was stopped", 0));
      if (lost.signal.aborted) return;
      log.warn({ err: error, kind: job.kind, subject: job.subject, attempts: job.attempts }, "a job is tried again");
      const text = systemCode(error) ?? (error instanceof Error ? error.name : "unknown");
      await queue.postpone(job, text, backoffMs(job.attempts));
    } finally {
      clearInterval(renewal);
    }
  };

  const lane = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await calm.come(stopping.signal);
        const jobs = await queue.leaseSome(leaseMs, leasedAtOnce);
        await Promise.all(jobs.map(work));
        if (jobs.length > 0) continue;
        calm.rest();
        await untilWoken();
      } catch (error) {
        log.error({ err: error }, "the queue does not answer");
        await untilWoken();
      }
    }
  };

  const lanes = Array.from({ length: concurrency }, lane);
  return {
    wake,
    stop: async () => {
      stopping.abort();
      wake();
      await Promise.all(lanes);
    },
  };
}
