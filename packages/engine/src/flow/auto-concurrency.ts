/**
 * Finds the best number of parallel transfers for the link, by hill climbing: tries one more or one fewer for a while,
 * keeps it when that pays, goes back when it does not, and then leaves it for a while. Pure: a sample is what a stretch
 * of time has come to. More transfers must be clearly faster, fewer only as fast: they share a bad link worse.
 */
import { autoTransfers as policy } from "../policy.ts";

export interface Sample {
  /** Of all transfers together. */
  readonly bytesPerSecond: number;
  /** Requests that failed though the far end is there. */
  readonly failures: number;
}

interface Place {
  readonly transfers: number;
  readonly speed: number;
}

export interface AutoState {
  readonly transfers: number;
  /** Samples since this number was taken; the first is not counted, since it is half of the former number's. */
  readonly samples: number;
  /** Smoothed, at this number. */
  readonly speed: number | null;
  /** Where a trial came from; null when none is under way. */
  readonly from: Place | null;
  /** Where it was left, and for how many samples more. */
  readonly rest: { readonly speed: number | null; readonly samples: number };
  /** The direction of the next trial. */
  readonly next: 1 | -1;
  /** After failures: no more than this, for so many samples; the second time for longer. */
  readonly ceiling: { readonly transfers: number; readonly samples: number; readonly penalty: number };
}

export const firstAuto: AutoState = {
  transfers: policy.first,
  samples: 0,
  speed: null,
  from: null,
  rest: { speed: null, samples: 0 },
  next: 1,
  ceiling: { transfers: policy.most, samples: 0, penalty: policy.ceilingSamples },
};

const take = (state: AutoState, transfers: number, more: Partial<AutoState>): AutoState => ({
  ...state,
  from: null,
  ...more,
  transfers,
  samples: 0,
  speed: null,
});

const reaches = ({ transfers, ceiling }: AutoState, direction: 1 | -1): boolean =>
  direction === 1 ? transfers < Math.min(policy.most, ceiling.transfers) : transfers > 1;

/** One more, or one fewer, for a while. */
const tryIt = (state: AutoState, direction: 1 | -1, speed: number): AutoState =>
  take(state, state.transfers + direction, { from: { transfers: state.transfers, speed }, next: direction });

const restHere = (state: AutoState, speed: number | null): AutoState => ({
  ...state,
  from: null,
  rest: { speed, samples: policy.restSamples },
});

/** The link gives clearly more or less than when it was left alone. */
const isAnother = (speed: number, before: number | null): boolean =>
  before !== null && Math.abs(speed / before - 1) > policy.anotherLink;

function judge(state: AutoState, speed: number): AutoState {
  const { from, next, rest } = state;
  const other = next === 1 ? -1 : 1;
  if (from) {
    const pays = speed >= from.speed * (next === 1 ? policy.gainOfMore : policy.gainOfFewer);
    if (!pays) return restHere(take(state, from.transfers, { next: other }), from.speed);
    return reaches(state, next) ? tryIt(state, next, speed) : restHere({ ...state, next: other }, speed);
  }
  if (rest.samples > 0 && !isAnother(speed, rest.speed)) return state;
  if (reaches(state, next)) return tryIt(state, next, speed);
  return reaches(state, other) ? tryIt(state, other, speed) : state;
}

/** One fewer at once, and no more than that for a while: longer each time that it was tried again in vain. */
function stepDown(state: AutoState): AutoState {
  const transfers = Math.max(1, state.transfers - 1);
  const { penalty } = state.ceiling;
  const ceiling = { transfers, samples: penalty, penalty: Math.min(2 * penalty, policy.mostCeilingSamples) };
  return restHere(take(state, transfers, { ceiling, next: -1 }), null);
}

/** After one sample; the same number of transfers stays until something speaks for another. */
export function stepAuto(before: AutoState, { bytesPerSecond, failures }: Sample): AutoState {
  if (failures >= policy.failures) return stepDown(before);
  const left = Math.max(0, before.ceiling.samples - 1);
  const state: AutoState = {
    ...before,
    samples: before.samples + 1,
    rest: { ...before.rest, samples: Math.max(0, before.rest.samples - 1) },
    ceiling: { ...before.ceiling, samples: left, transfers: left > 0 ? before.ceiling.transfers : policy.most },
  };
  if (state.samples === 1) return state;
  const speed = before.speed === null ? bytesPerSecond : (before.speed + bytesPerSecond) / 2;
  const measured = { ...state, speed };
  return state.samples <= policy.samplesToJudge ? measured : judge(measured, speed);
}
