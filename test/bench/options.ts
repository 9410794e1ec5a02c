/** What was asked for on the command line. */
export interface BenchOptions {
  /** Also what takes long. */
  readonly full: boolean;
  /** Of `latency`: the one link to measure, in Mbit/s; all of them without it. */
  readonly mbits: number | undefined;
  /** How often each is measured; medians are taken. */
  readonly rounds: number;
  /** A folder that keeps the drawn photographs for the next time. */
  readonly keepIn: string | undefined;
}
