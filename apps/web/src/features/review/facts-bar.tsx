/** What one image or several show, by mouse; each has its key. */
import { type ImageFactsPatch, type ImageRow, Side, sideWords } from "@landfall/protocol";
import { useId } from "react";
import { count } from "../../ui/format.ts";
import { commonOf, provenanceOfFacts, qualities, sideKeys } from "./facts.ts";

interface FactsBarProps {
  readonly images: readonly ImageRow[];
  /** Said again, it is taken back. */
  readonly onDescribe: (facts: ImageFactsPatch) => void;
}

const keyOf = (side: Side): string =>
  (Object.entries(sideKeys).find(([, each]) => each === side)?.[0] ?? "").toUpperCase();
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const differing = "differing";

export function FactsBar({ images, onDescribe }: FactsBarProps) {
  const id = useId();
  const [only, ...others] = images;
  const side = commonOf(images, "side");
  const quality = commonOf(images, "quality");
  const people = commonOf(images, "people");
  const from = only && others.length === 0 ? provenanceOfFacts(only) : "";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lie in one line with its legend.
    <div className="factsbar" role="group" aria-label={`What ${count(images.length, "image")} show`}>
      <span className="fact">
        <label htmlFor={id}>Side</label>
        <select
          id={id}
          className="input"
          value={side === undefined ? differing : (side ?? "")}
          onChange={({ target }) => onDescribe({ side: Side.safeParse(target.value).data ?? null })}
        >
          {side === undefined && (
            <option value={differing} disabled>
              differing
            </option>
          )}
          <option value="">not said</option>
          {Side.options.map((each) => (
            <option key={each} value={each}>
              {capital(sideWords[each])} ({keyOf(each)})
            </option>
          ))}
        </select>
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <span className="fact" role="group" aria-label="Quality">
        <span aria-hidden="true">Quality</span>
        {qualities.map((each) => (
          <button
            key={each}
            type="button"
            className="btn factkey"
            aria-pressed={quality === each}
            onClick={() => onDescribe({ quality: each })}
          >
            {each}
          </button>
        ))}
      </span>
      <button type="button" className="btn" aria-pressed={people === true} onClick={() => onDescribe({ people: true })}>
        People in the picture <kbd className="kbd">P</kbd>
      </button>
      {from && <small className="quiet breakable">{from}</small>}
    </div>
  );
}
