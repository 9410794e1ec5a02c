/** Whose the wire is. Runs stand in a line; the first that can use it has it, and those behind it wait for their turn. */
import type { RunId } from "@landfall/protocol";

export interface Place {
  readonly run: RunId;
  /** False while a person has paused it, while it rests until a later round, and while it waits for something else. */
  readonly able: boolean;
}

/** Null when nobody can use it. */
export const holderOf = (line: readonly Place[]): RunId | null => line.find(({ able }) => able)?.run ?? null;

/** The stored order first; runs that it does not name stand behind, in the order they were started. */
export function lineUp(stored: readonly RunId[], started: Iterable<RunId>): RunId[] {
  const atWork = new Set(started);
  return [...new Set([...stored.filter((run) => atWork.has(run)), ...atWork])];
}
