/** A setting that is written as text, as on the command line. Saved on Enter or when the focus leaves, taken back with Escape. */
import type { SettingKind } from "@landfall/protocol";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";

interface SettingTextProps<T> {
  readonly label: string;
  readonly kind: SettingKind<T>;
  readonly value: T | null;
  /** What an empty field means, where it may be empty: null is saved. */
  readonly empty?: string;
  readonly hint?: string;
  readonly onSave: (value: T | null) => void;
}

export function SettingText<T>({ label, kind, value, empty, hint, onSave }: SettingTextProps<T>) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const shown = value === null ? "" : kind.show(value);
  const [draft, setDraft] = useState(shown);
  const [isWrong, setWrong] = useState(false);
  // A value that came from elsewhere is shown, unless a person is typing here.
  useEffect(() => {
    if (document.activeElement !== input.current) setDraft(shown);
  }, [shown]);

  const save = () => {
    const read = draft.trim() === "" && empty !== undefined ? null : kind.read(draft);
    setWrong(read === undefined);
    if (read === undefined) return;
    const written = read === null ? "" : kind.show(read);
    setDraft(written);
    if (written !== shown) onSave(read);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") save();
    if (event.key === "Escape") {
      setDraft(shown);
      setWrong(false);
    }
  };
  const note = isWrong ? `Write ${kind.expects}.` : hint;
  return (
    <div className="formfield">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={input}
        className="input"
        value={draft}
        placeholder={empty}
        autoComplete="off"
        aria-invalid={isWrong || undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={onKeyDown}
      />
      {note && (
        <small id={`${id}-note`} className={isWrong ? "wrong" : "quiet"}>
          {note}
        </small>
      )}
    </div>
  );
}
