/** One value of several places: the first that says something counts, the others are kept where they differ. */
import { foldText } from "@landfall/protocol";
import type { StatedText } from "../ports.ts";

export interface Statement {
  readonly source: StatedText["source"];
  readonly value: string | null;
}

export function statedText(statements: readonly Statement[]): StatedText | null {
  const stated = statements.flatMap(({ source, value }) => (value === null ? [] : [{ source, value, raw: value }]));
  const [best, ...others] = stated;
  if (!best) return null;
  const seen = new Set([foldText(best.value)]);
  const conflicts = others.filter(({ value }) => {
    const folded = foldText(value);
    const differs = !seen.has(folded);
    seen.add(folded);
    return differs;
  });
  return { ...best, conflicts };
}
