/** One name as it is written, and whom it stands for. */
import { type NameSuggestion, type PhotographerName, suggestionReasons } from "@landfall/protocol";
import { useId } from "react";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { count } from "../../ui/format.ts";
import { isWrong, type NameDraft, peopleText, suggestionDraft } from "./name-drafts.ts";

interface NameRowProps {
  readonly of: PhotographerName;
  readonly draft: NameDraft;
  readonly isChanged: boolean;
  readonly knownPeople: string;
  readonly onChange: (draft: NameDraft) => void;
}

function StateChip({ of, isChanged }: Pick<NameRowProps, "of" | "isChanged">) {
  if (isChanged) return <Chip tone="live">Not saved</Chip>;
  if (of.state === "unresolved") return <Chip tone="warn">Unresolved</Chip>;
  if (of.state === "rejected") return <Chip>Left out</Chip>;
  return <Chip>{of.state === "created" ? "New to the hub" : "Known"}</Chip>;
}

const suggestionText = ({ people, because }: NameSuggestion): string =>
  people.length === 0
    ? `Not a person (${suggestionReasons[because]})`
    : `${peopleText(people)} (${suggestionReasons[because]})`;

export function NameRow({ of, draft, isChanged, knownPeople, onChange }: NameRowProps) {
  const id = useId();
  const isNobody = draft === "nobody";
  const wrong = isWrong(draft);
  return (
    <li className="namerow" data-open={of.state === "unresolved" || undefined}>
      <div className="namewritten">
        <b className="breakable">{of.name}</b>
        <span className="quiet">
          {count(of.encounters, "encounter")}, {count(of.images, "photograph")}
        </span>
        {of.lists.length > 0 && <span className="quiet breakable">in {of.lists.join("; ")}</span>}
      </div>
      <div className="formfield">
        <label htmlFor={id} className="sr">
          Who is {of.name}?
        </label>
        <input
          id={id}
          className="input"
          list={knownPeople}
          value={isNobody ? "" : draft.text}
          placeholder={isNobody ? "Not a person: left out" : "Full name; several joined by +"}
          autoComplete="off"
          disabled={isNobody}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onChange={(event) => onChange({ text: event.target.value })}
        />
        {wrong && (
          <small className="wrong" id={`${id}-wrong`}>
            A name has at most 200 letters.
          </small>
        )}
        {of.suggestions.length > 0 && !isChanged && (
          <div className="namesuggestions">
            {of.suggestions.map((each) => (
              <Button key={suggestionText(each)} look="link" onClick={() => onChange(suggestionDraft(each))}>
                {suggestionText(each)}
              </Button>
            ))}
          </div>
        )}
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={isNobody}
          aria-label={`${of.name} is not a person`}
          onChange={(event) => onChange(event.target.checked ? "nobody" : { text: "" })}
        />
        Not a person
      </label>
      <StateChip of={of} isChanged={isChanged} />
    </li>
  );
}
