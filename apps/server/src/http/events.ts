/**
 * The dashboard's stream (Server-Sent Events). Durable events are read from the station only as fast as the browser
 * takes them, so a slow one costs no memory; one that takes nothing at all is dropped, and comes back where it was.
 */
import type { RunProgress, StationEvent } from "@landfall/protocol";
import type { StationStream } from "../station/port.ts";

export interface EventStreamOptions {
  readonly stream: StationStream;
  /** The sequence number of the newest event. */
  readonly newest: () => Promise<number>;
  readonly pingMs?: number;
  /** How much may wait for one browser. */
  readonly bufferBytes?: number;
}

export interface EventStreams {
  /** A stream of the events after this one. */
  readonly open: (after: number) => ReadableStream<Uint8Array>;
  /** Ends every stream. */
  readonly close: () => void;
}

const encoder = new TextEncoder();
const pageSize = 200;

const message = (name: string, data: object, id?: number): Uint8Array =>
  encoder.encode(`${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
const changeMessage = (event: StationEvent): Uint8Array => message("change", event, event.seq);
/** Browsers open a broken stream again after this time. */
const opening = encoder.encode("retry: 1000\n\n");
const ping = message("ping", {});

/** Calls `work` once more for any number of calls that came while it ran; never twice at the same time. */
function coalesced(work: () => Promise<void>): () => Promise<void> {
  let isRunning = false;
  let isAskedAgain = false;
  return async () => {
    isAskedAgain = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isAskedAgain) {
        isAskedAgain = false;
        await work();
      }
    } finally {
      isRunning = false;
    }
  };
}

export function createEventStreams(options: EventStreamOptions): EventStreams {
  const { stream, newest, pingMs = 15_000, bufferBytes = 256 * 1024 } = options;
  const ends = new Set<() => void>();

  function open(after: number): ReadableStream<Uint8Array> {
    let at = after;
    let hasEnded = false;
    let stuckPings = 0;
    let drain = async (): Promise<void> => {};
    let leave = (): void => {};

    const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      const hasRoom = (): boolean => !hasEnded && (controller.desiredSize ?? 0) > 0;
      const send = (bytes: Uint8Array): void => {
        if (!hasEnded) controller.enqueue(bytes);
      };
      const fail = (error: unknown): void => {
        if (hasEnded) return;
        leave();
        controller.error(error);
      };
      const end = (): void => {
        leave();
        controller.close();
      };
      const sendWhatFits = coalesced(async () => {
        while (hasRoom()) {
          const events = stream.since(at, pageSize);
          if (events?.length === 0) return;
          if (!events) {
            at = await newest();
            send(message("reset", {}, at));
          }
          for (const event of events ?? []) {
            send(changeMessage(event));
            at = event.seq;
          }
        }
      });
      drain = () => sendWhatFits().catch(fail);
      const unsubscribe = stream.subscribe({
        changed: () => void drain(),
        progress: (sample: RunProgress) => hasRoom() && send(message("progress", sample)),
      });
      const timer = setInterval(() => {
        stuckPings = hasRoom() ? 0 : stuckPings + 1;
        if (stuckPings === 0) send(ping);
        if (stuckPings >= 2) fail(new Error("the browser takes nothing"));
      }, pingMs);
      leave = () => {
        hasEnded = true;
        ends.delete(end);
        clearInterval(timer);
        unsubscribe();
      };
      ends.add(end);
      send(opening);
      void drain();
    };

    return new ReadableStream(
      { start, pull: () => drain(), cancel: () => leave() },
      new ByteLengthQueuingStrategy({ highWaterMark: bufferBytes }),
    );
  }

  return {
    open,
    close: () => {
      for (const end of [...ends]) end();
    },
  };
}
