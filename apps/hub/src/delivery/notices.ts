/** Tells waiting commits of this process that an image's check ended. */
export interface Notices {
  readonly announce: () => void;
  /** Resolves at the next announcement, after `timeoutMs`, or when the caller is gone; never rejects. */
  readonly next: (timeoutMs: number, signal: AbortSignal) => Promise<void>;
  /** Ends all waiting, now and later. */
  readonly close: () => void;
  readonly isClosed: () => boolean;
}

export function openNotices(): Notices {
  let waiting = new Set<() => void>();
  let closed = false;
  const announce = (): void => {
    const now = waiting;
    waiting = new Set();
    for (const wake of now) wake();
  };
  return {
    announce,
    next: (timeoutMs, signal) =>
      new Promise((resolve) => {
        if (closed || signal.aborted) return resolve();
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", wake);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        signal.addEventListener("abort", wake);
        waiting.add(wake);
      }),
    close: () => {
      closed = true;
      announce();
    },
    isClosed: () => closed,
  };
}
