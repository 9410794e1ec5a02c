/** One value that is edited where it stands: saved on Enter or when the focus leaves, taken back with Escape. */
import type { EncounterRow, FieldEdit, FurtherFieldName } from "@landfall/protocol";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { type DraftName, draftHint, emptyPatch, toPatch } from "../../ui/field-draft.ts";
import { rowTitle } from "../../ui/words.ts";
import { findUnsaved, forgetUnsaved, keepUnsaved, useUnsaved } from "./unsaved.ts";

interface TextFieldProps {
  readonly row: EncounterRow;
  readonly name: Exclude<DraftName, "license"> | FurtherFieldName;
  readonly label: string;
  readonly value: string | null;
  readonly note: string | undefined;
  readonly missing: boolean;
  readonly placeholder: string;
  /** A person has just asked for it. */
  readonly isOpened?: boolean;
  /** @returns whether it is saved */
  readonly onSave: (patch: FieldEdit) => Promise<boolean>;
}

/** What a person has typed, and how it stands to the value that the field has now. */
function useTyped({ row, name, label, value, onSave }: TextFieldProps) {
  const place = { eventID: row.eventID, name };
  const typed = useUnsaved().find((each) => each.eventID === row.eventID && each.name === name);
  const [isSaving, setSaving] = useState(false);
  const [wrong, setWrong] = useState(false);
  const now = value ?? "";
  const latest = useRef(now);
  latest.current = now;
  const draft = typed?.text ?? now;
  const text = draft.trim();
  const isChanged = typed !== undefined && text !== now;
  const isOther = isChanged && !isSaving && typed.base !== now;

  const type = (to: string) =>
    keepUnsaved({
      ...place,
      manifestId: row.manifestId,
      title: rowTitle(row),
      label,
      text: to,
      base: typed?.base ?? now,
    });
  const takeBack = () => {
    forgetUnsaved(place);
    setWrong(false);
  };
  const send = async () => {
    const patch = text ? toPatch(name, draft) : emptyPatch(name);
    setWrong(!patch);
    if (!patch) return;
    const sent = findUnsaved(place);
    if (sent) keepUnsaved({ ...sent, isSent: true });
    setSaving(true);
    const isSaved = await onSave(patch);
    setSaving(false);
    const still = findUnsaved(place);
    if (!still) return;
    if (!isSaved) keepUnsaved({ ...still, isSent: false });
    else if (still.text === draft) forgetUnsaved(place);
    else keepUnsaved({ ...still, isSent: false, base: latest.current });
  };
  /** Over a value that came meanwhile only where a person says so. */
  const save = (over = false) => {
    if (isSaving || !typed) return;
    if (!isChanged) takeBack();
    else if (over || !isOther) void send();
  };
  const isWrong = isChanged && text !== "" && !toPatch(name, draft);
  return { draft, isChanged, isOther, isSaving, isWrong, wrong, type, takeBack, save };
}

export function TextField(props: TextFieldProps) {
  const { name, label, value, note, missing, placeholder, isOpened = false } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isOpened) input.current?.focus();
  }, [isOpened]);
  const { draft, isChanged, isOther, isSaving, isWrong, wrong, type, takeBack, save } = useTyped(props);
  const [isTyping, setTyping] = useState(false);
  const isLeft = isChanged && !isTyping && !isSaving && !wrong;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      const row = input.current?.closest<HTMLElement>("[data-encounter]");
      // The focus goes back to the encounter, whose keys work at once; leaving the field saves it.
      if (row && !isWrong && !isOther) row.focus({ preventScroll: true });
      else save();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      takeBack();
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
        aria-invalid={wrong || isOther || undefined}
        aria-describedby={`${id}-note`}
        data-missing={missing || undefined}
        onChange={(event) => type(event.target.value)}
        onFocus={() => setTyping(true)}
        onBlur={() => {
          setTyping(false);
          save();
        }}
        onKeyDown={onKeyDown}
      />
      <small
        id={`${id}-note`}
        className={wrong || isOther || isLeft ? "wrong" : undefined}
        title={note}
        role={isOther ? "alert" : undefined}
      >
        {wrong ? (
          draftHint(name)
        ) : isOther ? (
          <>
            Changed elsewhere meanwhile: it is <b className="breakable">{value ?? "empty"}</b> now. Yours is not saved.
          </>
        ) : isLeft ? (
          "Not saved."
        ) : (
          note
        )}
      </small>
      {(isOther || isLeft) && (
        <span className="fieldacts">
          <Button onClick={() => save(true)}>
            {isOther ? "Save mine" : "Save again"}
            <span className="sr"> {label}</span>
          </Button>
          <Button look="ghost" onClick={takeBack}>
            {isOther ? "Keep theirs" : "Take back"}
            <span className="sr"> {label}</span>
          </Button>
        </span>
      )}
    </div>
  );
}
