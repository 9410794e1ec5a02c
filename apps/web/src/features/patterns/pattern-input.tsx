/** One pattern: what is typed, the fields to put in, and what is wrong beside it. */
import { patternFields } from "@landfall/protocol";
import { useEffect, useId, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { fieldClass, patternFieldWords } from "./field-words.ts";
import { errorOf, type Focus } from "./use-draft.ts";

interface PatternInputProps {
  readonly label: string;
  readonly text: string;
  /** Takes the focus whenever it is another one. */
  readonly focus: Focus | null;
  readonly onChange: (text: string) => void;
  readonly onRemove: (() => void) | undefined;
  readonly onMoveUp: (() => void) | undefined;
}

function Wrong({ text, id }: { text: string; id: string }) {
  const error = errorOf(text);
  if (!error) return null;
  const { start, end, message } = error;
  return (
    <p className="wrong patternwrong" id={id}>
      <code className="breakable">
        {text.slice(0, start)}
        <mark>{text.slice(start, end) || " "}</mark>
        {text.slice(end)}
      </code>{" "}
      {message}
    </p>
  );
}

export function PatternInput({ label, text, focus, onChange, onRemove, onMoveUp }: PatternInputProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focus) input.current?.focus();
  }, [focus]);
  const isWrong = errorOf(text) !== null;
  const insert = (field: string) => {
    const at = input.current;
    const [start, end] = [at?.selectionStart ?? text.length, at?.selectionEnd ?? text.length];
    onChange(`${text.slice(0, start)}{${field}}${text.slice(end)}`);
    at?.focus();
    const behind = start + field.length + 2;
    requestAnimationFrame(() => at?.setSelectionRange(behind, behind));
  };
  return (
    <div className="formfield patterninput">
      <label htmlFor={id}>{label}</label>
      <div className="patternline">
        <input
          ref={input}
          id={id}
          className="input mono"
          value={text}
          placeholder="{year}/{date}_{locality}/{photographer}"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={isWrong || undefined}
          aria-describedby={isWrong ? `${id}wrong` : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        {onMoveUp && (
          <Button look="ghost" className="icon" aria-label={`${label}: ask it earlier`} onClick={onMoveUp}>
            <span aria-hidden="true">↑</span>
          </Button>
        )}
        {onRemove && (
          <Button look="ghost" className="icon" aria-label={`${label}: take it out`} onClick={onRemove}>
            <span aria-hidden="true">×</span>
          </Button>
        )}
      </div>
      <Wrong text={text} id={`${id}wrong`} />
      <ul className="patternfields" aria-label={`${label}: fields to put in`}>
        {patternFields.map((field) => (
          <li key={field}>
            <button
              type="button"
              className={fieldClass(field)}
              title={patternFieldWords[field]}
              onClick={() => insert(field)}
            >
              {`{${field}}`}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
