/** The individuals of an encounter as chips: Enter or a comma adds one, its cross takes it out. Saved at once. */
import { type EncounterRow, type FieldEdit, furtherFieldWords, nameSeparator } from "@landfall/protocol";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { rowTitle } from "../../ui/words.ts";
import { provenanceText } from "./provenance.ts";
import { forgetUnsaved, keepUnsaved, useUnsaved } from "./unsaved.ts";
import "./individuals.css";

interface IndividualsFieldProps {
  readonly row: EncounterRow;
  /** A person is about to add the first one. */
  readonly isOpened: boolean;
  /** @returns whether it is saved */
  readonly onSave: (patch: FieldEdit) => Promise<boolean>;
}

export const individualsOf = ({ values }: Pick<EncounterRow, "values">): string[] =>
  (values.organismName ?? "").split(nameSeparator).filter((name) => name !== "");

/** With what was typed, each once, in the order in which they were added. */
export const withTyped = (names: readonly string[], typed: string): string[] => [
  ...new Set([
    ...names,
    ...typed
      .split(/[|;,]/)
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  ]),
];

export function IndividualsField({ row, isOpened, onSave }: IndividualsFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const place = { eventID: row.eventID, name: "organismName" };
  const typed = useUnsaved().find((each) => each.eventID === row.eventID && each.name === place.name)?.text ?? "";
  const setTyped = (text: string) =>
    text === ""
      ? forgetUnsaved(place)
      : keepUnsaved({
          ...place,
          manifestId: row.manifestId,
          title: rowTitle(row),
          label: furtherFieldWords.organismName,
          text,
          base: "",
        });
  const names = individualsOf(row);
  useEffect(() => {
    if (isOpened) input.current?.focus();
  }, [isOpened]);
  const save = async (next: readonly string[]): Promise<boolean> =>
    next.join() === names.join() || onSave({ organismName: next.join(nameSeparator) || null });
  const add = async () => {
    if (typed === "") return;
    setTyped("");
    // What could not be saved is there again, to be added once more.
    if (!(await save(withTyped(names, typed)))) setTyped(typed);
  };
  const takeOut = (name: string) => {
    void save(names.filter((each) => each !== name));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      void add();
    }
    if (event.key === "Backspace" && typed === "" && names.length > 0) takeOut(names.at(-1) ?? "");
    if (event.key === "Escape") {
      event.stopPropagation();
      setTyped("");
    }
  };
  return (
    <div>
      <label htmlFor={id}>{furtherFieldWords.organismName}</label>
      <div className="animals">
        {names.map((name) => (
          <span className="chip" key={name}>
            <span className="breakable">{name}</span>
            <button type="button" aria-label={`Take ${name} out`} onClick={() => takeOut(name)}>
              ×
            </button>
          </span>
        ))}
        <input
          id={id}
          ref={input}
          value={typed}
          placeholder={names.length > 0 ? "Add another" : "Who is it? Enter adds"}
          autoComplete="off"
          aria-describedby={`${id}-note`}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => void add()}
          onKeyDown={onKeyDown}
        />
      </div>
      <small id={`${id}-note`}>{provenanceText(row, "organismName")}</small>
    </div>
  );
}

export function FixedIndividuals({ row }: { row: EncounterRow }) {
  const names = individualsOf(row);
  if (names.length === 0) return null;
  return (
    <div>
      <dt>{furtherFieldWords.organismName}</dt>
      <dd>
        <span className="animals">
          {names.map((name) => (
            <span className="chip breakable" key={name}>
              {name}
            </span>
          ))}
        </span>
        <small>{provenanceText(row, "organismName")}</small>
      </dd>
    </div>
  );
}
