/** Patterns that the folders seem to be called by, with how much speaks for each. */
import { type PatternSuggestion, percent } from "@landfall/protocol";
import { Button } from "../../ui/button.tsx";
import { count, formatNumber } from "../../ui/format.ts";

interface SuggestionListProps {
  readonly suggestions: readonly PatternSuggestion[];
  readonly images: number;
  /** The patterns that are typed. */
  readonly chosen: readonly string[];
  /** In place of them. */
  readonly onChoose: (pattern: string) => void;
  /** Behind them. */
  readonly onAdd: (pattern: string) => void;
}

function reasons({ images, dates: { agree, differ } }: PatternSuggestion, all: number): string {
  const fits =
    images === all ? `Fits all ${count(all, "image")}` : `Fits ${formatNumber(images)} of ${count(all, "image")}`;
  if (agree + differ === 0) return fits;
  return differ === 0
    ? `${fits}; its dates are the photographs’ own`
    : `${fits}; ${percent(differ, agree + differ)} of its dates differ from the photographs’ own`;
}

export function SuggestionList({ suggestions, images, chosen, onChoose, onAdd }: SuggestionListProps) {
  if (suggestions.length === 0)
    return (
      <p className="quiet">The names of these folders suggest no pattern. Write one, or leave them to be guessed.</p>
    );
  return (
    <ul className="suggestions">
      {suggestions.map((each) => (
        <li key={each.pattern}>
          <button
            type="button"
            className="suggestion"
            aria-pressed={chosen.includes(each.pattern)}
            onClick={() => onChoose(each.pattern)}
          >
            <code className="breakable">{each.pattern}</code>
            <b>{percent(each.confidence, 1)}</b>
          </button>
          <p className="quiet">
            {reasons(each, images)}
            {each.usedBy !== null && `; used for ${each.usedBy}`}.{" "}
            {chosen.length > 0 && !chosen.includes(each.pattern) && (
              <Button look="link" aria-label={`Add it behind: ${each.pattern}`} onClick={() => onAdd(each.pattern)}>
                Add it behind
              </Button>
            )}
          </p>
          <ul className="files">
            {each.matching.slice(0, 2).map((path) => (
              <li key={path}>{path}</li>
            ))}
            {each.others.slice(0, 1).map((path) => (
              <li key={path}>not {path}</li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
