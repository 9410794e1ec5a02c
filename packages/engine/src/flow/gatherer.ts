/** Gathers small writes for a moment, so that one transaction, and one sync of the disk, takes many. */
export interface Gatherer<T> {
  /** Resolves when it is written; rejects with what its batch was refused with. */
  readonly add: (item: T) => Promise<void>;
  /** Writes what is gathered now. */
  readonly flush: () => void;
}

export interface GathererOptions<T> {
  readonly write: (items: readonly T[]) => Promise<void>;
  /** The longest that an item waits for others; rejects when it need not wait any more. */
  readonly patience: (over: AbortSignal) => Promise<void>;
}

export function createGatherer<T>({ write, patience }: GathererOptions<T>): Gatherer<T> {
  let gathered: T[] = [];
  let written = Promise.withResolvers<void>();
  let waiting = new AbortController();
  const flush = () => {
    if (gathered.length === 0) return;
    const items = gathered;
    const { resolve, reject } = written;
    gathered = [];
    written = Promise.withResolvers();
    // A timer that nobody needs would keep the process alive.
    waiting.abort();
    write(items).then(resolve, reject);
  };
  return {
    add: (item) => {
      const { promise } = written;
      gathered.push(item);
      if (gathered.length === 1) {
        waiting = new AbortController();
        patience(waiting.signal).then(flush, () => {});
      }
      return promise;
    },
    flush,
  };
}
