/** What every step of a run is given. */

import type { EncounterId, StationSettings } from "@landfall/protocol";
import { LandfallError } from "@landfall/protocol";
import type PQueue from "p-queue";
import type { Answers } from "../flow/answers.ts";
import type { Gate } from "../flow/gate.ts";
import type { LinkMeter } from "../flow/link-meter.ts";
import type { Planning } from "../flow/planning.ts";
import { withRetry } from "../flow/retry.ts";
import type { Starts } from "../flow/starts.ts";
import type { Traffic } from "../flow/traffic.ts";
import type { TransferCount } from "../flow/transfers.ts";
import type { RetryTier } from "../policy.ts";
import type { EnginePorts, HubClient, ImageChange, Ledger, RunMark, RunTask } from "../ports.ts";
import type { BudgetMeter } from "../run/budget-meter.ts";
import type { Arrivals } from "./arrivals.ts";

/** What all runs share. */
export interface Shared {
  readonly ports: EnginePorts;
  /** The one transfer pool: the 1–4 knob. */
  readonly pool: PQueue;
  /** Copies that the hub is asked for; few at once, and beside the pool: they take nothing of the link. */
  readonly copies: PQueue;
  /** Requests that wait for receipts; few, so that a slow hub is not asked by everyone at once. */
  readonly receipts: PQueue;
  readonly link: LinkMeter;
  /** What a person has set, as of now. */
  readonly settings: () => StationSettings;
  /** How many travel at once; learns from what became of each request. */
  readonly transfers: Pick<TransferCount, "record" | "now">;
  /** The caps that hold at this hour. */
  readonly traffic: Pick<Traffic, "upload">;
  readonly answers: Answers;
  readonly starts: Starts;
  readonly arrivals: Arrivals;
  readonly planning: (population: RunTask["population"]) => Planning;
  /** One gate per far end: `hub`, `disk`, a blob host, or {@link populationGate}. */
  readonly gate: (name: string) => Gate;
}

export interface RunContext extends Shared {
  readonly task: RunTask;
  /** Aborted when the run is cancelled or the station stops. */
  readonly signal: AbortSignal;
  /** For one transfer: aborted with the run, and when the run is held for longer than a transfer may take to end. */
  readonly flight: () => AbortSignal;
  /** Counts what is sent, also against what the run may spend. */
  readonly budget: Pick<BudgetMeter, "begin" | "takeSent">;
  /** Resolves at once unless nothing is to be asked of the hub: a person has paused the run, or its hours are over. */
  readonly unsilenced: () => Promise<void>;
  /** Resolves at once unless the run is held (also by its budget), or another has the wire. */
  readonly unpaused: () => Promise<void>;
  /** Whether the run may begin something now. */
  readonly mayGoOn: () => boolean;
  /** Lets the next run have the wire while this lasts: nothing is to be sent until then. */
  readonly lull: <T>(work: () => Promise<T>) => Promise<T>;
}

const populationPrefix = "population ";
/** The gate that the hub keeps before one population. */
export const populationGate = (population: RunTask["population"]): string => `${populationPrefix}${population}`;
export const isPopulationGate = (name: string): boolean => name.startsWith(populationPrefix);

/** One call to the hub under a tier's retries. */
export function callHub<T>(
  context: RunContext,
  tier: RetryTier,
  call: (hub: HubClient, signal: AbortSignal) => Promise<T>,
  options: { readonly untilBack?: boolean } = {},
): Promise<T> {
  const { ports, signal } = context;
  const gate = context.gate("hub");
  // Another population's runs need not wait because this one is closed to us.
  const own = context.gate(populationGate(context.task.population));
  const through = () => own.run(() => gate.run(() => call(ports.hub(), signal), signal), signal);
  const attempt = () => (own.state().kind === "closed" ? context.lull(through) : through());
  return withRetry(attempt, { ...ports, signal, tier, gate, ...options });
}

/** Writes to the ledger; waits at the disk's gate while the disk is full. */
export function remember(context: RunContext, write: (ledger: Ledger) => void): Promise<void> {
  const { ports, signal } = context;
  const gate = context.gate("disk");
  const attempt = () => gate.run(async () => write(ports.ledger), signal);
  return withRetry(attempt, { ...ports, signal, tier: "hubCall", gate });
}

/** Writes what happened to images. */
export const mark = (
  context: RunContext,
  encounter: EncounterId,
  changes: readonly ImageChange[],
  extra: Omit<RunMark, "run"> = {},
): Promise<void> =>
  remember(context, (ledger) => ledger.applyImages(encounter, changes, { run: context.task.run, ...extra }));

/** An error as an image's trouble. */
export function toTrouble(error: LandfallError, context: RunContext) {
  const { clock, random } = context.ports;
  const trouble = { code: error.code, detail: error.detail ?? null, atMs: clock.now() };
  return { type: "troubled", trouble, random: random() } as const;
}

/**
 * Does the work for these images; an error becomes the trouble of each of them and goes no further, so that
 * their neighbours go on. A cancelled run is not an error.
 */
export async function blame(
  context: RunContext,
  encounter: EncounterId,
  images: readonly { readonly sha256: ImageChange["sha256"] }[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof LandfallError)) throw error;
    await mark(
      context,
      encounter,
      images.map(({ sha256 }) => ({ sha256, event: toTrouble(error, context) })),
    );
  }
}
