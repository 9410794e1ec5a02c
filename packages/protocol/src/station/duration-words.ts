const dayMs = 86_400_000;

/** `42 s`, `3 min`, `2 h`, `1 h 9 min`, `3 days`: the same wherever it is said how long something takes or has taken. */
export function durationWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (ms < 2 * dayMs) return `${Math.floor(minutes / 60)} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ""}`;
  return `${Math.round(ms / dayMs)} days`;
}
