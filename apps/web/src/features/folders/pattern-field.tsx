/** What the names of the folders mean, where it is known before the scan; the page of patterns shows what it makes of them after it. */
import { isPatternError, parsePathPattern } from "@landfall/protocol";
import { useId } from "react";

/** One on each line; what is wrong is said of the first that cannot be read. */
export function readPatterns(text: string): { readonly patterns: string[]; readonly wrong: string | null } {
  const patterns = text.split("\n").flatMap((line) => line.trim() || []);
  for (const pattern of patterns) {
    const read = parsePathPattern(pattern);
    if (isPatternError(read))
      return { patterns, wrong: patterns.length > 1 ? `${pattern}: ${read.message}` : read.message };
  }
  return { patterns, wrong: null };
}

export function PatternField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const id = useId();
  const { wrong } = readPatterns(value);
  return (
    <div className="formfield patternlines">
      <label htmlFor={id}>What the names of the folders mean (optional)</label>
      <textarea
        id={id}
        className="input mono"
        rows={Math.min(6, Math.max(1, value.split("\n").length))}
        value={value}
        placeholder="{year}/{date}_{locality}/{photographer}"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={wrong !== null || undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <small id={`${id}-hint`} className={wrong === null ? "quiet breakable" : "wrong breakable"}>
        {wrong ??
          "From the chosen folder down; one pattern on each line, the first that fits says it. Most names are understood without one, and Path patterns on Review suggests some."}
      </small>
    </div>
  );
}
