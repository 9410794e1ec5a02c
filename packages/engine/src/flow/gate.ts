/**
 * The gate before one far end (the hub, a blob host, the station's own disk). It closes at once when there is no way
 * there, and after several transient failures in a row; then one caller at a time tries, and the first success opens it.
 * Callers wait at a closed gate; nothing fails because of it.
 */
import { LandfallError, type PauseReason } from "@landfall/protocol";
import { failuresThatCloseGate, gateWaitMs, mendWaitMs } from "../policy.ts";
import type { Clock } from "../ports.ts";

export type GateState =
  | { readonly kind: "open"; readonly failures: number }
  | {
      readonly kind: "closed";
      readonly reason: PauseReason;
      readonly error: LandfallError;
      /** How many tries have failed since it closed. */
      readonly tries: number;
      /** When the last of them did, or it closed. */
      readonly atMs: number;
      /** When the next caller may try. */
      readonly untilMs: number;
    };

export interface Failure {
  readonly error: LandfallError;
  readonly atMs: number;
  readonly random: number;
  /** The caller went through a closed gate to see whether the far end is back. */
  readonly trial: boolean;
}

export const openGate: GateState = { kind: "open", failures: 0 };

function close(gate: GateState, reason: PauseReason, { error, atMs, random, trial }: Failure): GateState {
  const tries = gate.kind === "closed" ? gate.tries + (trial ? 1 : 0) : 0;
  const waitMs = reason === "auth" || reason === "disk" ? mendWaitMs : gateWaitMs(tries, random);
  return { kind: "closed", reason, error, tries, atMs, untilMs: atMs + Math.max(waitMs, error.retryAfterMs ?? 0) };
}

/** What a failure does to the gate, by its tier. An answer that refuses is an answer: the far end is there. */
export function failGate(gate: GateState, failure: Failure): GateState {
  switch (failure.error.tier) {
    case "offline":
      return close(gate, "offline", failure);
    case "auth":
      return close(gate, "auth", failure);
    case "disk":
      return close(gate, "disk", failure);
    case "transient": {
      // What was on its way when the gate closed says nothing new.
      if (gate.kind === "closed") return failure.trial ? close(gate, "unavailable", failure) : gate;
      // A disk that is full for one is full for all.
      if (failure.error.code === "HUB_DISK_FULL") return close(gate, "unavailable", failure);
      const failures = gate.failures + 1;
      return failures < failuresThatCloseGate ? { kind: "open", failures } : close(gate, "unavailable", failure);
    }
    default:
      return openGate;
  }
}

/** What work gives back that found nothing left to ask: it says nothing of the far end. */
export const notAsked = Symbol("notAsked");

export interface Gate {
  readonly state: () => GateState;
  /**
   * Waits until the gate lets through, runs, and learns from the outcome, unless that is {@link notAsked}. `trial`: to see whether
   * the far end is back.
   */
  readonly run: <T>(work: (trial: boolean) => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** Lets the next caller try at once: a person has mended something. */
  readonly wake: () => void;
}

export interface GateOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly onChange: () => void;
  /** What an error says of this far end; a failure when left out. */
  readonly says?: (error: LandfallError) => "failure" | "answer" | "nothing";
}

export function createGate({ clock, random, onChange, says = () => "failure" }: GateOptions): Gate {
  let state: GateState = openGate;
  let trying = false;
  let changed = Promise.withResolvers<void>();

  const announce = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const become = (next: GateState) => {
    const before = state;
    state = next;
    if (before === next) return;
    announce();
    if (before.kind === "closed" || next.kind === "closed") onChange();
  };

  /** Resolves to whether the caller is the one that tries a closed gate. */
  const enter = async (signal: AbortSignal): Promise<boolean> => {
    for (;;) {
      signal.throwIfAborted();
      if (state.kind === "open") return false;
      const now = clock.now();
      // A clock that went back would have everybody wait until it is there again.
      const waitMs = now < state.atMs ? 0 : state.untilMs - now;
      if (waitMs <= 0 && !trying) {
        trying = true;
        return true;
      }
      const wait = new AbortController();
      const either = AbortSignal.any([signal, wait.signal]);
      const timer = trying && waitMs <= 0 ? new Promise<never>(() => {}) : clock.sleep(waitMs, either);
      const aborted = Promise.withResolvers<void>();
      signal.addEventListener("abort", () => aborted.resolve(), { once: true, signal: wait.signal });
      await Promise.race([changed.promise, timer.catch(() => {}), aborted.promise]);
      wait.abort();
    }
  };

  return {
    state: () => state,
    run: async (work, signal) => {
      const trial = await enter(signal);
      try {
        const result = await work(trial);
        if (result !== notAsked) become(openGate);
        return result;
      } catch (error) {
        if (error instanceof LandfallError) {
          const said = says(error);
          if (said === "failure") become(failGate(state, { error, atMs: clock.now(), random: random(), trial }));
          if (said === "answer") become(openGate);
        }
        throw error;
      } finally {
        if (trial) {
          trying = false;
          announce();
        }
      }
    },
    wake: () => {
      if (state.kind === "closed") become({ ...state, untilMs: clock.now() });
    },
  };
}
