import { setImmediate } from "node:timers/promises";

/** Between two slices of long work others have their turn: a request takes several of the event loop. */
export async function turn(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await setImmediate();
}
