/**
 * A tier says what the middle of the program does; it never looks at anything else:
 * - `transient`  tried again in place, then in rounds
 * - `offline`    pauses the run until the hub can be reached again
 * - `auth`       pauses the run until a person mends the key
 * - `disk`       pauses the run until the station's disk has room
 * - `renew`      a fresh session, then on where it stopped
 * - `settle`     neither success nor failure: commit asks the hub what is there
 * - `person`     one thing (a file, an encounter, a question) waits for a person; its neighbours go on
 * - `request`    the request itself is wrong; sending it again changes nothing
 */
export type Tier = "transient" | "offline" | "auth" | "disk" | "renew" | "settle" | "person" | "request";

/** One code of the table. */
export interface Entry {
  readonly tier: Tier;
  /** The HTTP status that carries this code. */
  readonly status: number;
  readonly message: string;
  /** What a person does next. */
  readonly hint: string;
}
