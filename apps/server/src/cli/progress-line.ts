/** Progress on standard error: a line that is drawn over on a terminal, else a plain line now and then. */
import { plain } from "./output.ts";

export interface ProgressLine {
  /** False where each line stays: what only draws has no place in it. */
  readonly isDrawn: boolean;
  readonly show: (text: string) => void;
  /** Clears the drawn line. Where lines stay, `last` is the last one, so that none that is no longer true ends them. */
  readonly done: (last?: string) => void;
}

const plainEveryMs = 5_000;

export function createProgressLine(
  stream: Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns"> = process.stderr,
  nowMs: () => number = Date.now,
): ProgressLine {
  let shown = "";
  if (stream.isTTY)
    return {
      isDrawn: true,
      show: (text) => {
        shown = plain(text).slice(0, (stream.columns || 80) - 1);
        stream.write(`\r\u001b[K${shown}`);
      },
      done: () => {
        if (shown) stream.write("\r\u001b[K");
        shown = "";
      },
    };
  let shownAtMs = Number.NEGATIVE_INFINITY;
  const write = (text: string): void => {
    shown = text;
    shownAtMs = nowMs();
    stream.write(`${plain(text)}\n`);
  };
  return {
    isDrawn: false,
    show: (text) => {
      if (text !== shown && nowMs() - shownAtMs >= plainEveryMs) write(text);
    },
    done: (last) => {
      if (last && shown && last !== shown) write(last);
    },
  };
}

/** `[######----]` */
export function bar(done: number, total: number, width = 20): string {
  const filled = total > 0 ? Math.min(Math.floor((done / total) * width), width) : 0;
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}]`;
}
