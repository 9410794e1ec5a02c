/** One value that is edited where it stands: saved on Enter or when the focus leaves, taken back with Escape. */
import type { FieldPatch, FurtherFieldName } from "@landfall/protocol";
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { type DraftName, draftHint, toPatch } from "../../ui/field-draft.ts";

interface TextFieldProps {
  readonly name: Exclude<DraftName, "license"> | FurtherFieldName;
  readonly label: string;
  readonly value: string | null;
  readonly note: string | undefined;
  readonly missing: boolean;
  readonly placeholder: string;
  /** A person has just asked for it. */
  readonly isOpened?: boolean;
  readonly onSave: (patch: FieldPatch) => void;
}

function useDraft(value: string | null, input: RefObject<HTMLInputElement | null>) {
  const [draft, setDraft] = useState(value ?? "");
  // A value that came from elsewhere is shown, unless a person is typing here.
  useEffect(() => {
    if (document.activeElement !== input.current) setDraft(value ?? "");
  }, [value, input]);
  return [draft, setDraft] as const;
}

export function TextField(props: TextFieldProps) {
  const { name, label, value, note, missing, placeholder, isOpened = false, onSave } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isOpened) input.current?.focus();
  }, [isOpened]);
  const [draft, setDraft] = useDraft(value, input);
  const [wrong, setWrong] = useState(false);

  const save = () => {
    if (draft.trim() === (value ?? "")) return setWrong(false);
    if (!draft.trim()) {
      // A field can be corrected, not emptied.
      setDraft(value ?? "");
      return setWrong(false);
    }
    const patch = toPatch(name, draft);
    setWrong(!patch);
    if (patch) onSave(patch);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      const row = input.current?.closest<HTMLElement>("[data-encounter]");
      const isWrong = draft.trim() !== "" && draft.trim() !== (value ?? "") && !toPatch(name, draft);
      // The focus goes back to the encounter, whose keys work at once; leaving the field saves it.
      if (row && !isWrong) row.focus({ preventScroll: true });
      else save();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      setDraft(value ?? "");
      setWrong(false);
    }
  };
  return (
    <div className={missing ? "missing" : undefined}>
      <label htmlFor={id}>
        {label}
        {missing && " missing"}
      </label>
      <input
        id={id}
        ref={input}
        value={draft}
        title={draft}
        placeholder={placeholder}
        autoComplete="off"
        aria-invalid={wrong || undefined}
        aria-describedby={`${id}-note`}
        data-missing={missing || undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={onKeyDown}
      />
      <small id={`${id}-note`} className={wrong ? "wrong" : undefined} title={note}>
        {wrong ? draftHint(name) : note}
      </small>
    </div>
  );
}
