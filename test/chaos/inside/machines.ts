/** The transitions of the machines, read off the machines themselves: every state under every event. */
import {
  type ImageEvent,
  type ImageRecord,
  newRun,
  type RunEvent,
  type RunRecord,
  stepImage,
  stepRun,
} from "../../../packages/engine/src/index.ts";
import type { ErrorCode, Receipt } from "../../../packages/protocol/src/index.ts";

const trouble = (code: ErrorCode): ImageEvent => ({
  type: "troubled",
  trouble: { code, detail: null, atMs: 0 },
  random: 0.5,
});

/** One event of each kind, and one trouble for each state that a trouble leads to. Complete by type. */
const imageEvents = (receipt: Receipt): ImageEvent[] =>
  Object.values({
    uploaded: [{ type: "uploaded" }],
    committed: [{ type: "committed" }],
    verified: [{ type: "verified", receipt }],
    gone: [{ type: "gone", atMs: 0 }],
    troubled: [trouble("CONNECTION_LOST"), trouble("BLOB_REFUSED"), trouble("FILE_MISSING"), trouble("FILE_CHANGED")],
    retried: [{ type: "retried" }],
    reset: [{ type: "reset" }],
    hubLeft: [{ type: "hubLeft" }],
    skipped: [{ type: "skipped" }],
    unskipped: [{ type: "unskipped" }],
  } satisfies Record<ImageEvent["type"], ImageEvent[]>).flat();

const runEvents: readonly RunEvent[] = Object.values({
  paused: [
    { type: "paused", reason: "user", error: null },
    { type: "paused", reason: "offline", error: null },
  ],
  resumed: [
    { type: "resumed", reason: "user" },
    { type: "resumed", reason: "offline" },
  ],
  finished: [{ type: "finished" }],
  cancelled: [{ type: "cancelled" }],
  failed: [{ type: "failed", error: { code: "INTERNAL", detail: null } }],
} satisfies Record<RunEvent["type"], RunEvent[]>).flat();

/** Everything that can be reached from a value, with the shortest way there. */
function explore<Value extends { readonly state: string }, Event>(
  first: Value,
  events: readonly Event[],
  step: (value: Value, event: Event) => Value,
) {
  const ways = new Map<string, { readonly value: Value; readonly way: readonly Event[] }>([
    [first.state, { value: first, way: [] }],
  ]);
  for (const { value, way } of ways.values()) {
    for (const event of events) {
      const next = step(value, event);
      if (!ways.has(next.state)) ways.set(next.state, { value: next, way: [...way, event] });
    }
  }
  return ways;
}

export interface Transition<Event> {
  readonly from: string;
  readonly to: string;
  /** From the first value to `from`. */
  readonly way: readonly Event[];
  readonly event: Event;
}

function transitions<Value extends { readonly state: string }, Event>(
  first: Value,
  events: readonly Event[],
  step: (value: Value, event: Event) => Value,
): Transition<Event>[] {
  const found = new Map<string, Transition<Event>>();
  for (const [from, { value, way }] of explore(first, events, step)) {
    for (const event of events) {
      const next = step(value, event);
      const key = `${from}→${next.state}`;
      if (next !== value && !found.has(key)) found.set(key, { from, to: next.state, way, event });
    }
  }
  return [...found.values()];
}

/** Of an image that was delivered, so that every state stands on bytes that the hub really holds. */
export const imageTransitions = (receipt: Receipt): Transition<ImageEvent>[] =>
  transitions<ImageRecord, ImageEvent>({ state: "complete", receipt }, imageEvents(receipt), stepImage);

export const runTransitions: readonly Transition<RunEvent>[] = transitions<RunRecord, RunEvent>(
  newRun,
  runEvents,
  stepRun,
);
