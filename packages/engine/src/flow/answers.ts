/**
 * Bodies whose last byte has left and whose answers are still on their way. They need no place among those that travel:
 * otherwise the wire stands idle for a round trip after each. What has left may still be in the machine's own buffers,
 * so no more of it is let go than the link has lately taken in a short time.
 */
import { answersAhead, answersAheadBytes, answersAheadMs } from "../policy.ts";
import type { Clock } from "../ports.ts";

export interface Answers {
  /** A body of this size has left: resolves when another may have its place, at the latest with its answer. */
  readonly mayFollow: (bytes: number, answer: Promise<unknown>) => Promise<void>;
  /** What all connections together have lately taken; null before there were a few answers. */
  readonly bytesPerSecond: () => number | null;
  /** Resolves when no answer is awaited any more. */
  readonly none: () => Promise<void>;
}

export interface Awaited {
  readonly bodies: number;
  readonly bytes: number;
}

/** Whether one more answer may be awaited while the next body travels. Null: the link is not known yet. */
export const hasRoom = ({ bodies, bytes }: Awaited, more: number, bytesPerSecond: number | null): boolean =>
  bodies < answersAhead &&
  bytes + more <= (bytesPerSecond === null ? answersAheadBytes : (bytesPerSecond * answersAheadMs) / 1_000);

/** The rate is that of so many answers, so that one that was late says little. */
const answersMeasured = 16;

/** What all connections together have lately taken, by the answers; null before there are a few. */
function createMeter(clock: Clock) {
  let answered: { readonly atMs: number; readonly bytes: number }[] = [];
  const record = (bytes: number) => {
    answered = [...answered.slice(-answersMeasured), { atMs: clock.now(), bytes }];
  };
  return {
    record,
    /** A body has left; the first one marks where the measure begins. */
    begin: () => {
      if (answered.length === 0) record(0);
    },
    bytesPerSecond: (): number | null => {
      const [first, ...rest] = answered;
      if (!first || rest.length < 4) return null;
      const ms = Math.max(1, clock.now() - first.atMs);
      return rest.reduce((sum, { bytes }) => sum + bytes, 0) / (ms / 1_000);
    },
  };
}

export function createAnswers(clock: Clock): Answers {
  const meter = createMeter(clock);
  let awaited: Awaited = { bodies: 0, bytes: 0 };
  let waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  let none = Promise.withResolvers<void>();

  const serve = () => {
    for (const { bytes, go } of waiting) {
      if (!hasRoom(awaited, bytes, meter.bytesPerSecond())) return;
      waiting = waiting.slice(1);
      go();
    }
  };
  const change = (bodies: number, bytes: number) => {
    awaited = { bodies: awaited.bodies + bodies, bytes: awaited.bytes + bytes };
    if (awaited.bodies > 0) return;
    none.resolve();
    none = Promise.withResolvers();
  };

  return {
    mayFollow: (bytes, answer) =>
      new Promise((resolve) => {
        let counted = false;
        const waiter = {
          bytes,
          go: () => {
            counted = true;
            change(1, bytes);
            resolve();
          },
        };
        const onAnswer = () => {
          waiting = waiting.filter((each) => each !== waiter);
          if (counted) change(-1, -bytes);
          resolve();
          serve();
        };
        meter.begin();
        waiting = [...waiting, waiter];
        answer.then(() => {
          meter.record(bytes);
          onAnswer();
        }, onAnswer);
        serve();
      }),
    bytesPerSecond: meter.bytesPerSecond,
    none: () => (awaited.bodies === 0 ? Promise.resolve() : none.promise),
  };
}
