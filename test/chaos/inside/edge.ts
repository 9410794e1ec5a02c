/**
 * In a process that may die at an edge: every named edge that it passes is told to the process that started it, and at
 * the armed one it kills itself, at once and with no goodbye.
 */
import { AsyncLocalStorage } from "node:async_hooks";

/** What the starting process says. */
export interface Arm {
  readonly edge: string;
  /** At the first, second … time that it is passed from now on. */
  readonly occurrence: number;
}

const places = new AsyncLocalStorage<string>();
const told = new Set<string>();
let armed: Arm | undefined;
let passed = 0;

/** Runs the work, and whatever it starts, under this name. */
export const inside = <T>(place: string, work: () => T): T => places.run(place, work);
export const placeOr = (otherwise: string): string => places.getStore() ?? otherwise;

export function arm(next: Arm | undefined): void {
  armed = next;
  passed = 0;
}

export function edge(name: string): void {
  if (!told.has(name)) {
    told.add(name);
    process.send?.({ edge: name });
  }
  if (armed?.edge !== name) return;
  passed += 1;
  if (passed === armed.occurrence) process.kill(process.pid, "SIGKILL");
}
