/** What follows for many encounters from what is said of their population, in parts between which something else happens. */
import { expect, test } from "vitest";
import {
  approve,
  closeDatabase,
  editEncounter,
  encounterRow,
  ensurePopulation,
  mergeEncounters,
  openDatabase,
  rejudgeOutdated,
  type StationDatabase,
  settingArea,
  write,
} from "../src/index.ts";
import { openTemporary, storeScan } from "./support.ts";

const salish = { south: 47, west: -125, north: 50, east: -122 };
const names = ["a", "b", "c", "d", "e", "f"];
const far = names.map((name) => ({
  images: [name],
  values: { decimalLatitude: 10, decimalLongitude: -123.2, locality: name },
}));

function stored() {
  const db = openTemporary();
  const { id } = ensurePopulation(db, "Residents");
  const { ids, manifest } = storeScan(db, far);
  return { db, id, ids, manifest };
}

const isOutside = (db: StationDatabase, { ids }: Pick<ReturnType<typeof stored>, "ids">) =>
  ids.map((each) => encounterRow(db, each).findings.some(({ code }) => code === "POSITION_OUTSIDE"));
const all = (value: boolean) => names.map(() => value);

/** So many steps, in transactions of their own. */
function go(db: StationDatabase, act: Generator<void, void>, steps = Number.POSITIVE_INFINITY): void {
  for (let step = 0; step < steps; step++) if (write(db, () => act.next()).done) return;
}

test("a station that is killed in between judges all of them when it starts", () => {
  const { db, id, ids } = stored();
  go(db, settingArea(db, id, salish), 4);
  expect(new Set(isOutside(db, { ids }))).toEqual(new Set([true, false]));
  const file = db.sql.name;
  const again = openDatabase(file);
  rejudgeOutdated(again);
  expect(isOutside(again, { ids })).toEqual(all(true));
  // Once is enough.
  const changes = () => again.sql.prepare("SELECT total_changes() AS n").pluck().get();
  const before = changes();
  rejudgeOutdated(again);
  expect(changes()).toBe(before);
  closeDatabase(again);
});

test("what is said later holds for all, also where the first change has not come to its end", () => {
  for (const steps of [1, 3, 5]) {
    const { db, id, ids } = stored();
    const first = settingArea(db, id, salish);
    go(db, first, steps);
    const second = settingArea(db, id, null);
    go(db, second, 3);
    go(db, first, 2);
    go(db, second);
    go(db, first);
    expect(isOutside(db, { ids })).toEqual(all(false));
    rejudgeOutdated(db);
    expect(isOutside(db, { ids })).toEqual(all(false));
  }
});

test("what a person decides in between stays", () => {
  const { db, id, ids, manifest } = stored();
  const [first, second, third, , , last] = ids;
  if (!first || !second || !third || !last) throw new Error("six encounters");
  const act = settingArea(db, id, salish);
  go(db, act, 2);
  editEncounter(db, last, { decimalLatitude: 48, decimalLongitude: -123.2 });
  approve(db, manifest, { encounters: [third] });
  mergeEncounters(db, first, [second]);
  go(db, act);
  expect(encounterRow(db, last).findings.map(({ code }) => code)).not.toContain("POSITION_OUTSIDE");
  expect(encounterRow(db, third)).toMatchObject({ review: "approved" });
  expect(encounterRow(db, third).findings.map(({ code }) => code)).toContain("POSITION_OUTSIDE");
  expect(encounterRow(db, first).imageCount).toBe(2);
});
