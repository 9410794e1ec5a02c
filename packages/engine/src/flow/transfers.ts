/** How many images travel at once: what is set, or what is found to be best. The requests themselves are the samples. */
import type { Transfers } from "@landfall/protocol";
import { busyPart, longestSampleMs, sampleMs, sampleRequests } from "../policy.ts";
import type { Clock } from "../ports.ts";
import { type AutoState, firstAuto, stepAuto } from "./auto-concurrency.ts";

/** A request for a body that has ended. */
export interface Outcome {
  readonly bytes: number;
  /** It failed though the far end is there. */
  readonly failed: boolean;
}

export interface TransferCount {
  readonly now: () => number;
  readonly follow: (set: Transfers) => void;
  readonly record: (outcome: Outcome) => void;
}

export interface TransferCountOptions {
  readonly clock: Clock;
  readonly set: Transfers;
  /** Whether images wait for a transfer: only then the speed tells of the link. */
  readonly isBusy: () => boolean;
  readonly onChange: (transfers: number) => void;
}

interface Stretch {
  readonly fromMs: number;
  readonly bytes: number;
  readonly requests: number;
  readonly failures: number;
  /** Requests after which others waited. */
  readonly busy: number;
}

export function createTransferCount({ clock, set, isBusy, onChange }: TransferCountOptions): TransferCount {
  let auto: AutoState | undefined;
  let now = 0;
  let stretch: Stretch | undefined;

  const change = (to: number) => {
    if (to === now) return;
    now = to;
    onChange(to);
  };
  const begin = (): Stretch => ({ fromMs: clock.now(), bytes: 0, requests: 0, failures: 0, busy: 0 });

  const isOver = ({ fromMs, requests, failures }: Stretch): boolean => {
    const ms = clock.now() - fromMs;
    return failures > 1 || ms >= longestSampleMs || (ms >= sampleMs && requests >= sampleRequests * now);
  };

  const follow = (to: Transfers) => {
    auto = to === "auto" ? (auto ?? firstAuto) : undefined;
    stretch = undefined;
    change(auto ? auto.transfers : (to as number));
  };
  follow(set);

  return {
    now: () => now,
    follow,
    record: ({ bytes, failed }) => {
      if (!auto) return;
      // The first request only marks where the first stretch begins.
      if (!stretch) {
        stretch = begin();
        return;
      }
      stretch = {
        fromMs: stretch.fromMs,
        bytes: stretch.bytes + bytes,
        requests: stretch.requests + 1,
        failures: stretch.failures + (failed ? 1 : 0),
        busy: stretch.busy + (isBusy() ? 1 : 0),
      };
      if (!isOver(stretch)) return;
      const { fromMs, failures, requests, busy } = stretch;
      const seconds = Math.max(1, clock.now() - fromMs) / 1_000;
      if (busy >= busyPart * requests || failures > 0)
        auto = stepAuto(auto, { bytesPerSecond: stretch.bytes / seconds, failures });
      stretch = begin();
      change(auto.transfers);
    },
  };
}
