/** What the samples of a link say, and which settings suit it. Pure. */
import {
  farMs,
  type LinkProposal,
  type LinkResult,
  type SettingsPatch,
  type StationSettings,
  showRate,
  slowBitsPerSecond,
} from "@landfall/protocol";
import { type ProbeTime, rateOf } from "./link.ts";

export interface LinkSamples {
  /** Of small requests that were answered in time, milliseconds. */
  readonly small: readonly number[];
  readonly lost: number;
  readonly up: readonly ProbeTime[];
  readonly down: readonly ProbeTime[];
}

export const noSamples: LinkSamples = { small: [], lost: 0, up: [], down: [] };

/** The value that this share of the sorted list lies at or under. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0;
}

/** All bodies of one direction together, so that a large one counts for more; null without one. */
function rateOfAll(bodies: readonly ProbeTime[], emptyMs: number): number | null {
  if (bodies.length === 0) return null;
  const bytes = bodies.reduce((sum, body) => sum + body.bytes, 0);
  const ms = bodies.reduce((sum, body) => sum + Math.max(body.ms - emptyMs, body.ms / 10), 0);
  return rateOf({ bytes, ms }, 0);
}

export function toLinkResult({ small, lost, up, down }: LinkSamples): LinkResult {
  const sorted = small.toSorted((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const asked = small.length + lost;
  return {
    upBitsPerSecond: rateOfAll(up, median),
    downBitsPerSecond: rateOfAll(down, median),
    roundTripMs: sorted.length > 0 ? { median, p95: quantile(sorted, 0.95) } : null,
    loss: asked > 0 ? lost / asked : 0,
    requests: asked + up.length + down.length,
  };
}

/** Two figures: a link is not known better than that. */
const rounded = (bits: number): number => {
  const unit = 10 ** Math.max(Math.floor(Math.log10(Math.max(bits, 1))) - 1, 0);
  return Math.round(bits / unit) * unit;
};

/** The least that may be set as a cap. */
const leastCap = 8_000;

/** Null where the link is neither slow nor far, or nothing is known of it. */
export function proposeFor(result: LinkResult, settings: StationSettings): LinkProposal | null {
  const { upBitsPerSecond: up, roundTripMs, loss } = result;
  if (up === null) return null;
  const isSlow = up < slowBitsPerSecond;
  const isFar = roundTripMs !== null && roundTripMs.median > farMs;
  if (!isSlow && !isFar) return null;
  const lines: string[] = [];
  // Over a long way several at once fill the waits; a thin line is only divided by them.
  const transfers = isSlow ? (up < 256_000 || loss > 0.05 ? 1 : 2) : 4;
  lines.push(
    isSlow
      ? `Images at once: ${transfers}. More would only share the same line, and each would take longer to arrive.`
      : "Images at once: 4. While one waits for its answer the others travel.",
  );
  let patch: SettingsPatch = { transfers };
  if (isSlow) {
    const cap = Math.max(rounded(up * 0.8), leastCap);
    patch = { ...patch, network: { uploadCap: cap }, order: "covers" };
    lines.push(`Upload cap: ${showRate(cap)}, four fifths of the link, so that others can use it too.`);
    lines.push("Order: covers first, so that the hub shows every encounter early.");
    lines.push(
      "Images that would take longer than half a minute go in blocks by themselves, and continue where they broke off.",
    );
    if (settings.opportunistic.leastRate > up) {
      const leastRate = Math.max(rounded(up / 2), 1_000);
      patch = { ...patch, opportunistic: { leastRate } };
      lines.push(`Syncs by themselves over a link of at least ${showRate(leastRate)}: this one would never be enough.`);
    }
  }
  const said = [
    isSlow ? `${showRate(rounded(up))} upwards is slow` : null,
    isFar ? `${Math.round(roundTripMs.median)} ms there and back is far` : null,
  ];
  return { why: `${said.filter(Boolean).join(", and ")}.`, lines, settings: patch };
}
