/** Medians, shares and tables. Figures of one run are compared with each other and with nothing else. */

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** What a piece of work cost one process. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time of all threads. */
  readonly cpuMs: number;
  /** The largest resident set the process has had, 2^20 bytes. */
  readonly peakMiB: number;
}

/** Measures from now to the call. */
export function startMeasuring(): () => Cost {
  const startMs = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return {
      wallMs: performance.now() - startMs,
      cpuMs: (user + system) / 1000,
      peakMiB: process.resourceUsage().maxRSS / 1024,
    };
  };
}

/** Named numbers, as `--json` prints them. */
export type Figures = Record<string, number>;

/** The items, begun at another place in each round, so that no contender always comes first. */
export const turned = <T>(items: readonly T[], round: number): T[] => {
  const at = round % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
};

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => String(cell)));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) => row.map((cell, column) => cell[column ? "padStart" : "padEnd"](widths[column] ?? 0)).join("  "))
    .join("\n");
}
