/** Progress on standard error: a line that is drawn over on a terminal, else a plain line now and then. */
import { plain } from "./output.ts";

export interface ProgressLine {
  readonly show: (text: string) => void;
  /** Clears the drawn line. */
  readonly done: () => void;
}

const plainEveryMs = 5_000;

export function createProgressLine(
  stream: Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns"> = process.stderr,
): ProgressLine {
  let shown = "";
  let shownAtMs = 0;
  if (stream.isTTY)
    return {
      show: (text) => {
        shown = plain(text).slice(0, (stream.columns || 80) - 1);
        stream.write(`\r\u001b[K${shown}`);
      },
      done: () => {
        if (shown) stream.write("\r\u001b[K");
        shown = "";
      },
    };
  return {
    show: (text) => {
      if (text === shown || Date.now() - shownAtMs < plainEveryMs) return;
      shown = text;
      shownAtMs = Date.now();
      stream.write(`${plain(text)}\n`);
    },
    done: () => {},
  };
}

/** `[######----]` */
export function bar(done: number, total: number, width = 20): string {
  const filled = total > 0 ? Math.min(Math.floor((done / total) * width), width) : 0;
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}]`;
}
