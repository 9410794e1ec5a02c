/** The one event stream: parsed, in order, and opened again where it was left. */
import { RunProgress, StationEvent, stationApiPrefix } from "@landfall/protocol";

export interface StreamListener {
  readonly onEvent: (event: StationEvent) => void;
  readonly onProgress: (progress: RunProgress) => void;
  /** The station no longer keeps what was missed, or said something unknown: read everything again. */
  readonly onReset: () => void;
  /** True while events arrive; false from the moment the stream is broken. */
  readonly onOpen: (open: boolean) => void;
}

const reopenAfterMs = 3_000;
/** The station says every 15 s that it is there. */
export const silentAfterMs = 40_000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Opens the stream after the event `after`. The browser itself opens it again after a break, from the last event it saw;
 * where it gives up (the station answered with an error), this does, after reading everything again.
 * @returns closes it
 */
export function openStream(after: number, listener: StreamListener): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let last = after;

  /** A connection may be dead without anybody saying so, or wait for others to end: then it is opened anew, and all is read again. */
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      source?.close();
      listener.onOpen(false);
      listener.onReset();
      open();
    }, silentAfterMs);
  };
  const open = () => {
    source = new EventSource(`${stationApiPrefix}/events?after=${last}`);
    heard();
    source.onopen = () => {
      heard();
      listener.onOpen(true);
    };
    source.addEventListener("ping", heard);
    source.onerror = () => {
      listener.onOpen(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(silence);
      listener.onReset();
      timer = setTimeout(open, reopenAfterMs);
    };
    source.addEventListener("change", ({ data }) => {
      heard();
      const event = StationEvent.safeParse(parse(data));
      if (!event.success) return listener.onReset();
      last = event.data.seq;
      listener.onEvent(event.data);
    });
    source.addEventListener("progress", ({ data }) => {
      const progress = RunProgress.safeParse(parse(data));
      if (progress.success) listener.onProgress(progress.data);
    });
    source.addEventListener("reset", () => listener.onReset());
  };

  open();
  return () => {
    clearTimeout(timer);
    clearTimeout(silence);
    source?.close();
  };
}
