/** Whether to start a sync because the link allows it just now. Pure: what is known and the time, to what is to be done. */
import type { HubStatus, OpportunisticSettings } from "@landfall/protocol";

export interface OpportunisticFacts {
  /** Images that could be sent without a person. */
  readonly sendable: number;
  /** A run is at work already. */
  readonly isAtWork: boolean;
  readonly hub: HubStatus["state"];
  /** The last measurement on a real body; null before the first. */
  readonly measured: { readonly bitsPerSecond: number; readonly atMs: number } | null;
  /** When it last started a sync; null when never. */
  readonly startedMs: number | null;
  /** When it last looked; null when never. */
  readonly lookedMs: number | null;
}

export type OpportunisticDecision =
  /** Ask the hub whether it is there, then decide again. */
  | { readonly do: "look" }
  /** Put a real body on the wire, then decide again. */
  | { readonly do: "measure" }
  | { readonly do: "start" }
  | {
      readonly do: "nothing";
      readonly why: "off" | "nothingToSend" | "atWork" | "coolDown" | "early" | "unreachable" | "slow";
      /** When it may be otherwise; null when that needs something else than time. */
      readonly untilMs: number | null;
    };

const nothing = (
  why: Extract<OpportunisticDecision, { do: "nothing" }>["why"],
  untilMs: number | null = null,
): OpportunisticDecision => ({ do: "nothing", why, untilMs });

export function decideOpportunistic(
  settings: OpportunisticSettings,
  facts: OpportunisticFacts,
  nowMs: number,
): OpportunisticDecision {
  const { sendable, isAtWork, hub, measured } = facts;
  // What it did later than now, it did by a clock that was ahead.
  const past = (ms: number | null) => (ms === null || ms > nowMs ? null : ms);
  const [startedMs, lookedMs] = [past(facts.startedMs), past(facts.lookedMs)];
  if (!settings.on) return nothing("off");
  if (sendable === 0) return nothing("nothingToSend");
  if (isAtWork) return nothing("atWork");
  const coolMs = startedMs === null ? nowMs : startedMs + settings.coolDownMinutes * 60_000;
  if (coolMs > nowMs) return nothing("coolDown", coolMs);
  const nextMs = lookedMs === null ? nowMs : lookedMs + settings.everySeconds * 1000;
  // What was seen in this look counts; before its time nothing is asked again.
  if (lookedMs !== nowMs) return nextMs > nowMs ? nothing("early", nextMs) : { do: "look" };
  if (hub !== "reachable") return nothing("unreachable", nextMs);
  if (measured === null || measured.atMs !== nowMs) return { do: "measure" };
  return measured.bitsPerSecond >= settings.leastRate ? { do: "start" } : nothing("slow", nextMs);
}
