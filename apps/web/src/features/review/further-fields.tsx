/** What a sheet or a person said of an encounter beyond what every encounter has. Only what is known is shown. */
import { type EncounterRow, type FieldEdit, furtherFieldNames, furtherFieldWords } from "@landfall/protocol";
import { provenanceText } from "./provenance.ts";
import { TextField } from "./text-field.tsx";

/** How far off a position may be is said with the position; individuals have chips of their own, and references a line. */
const apart: readonly string[] = ["coordinateUncertaintyInMeters", "organismName", "eventType"];
const shownOf = ({ values, provenance }: EncounterRow) =>
  furtherFieldNames.flatMap((name) => {
    const value = values[name] ?? null;
    const isKnown = value !== null || provenance[name] !== undefined;
    return isKnown && !apart.includes(name) ? [{ name, value: value === null ? null : String(value) }] : [];
  });

/** Whether the field of its day is there to be edited. */
export const hasEmbargo = (row: EncounterRow): boolean => shownOf(row).some(({ name }) => name === "available");

interface FurtherProps {
  readonly row: EncounterRow;
  /** A person is about to put it under an embargo. */
  readonly isEmbargoing: boolean;
  readonly onSave: (patch: FieldEdit) => Promise<boolean>;
}

export function FurtherFields({ row, isEmbargoing, onSave }: FurtherProps) {
  const empty = isEmbargoing && !hasEmbargo(row) ? [{ name: "available" as const, value: null }] : [];
  return [...shownOf(row), ...empty].map(({ name, value }) => (
    <TextField
      key={name}
      row={row}
      name={name}
      label={furtherFieldWords[name]}
      value={value}
      placeholder={name === "available" ? "2027-01-01" : ""}
      isOpened={isEmbargoing && name === "available"}
      missing={false}
      note={provenanceText(row, name) ?? "others are told nothing of it before that day"}
      onSave={onSave}
    />
  ));
}

export function FixedFurtherFields({ row }: { row: EncounterRow }) {
  return shownOf(row).map(({ name, value }) => (
    <div key={name}>
      <dt>{furtherFieldWords[name]}</dt>
      <dd>
        <span className="breakable">{value ?? "–"}</span>
        <small>{provenanceText(row, name)}</small>
      </dd>
    </div>
  ));
}
