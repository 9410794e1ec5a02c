/** Bursts of images: numbers that a draft gave them, and where the frames of one lie in their encounter. */
import type { Burst } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import type { ImageDbRow } from "./image-row.ts";

type Frame = Pick<ImageDbRow, "encounter" | "ordinal" | "burst" | "paired_with">;

interface BurstRow {
  readonly frames: number;
  /** Frames before the one that is asked about, and images from the first of the burst to that, and from that to the last. */
  readonly before: number;
  readonly behind: number;
  readonly ahead: number;
}

const ofBurst = "b.encounter = @encounter AND b.burst = @burst";

/** Only what lies within the burst is counted, however large the encounter is. */
const burstAt = (db: StationDatabase, { encounter, burst, ordinal }: Frame): BurstRow =>
  statement<BurstRow>(
    db,
    `SELECT (SELECT COUNT(*) FROM image AS b WHERE ${ofBurst} AND b.paired_with IS NULL) AS frames,
       (SELECT COUNT(*) FROM image AS b WHERE ${ofBurst} AND b.paired_with IS NULL AND b.ordinal < @ordinal) AS before,
       (SELECT COUNT(*) FROM image AS i WHERE i.encounter = @encounter AND i.ordinal < @ordinal
          AND i.ordinal >= (SELECT MIN(b.ordinal) FROM image AS b WHERE ${ofBurst})) AS behind,
       (SELECT COUNT(*) FROM image AS i WHERE i.encounter = @encounter AND i.ordinal > @ordinal
          AND i.ordinal <= (SELECT MAX(b.ordinal) FROM image AS b WHERE ${ofBurst})) AS ahead`,
  ).get({ encounter, burst, ordinal }) as BurstRow;

/** @param rows of one encounter, in their order, from its place `offset` on. @returns for each its burst, if it has one */
export function burstsOfPage(db: StationDatabase, rows: readonly Frame[], offset: number): (Burst | null)[] {
  const known = new Map<number, Omit<Burst, "number">>();
  return rows.map((row, index) => {
    if (row.burst === null) return null;
    const before = known.get(row.burst);
    const isFrame = row.paired_with === null;
    const burst = before
      ? { ...before, at: Math.min(before.of, before.at + Number(isFrame)) }
      : firstOfPage(burstAt(db, row), isFrame, offset + index);
    known.set(row.burst, burst);
    // One that was split may have a single frame here.
    return burst.of < 2 ? null : { number: row.burst, ...burst };
  });
}

const firstOfPage = ({ frames, before, behind, ahead }: BurstRow, isFrame: boolean, place: number) => ({
  at: Math.max(1, before + Number(isFrame)),
  of: Math.max(1, frames),
  first: place - behind,
  last: place + ahead,
});

export interface OtherBurst {
  readonly image: number;
  readonly burst: number | null;
}

/** Images of the encounter `known` that `now`, which is the same otherwise, has in other bursts. */
export const otherBursts = (db: StationDatabase, known: number, now: number): OtherBurst[] =>
  statement<OtherBurst>(
    db,
    `SELECT i.pk AS image, j.burst AS burst
     FROM image AS i JOIN image AS j ON j.encounter = @now AND j.sha256 = i.sha256
     WHERE i.encounter = @known AND i.burst IS NOT j.burst`,
  ).all({ known, now });

export function storeBursts(db: StationDatabase, bursts: readonly OtherBurst[]): void {
  for (const { image, burst } of bursts) statement(db, "UPDATE image SET burst = ? WHERE pk = ?").run(burst, image);
}
