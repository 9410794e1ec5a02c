/**
 * Photographs that others are not told of, whichever encounters have them: that people are in the picture, and until when an embargo
 * lasts, is said of the photograph. What is said of one file of a shot holds for its RAW file, its JPEG and its sidecar too.
 */
import type { ManifestId, PopulationId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { embargoedUntil } from "./embargo.ts";

export interface KeptBack {
  /** Keys of images of an encounter, as JSON. */
  readonly people: (encounter: number) => string;
  readonly embargoed: (encounter: number) => string;
  /** Until which day it is under embargo; null where it is not. @param image its key */
  readonly until: (image: number) => string | null;
}

interface Row {
  readonly pk: number;
  readonly encounter: number;
}

/** Encounters `e` of the versions `m` that count: in whatever scan job of the population, and the one that is asked for. */
const counted = `e.manifest IN (SELECT m.id FROM manifest AS m JOIN scan_job AS j ON j.id = m.scan_job
  WHERE j.population = @population AND m.version > 0 AND (m.status IN ('draft', 'approved') OR m.id = @manifest))`;

export interface KeptBackScope {
  readonly population: PopulationId;
  readonly manifest: ManifestId | null;
}

/** @param today an embargo that is over is none: `2026-07-01` */
export function keptBack(db: StationDatabase, scope: KeptBackScope, today: string): KeptBack {
  const people = alike(
    db,
    scope,
    statement<Row>(
      db,
      `SELECT i.pk, i.encounter FROM encounter AS e JOIN image AS i ON i.encounter = e.pk WHERE i.people = 1 AND ${counted}`,
    ).all({ ...scope }),
  );
  const embargoes = statement<{ day: string }>(
    db,
    `SELECT DISTINCT ${embargoedUntil} AS day FROM encounter AS e
     WHERE ${embargoedUntil} > @today AND ${counted} ORDER BY day`,
  ).all({ ...scope, today });
  const until = new Map<number, { readonly encounter: number; readonly day: string }>();
  // The latest day counts.
  for (const { day } of embargoes) {
    const under = statement<Row>(
      db,
      `SELECT i.pk, i.encounter FROM encounter AS e JOIN image AS i ON i.encounter = e.pk
       WHERE ${embargoedUntil} = @day AND ${counted}`,
    ).all({ ...scope, day });
    for (const [pk, encounter] of alike(db, scope, under)) until.set(pk, { encounter, day });
  }
  const listed = (all: ReadonlyMap<number, number>) => {
    const lists = Map.groupBy([...all], ([, encounter]) => encounter);
    return (encounter: number) => JSON.stringify((lists.get(encounter) ?? []).map(([pk]) => pk));
  };
  return {
    people: listed(people),
    embargoed: listed(new Map([...until].map(([pk, { encounter }]) => [pk, encounter]))),
    until: (image) => until.get(image)?.day ?? null,
  };
}

/** These, and all that are the same photograph: of the same bytes or the same shot, as often as one leads to the next. By image its encounter. */
function alike(db: StationDatabase, scope: KeptBackScope, seeds: readonly Row[]): Map<number, number> {
  const found = new Map<number, number>();
  const add = (rows: readonly Row[]) =>
    rows.filter(({ pk, encounter }) => {
      const isNew = !found.has(pk);
      found.set(pk, encounter);
      return isNew;
    });
  for (let next = add(seeds); next.length > 0; ) {
    const shots = add(ofSameShots(db, next));
    next = add(ofSameBytes(db, scope, [...next, ...shots]));
  }
  return found;
}

const ofSameBytes = (db: StationDatabase, scope: KeptBackScope, rows: readonly Row[]): Row[] =>
  statement<Row>(
    db,
    `SELECT DISTINCT o.pk, o.encounter FROM json_each(@pks) AS k CROSS JOIN image AS i ON i.pk = k.value
       CROSS JOIN image AS o ON o.sha256 IN (i.sha256, i.hashed) OR o.hashed IN (i.sha256, i.hashed)
       CROSS JOIN encounter AS e ON e.pk = o.encounter
     WHERE ${counted}`,
  ).all({ ...scope, pks: JSON.stringify(rows.map(({ pk }) => pk)) });

interface OfShot {
  readonly pk: number;
  readonly name: string;
  readonly lead: string | null;
}

/** A video only lies beside a photograph. */
function ofSameShots(db: StationDatabase, rows: readonly Row[]): Row[] {
  return [...Map.groupBy(rows, ({ encounter }) => encounter)].flatMap(([encounter, some]) => {
    const all = statement<OfShot>(
      db,
      `SELECT pk, file_name AS name, paired_with AS lead FROM image
       WHERE encounter = ? AND media_type NOT LIKE 'video/%'`,
    ).all(encounter);
    const led = new Set(all.flatMap(({ lead }) => lead ?? []));
    const shotOf = ({ name, lead }: OfShot) => lead ?? (led.has(name) ? name : null);
    const asked = new Set(some.map(({ pk }) => pk));
    const shots = new Set(all.filter(({ pk }) => asked.has(pk)).flatMap((one) => shotOf(one) ?? []));
    return all.filter((one) => shots.has(shotOf(one) ?? "")).map(({ pk }) => ({ pk, encounter }));
  });
}
