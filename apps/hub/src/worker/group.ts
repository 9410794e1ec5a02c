/** Results of jobs that end within a moment are written together: on SQLite each transaction is a sync of the disk. */
import { setTimeout as delay } from "node:timers/promises";

const patienceMs = 30;

/** A group that is refused is written one by one, so that none suffers for another. */
export function inGroups<T>(write: (items: readonly T[]) => Promise<void>): (item: T) => Promise<void> {
  let group: { readonly items: T[]; readonly written: Promise<void> } | undefined;
  return async (item) => {
    if (!group) {
      const items: T[] = [];
      const written = delay(patienceMs).then(() => {
        group = undefined;
        return write(items);
      });
      group = { items, written };
    }
    const { items, written } = group;
    items.push(item);
    try {
      await written;
    } catch (error) {
      if (items.length === 1) throw error;
      await write([item]);
    }
  };
}
