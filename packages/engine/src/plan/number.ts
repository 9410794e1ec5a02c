/** Encounters of one manifest that would have the same key are told apart by a number, in order of time. */
import { matchKey } from "@landfall/protocol";
import type { SyncEncounter } from "../ports.ts";

export function numberWithinManifest(encounters: readonly SyncEncounter[]): (number | null)[] {
  const groups = Map.groupBy(encounters.keys(), (at) => {
    const { eventDate, locality, recordedBy } = (encounters[at] as SyncEncounter).values;
    return matchKey({ eventDate, locality, photographer: recordedBy });
  });
  const numbers = encounters.map((encounter) => encounter.encounterNumber);
  for (const [key, members] of groups) {
    if (key === null || members.length < 2) continue;
    const taken = new Set<number>();
    for (const at of members) {
      const given = numbers[at];
      // The first with a number keeps it; another with the same gets the next free one.
      const number = given && !taken.has(given) ? given : nextFree(taken, members, numbers);
      numbers[at] = number;
      taken.add(number);
    }
  }
  return numbers;
}

function nextFree(taken: ReadonlySet<number>, members: readonly number[], numbers: readonly (number | null)[]): number {
  const given = new Set(members.map((at) => numbers[at]));
  let number = 1;
  while (taken.has(number) || given.has(number)) number += 1;
  return number;
}
