/** What is other in a sheet than when it was read last. Rows are known by what they are of, not by where they stand. Pure. */
import type { RowChange, SheetChanges } from "@landfall/protocol";
import type { Sighting } from "../ports.ts";

const mostListed = 200;

export function sheetChanges(before: readonly Sighting[], after: readonly Sighting[]): SheetChanges {
  const old = byKey(before);
  const now = byKey(after);
  const changed: RowChange[] = [];
  const added: Sighting[] = [];
  for (const [key, sighting] of now) {
    const was = old.get(key);
    if (was === undefined) added.push(sighting);
    else changed.push(...changesOf(was, sighting));
  }
  const removed = [...old].filter(([key]) => !now.has(key)).map(([, sighting]) => sighting);
  const toRow = ({ place, text }: Sighting) => ({ place, text });
  return {
    added: added.slice(0, mostListed).map(toRow),
    removed: removed.slice(0, mostListed).map(toRow),
    changed: changed.slice(0, mostListed),
    counts: { added: added.length, removed: removed.length, changed: changed.length },
  };
}

/** Day, number, start, photographers and files say which sighting a row is; several with the same have a running number. */
function byKey(sightings: readonly Sighting[]): Map<string, Sighting> {
  const rows = new Map<string, Sighting>();
  const counts = new Map<string, number>();
  for (const sighting of sightings) {
    const { date, encounterNumber, startTime, fileNames, folder, photographers } = sighting;
    const what = encounterNumber ?? (fileNames.length > 0 ? fileNames : (folder ?? startTime));
    const key = JSON.stringify([date, what, encounterNumber === null ? null : photographers]);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    rows.set(`${key} ${count}`, sighting);
  }
  return rows;
}

function changesOf(was: Sighting, is: Sighting): RowChange[] {
  const stated = ({ stated: list }: Sighting) => new Map(list.map(({ field, raw }) => [field, raw] as const));
  const [from, to] = [stated(was), stated(is)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((field) => from.get(field) !== to.get(field))
    .map((field) => ({ place: is.place, field, from: from.get(field) ?? null, to: to.get(field) ?? null }));
}
