/** One value that is edited where it stands: saved on Enter or when the focus leaves, taken back with Escape. */
import type { FieldEdit, FurtherFieldName } from "@landfall/protocol";
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { type DraftName, draftHint, emptyPatch, toPatch } from "../../ui/field-draft.ts";

interface TextFieldProps {
  readonly name: Exclude<DraftName, "license"> | FurtherFieldName;
  readonly label: string;
  readonly value: string | null;
  readonly note: string | undefined;
  readonly missing: boolean;
  readonly placeholder: string;
  /** A person has just asked for it. */
  readonly isOpened?: boolean;
  readonly onSave: (patch: FieldEdit) => void;
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
    const patch = draft.trim() ? toPatch(name, draft) : emptyPatch(name);
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
