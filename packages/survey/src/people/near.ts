/** Spellings that differ by a slip. Pure. */

/** One slip in a short text, two in one of nine letters or more; what is very short has to be equal. */
export function isNear(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  return slips(a, b) <= (longer < 5 ? 0 : longer < 9 ? 1 : 2);
}

/** Letters that are other, missing, too many, or two of them in the other order (Damerau–Levenshtein, adjacent swaps). */
export function slips(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
