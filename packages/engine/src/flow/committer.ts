/**
 * Gathers images that arrived, so that one commit takes them all. It goes out when nothing of its group is travelling:
 * one slow image in its retry waits never keeps its neighbours from being committed.
 */
export interface Committer<T> {
  /** A member of the group begins, or goes on after a wait. */
  readonly busy: () => void;
  /** A member waits for its retry, or has ended. */
  readonly idle: () => void;
  readonly arrived: (item: T) => void;
}

export function createCommitter<T>(members: number, commit: (items: T[]) => void): Committer<T> {
  let travelling = members;
  let gathered: T[] = [];
  return {
    busy: () => {
      travelling += 1;
    },
    idle: () => {
      travelling -= 1;
      if (travelling > 0 || gathered.length === 0) return;
      const items = gathered;
      gathered = [];
      commit(items);
    },
    arrived: (item) => {
      gathered.push(item);
    },
  };
}
