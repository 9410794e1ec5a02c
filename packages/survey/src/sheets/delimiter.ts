/** What separates the cells of a text table. */

/** One character. */
export type Delimiter = string;
/** The usual ones first. Not `:`, `/`, `.` and `-`, which times and dates are full of. */
const delimiters: readonly Delimiter[] = ["\t", ";", ",", "|", "^", "~", "¦", "§", "*", "!", "\u001f", "\u0001"];
/** Of letters, digits and what cells are quoted with, none separates. */
const mayBe = /^[^\p{L}\p{N}"\s]$|^\t$/u;
const mostLines = 50;

/** The one that most lines have, and in the same number; a comma where there is none. `sep=;` in the first line says it. */
export function delimiterOf(text: string): Delimiter {
  const stated = /^sep=(.)\r?\n/i.exec(text)?.[1];
  if (stated !== undefined && mayBe.test(stated)) return stated;
  const lines = unquoted(text)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, mostLines);
  let best: Delimiter = ",";
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const score = scoreOf(lines.map((line) => line.split(delimiter).length - 1));
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** What stands in quotes separates nothing. */
const unquoted = (text: string): string => text.replace(/"(?:[^"]|"")*"/g, "");

/** Lines that have the commonest number of separators; decimal commas are in some lines more and in some fewer. */
function scoreOf(counts: readonly number[]): number {
  const lines = new Map<number, number>();
  for (const count of counts) if (count > 0) lines.set(count, (lines.get(count) ?? 0) + 1);
  const [count = 0, times = 0] = [...lines].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return times + Math.min(count, 100) / 1000;
}
