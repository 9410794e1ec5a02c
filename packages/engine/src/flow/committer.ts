/**
 * Gathers images that arrived, so that one commit takes many. It goes out when nothing of its group is travelling, and
 * after a few seconds in any case: neither a slow link nor an image in its retry waits keeps others from being committed.
 */
export interface Committer<T> {
  /** A member of the group goes on after a wait. */
  readonly busy: () => void;
  /** A member waits for its retry, or has ended. */
  readonly idle: () => void;
  readonly arrived: (item: T) => void;
}

export interface CommitterOptions<T> {
  /** How many are travelling at the start. */
  readonly members: number;
  readonly commit: (items: T[]) => void;
  /** The longest that an arrival waits for others; rejects when it need not wait any more. */
  readonly patience: (overSignal: AbortSignal) => Promise<void>;
}

export function createCommitter<T>({ members, commit, patience }: CommitterOptions<T>): Committer<T> {
  let travelling = members;
  let gathered: T[] = [];
  let waiting = new AbortController();
  const flush = () => {
    if (gathered.length === 0) return;
    const items = gathered;
    gathered = [];
    // A timer that nobody needs would keep the process alive.
    waiting.abort();
    commit(items);
  };
  return {
    busy: () => {
      travelling += 1;
    },
    idle: () => {
      travelling -= 1;
      if (travelling === 0) flush();
    },
    arrived: (item) => {
      gathered.push(item);
      if (gathered.length > 1) return;
      waiting = new AbortController();
      patience(waiting.signal).then(flush, () => {});
    },
  };
}
