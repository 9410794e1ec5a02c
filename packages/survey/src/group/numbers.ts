/** Encounter numbers, where one day has several encounters of one photographer at one place. */
import { type EncounterValues, foldText } from "@landfall/protocol";

export interface Numbered {
  readonly values: Pick<EncounterValues, "eventDate" | "locality" | "recordedBy">;
  readonly encounterNumber: number | null;
}

/**
 * The number of each encounter, in the given order, which should be that of time. Numbers that are there stay, as long as no
 * other encounter of the same day, place and photographer came first with them; where several share these, each has one.
 */
export function assignNumbers(encounters: readonly Numbered[]): (number | null)[] {
  const numbers: (number | null)[] = encounters.map(() => null);
  const groups = Map.groupBy(
    encounters.map((encounter, index) => ({ encounter, index })),
    ({ encounter }) => keyOf(encounter),
  );
  for (const group of groups.values()) {
    const used = new Set<number>();
    for (const { encounter, index } of group) {
      const number = encounter.encounterNumber;
      if (number === null || used.has(number)) continue;
      used.add(number);
      numbers[index] = number;
    }
    if (group.length === 1) continue;
    let next = 1;
    for (const { index } of group.filter((item) => numbers[item.index] === null)) {
      while (used.has(next)) next += 1;
      used.add(next);
      numbers[index] = next;
    }
  }
  return numbers;
}

const keyOf = ({ values: { eventDate, locality, recordedBy } }: Numbered) =>
  JSON.stringify([
    eventDate,
    locality === null ? null : foldText(locality),
    recordedBy === null ? null : foldText(recordedBy),
  ]);
