/** The fields of every encounter as a form for many encounters at once; empty ones are left alone. */
import { useId } from "react";
import { type DraftName, draftHint, type FieldDraft } from "./field-draft.ts";
import { LicenseSelect } from "./license-select.tsx";

interface FieldFormProps {
  readonly draft: FieldDraft;
  readonly onChange: (draft: FieldDraft) => void;
  readonly wrong: readonly DraftName[];
}

const texts = [
  ["eventDate", "Date", "2024-07-15"],
  ["locality", "Locality", "Haro Strait"],
  ["recordedBy", "Photographer", "Name as it should be credited"],
  ["coordinates", "Coordinates", "53.1672, −129.352"],
  ["available", "Embargo until", "2027-01-01"],
] as const;

export function FieldForm({ draft, onChange, wrong }: FieldFormProps) {
  const id = useId();
  return (
    <div className="formgrid">
      {texts.map(([name, label, placeholder]) => (
        <div className="formfield" key={name}>
          <label htmlFor={id + name}>{label}</label>
          <input
            id={id + name}
            className="input"
            value={draft[name]}
            placeholder={placeholder}
            aria-invalid={wrong.includes(name) || undefined}
            aria-describedby={wrong.includes(name) ? `${id}${name}-hint` : undefined}
            onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
          />
          {wrong.includes(name) && (
            <small className="wrong" id={`${id}${name}-hint`}>
              {draftHint(name)}
            </small>
          )}
        </div>
      ))}
      <div className="formfield">
        <label htmlFor={`${id}license`}>Licence</label>
        <LicenseSelect
          id={`${id}license`}
          className="input"
          empty="Leave as it is"
          value={draft.license}
          onChange={(event) => onChange({ ...draft, license: event.target.value })}
        />
      </div>
    </div>
  );
}
