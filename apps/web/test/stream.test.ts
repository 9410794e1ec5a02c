/** The stream of a station that falls silent: it is told, opened anew, and all is read again. */
import { afterEach, expect, it, vi } from "vitest";
import { openStream, silentAfterMs } from "../src/live/stream.ts";

class Source extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: Source[] = [];
  readonly readyState = 1;
  isClosed = false;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor() {
    super();
    Source.opened.push(this);
  }
  close(): void {
    this.isClosed = true;
  }
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Source.opened.length = 0;
});

it("a stream that says nothing any more is told, closed, and opened anew; one that says that it is there is not", () => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Source);
  const heard: string[] = [];
  const close = openStream(7, {
    onEvent: () => {},
    onProgress: () => {},
    onReset: () => heard.push("reset"),
    onOpen: (open) => heard.push(open ? "open" : "silent"),
  });
  const [first] = Source.opened;
  first?.onopen?.();
  vi.advanceTimersByTime(silentAfterMs - 1);
  first?.dispatchEvent(new MessageEvent("ping", { data: "{}" }));
  vi.advanceTimersByTime(silentAfterMs - 1);
  expect(heard).toEqual(["open"]);
  vi.advanceTimersByTime(1);
  expect(heard).toEqual(["open", "silent", "reset"]);
  expect(first?.isClosed).toBe(true);
  expect(Source.opened).toHaveLength(2);
  close();
  vi.advanceTimersByTime(silentAfterMs * 2);
  expect(Source.opened).toHaveLength(2);
});
