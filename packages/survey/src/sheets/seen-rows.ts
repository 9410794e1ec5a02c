/** A photograph beside the rows of its day: whether they are of one photographer, and of one time. Pure. */
import type { Sighting } from "../ports.ts";
import { mayBeSame } from "./people.ts";

/** What is known of a photograph without any sheet. */
export interface Seen {
  readonly fileName: string;
  /** Its folder with those above it, folded, joined by `/`. */
  readonly folder: string;
  /** `dwc:eventDate`. */
  readonly date: string | null;
  /** Local, `09:42:10`. */
  readonly time: string | null;
  readonly encounterNumber: number | null;
  /** Of all photographs of its day. */
  readonly numbersOfDay: readonly number[];
  readonly photographer: string | null;
  /** A person has named the photographer, in the folder or the file's name; a camera's owner may be anybody. */
  readonly isNamed: boolean;
}

export interface Row extends Sighting {
  readonly index: number;
}

/** Clocks of people and cameras differ by minutes. */
export const slackMs = 10 * 60 * 1000;

export const isPhotographer = ({ photographer }: Seen, row: Sighting): boolean | null =>
  photographer === null || row.photographers.length === 0
    ? null
    : row.photographers.some((name) => mayBeSame(name, photographer));

/** The only one, or the only one of the photographer. */
export function choose(seen: Seen, rows: readonly Row[]): Row | null {
  if (rows.length <= 1) return rows[0] ?? null;
  const own = rows.filter((row) => isPhotographer(seen, row) === true);
  return own.length === 1 ? (own[0] ?? null) : null;
}

export const ms = (date: string, time: string): number => Date.parse(`${date}T${time}Z`);

export const takenMs = ({ time }: Pick<Seen, "time">, date: string): number | null =>
  time === null || date.length !== 10 ? null : ms(date, time);
