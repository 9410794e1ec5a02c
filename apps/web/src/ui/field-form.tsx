/** The six fields as a form for many encounters at once; empty ones are left alone. */
import { type FieldPatch, fieldSchemas } from "@landfall/protocol";
import { useId } from "react";
import { parseCoordinates } from "./coordinates.ts";
import { LicenseSelect } from "./license-select.tsx";

export interface FieldDraft {
  readonly eventDate: string;
  readonly locality: string;
  readonly recordedBy: string;
  readonly coordinates: string;
  readonly license: string;
}
export const emptyDraft: FieldDraft = { eventDate: "", locality: "", recordedBy: "", coordinates: "", license: "" };
export type DraftName = keyof FieldDraft;

export const draftHints: Record<DraftName, string> = {
  eventDate: "A date such as 2024-07-15, 1998-07, 1998, or an interval 1998-07/1998-08.",
  locality: "At most 500 characters.",
  recordedBy: "At most 500 characters.",
  coordinates: "Latitude and longitude, such as 53.1672, −129.352.",
  license: "Choose one.",
};

/** The patch of one field's text; `undefined` where the text is not of its form. */
export function toPatch(name: DraftName, text: string): FieldPatch | undefined {
  if (name === "coordinates") return parseCoordinates(text);
  const value = fieldSchemas[name].safeParse(text.trim());
  return value.success ? ({ [name]: value.data } as FieldPatch) : undefined;
}

/** All that was filled in as one patch, and the names of those not of their form. */
export function readDraft(draft: FieldDraft): { patch: FieldPatch; wrong: DraftName[] } {
  const wrong: DraftName[] = [];
  let patch: FieldPatch = {};
  for (const name of Object.keys(draft) as DraftName[]) {
    if (!draft[name].trim()) continue;
    const part = toPatch(name, draft[name]);
    if (part) patch = { ...patch, ...part };
    else wrong.push(name);
  }
  return { patch, wrong };
}

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
              {draftHints[name]}
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
