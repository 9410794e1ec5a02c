/** What a sheet or a person said of an encounter beyond what every encounter has. Only what is known is shown. */
import { type EncounterRow, type FieldPatch, furtherFieldNames, furtherFieldWords } from "@landfall/protocol";
import { provenanceText } from "./provenance.ts";
import { TextField } from "./text-field.tsx";

/** How far off a position may be is said with the position; individuals have chips of their own. */
const apart: readonly string[] = ["coordinateUncertaintyInMeters", "organismName"];
const shownOf = ({ values }: EncounterRow) =>
  furtherFieldNames.flatMap((name) => {
    const value = values[name] ?? null;
    return value === null || apart.includes(name) ? [] : [{ name, value: String(value) }];
  });

export const isUnderEmbargo = ({ values }: Pick<EncounterRow, "values">): boolean =>
  (values.available ?? null) !== null;

interface FurtherProps {
  readonly row: EncounterRow;
  /** A person is about to put it under an embargo. */
  readonly isEmbargoing: boolean;
  readonly onSave: (patch: FieldPatch) => void;
}

export function FurtherFields({ row, isEmbargoing, onSave }: FurtherProps) {
  const empty = isEmbargoing && !isUnderEmbargo(row) ? [{ name: "available" as const, value: null }] : [];
  return [...shownOf(row), ...empty].map(({ name, value }) => (
    <TextField
      key={name}
      name={name}
      label={furtherFieldWords[name]}
      value={value}
      placeholder={name === "available" ? "2027-01-01" : ""}
      isOpened={value === null}
      missing={false}
      note={value === null ? "others are told nothing of it before that day" : provenanceText(row, name)}
      onSave={onSave}
    />
  ));
}

export function FixedFurtherFields({ row }: { row: EncounterRow }) {
  return shownOf(row).map(({ name, value }) => (
    <div key={name}>
      <dt>{furtherFieldWords[name]}</dt>
      <dd>
        <span className="breakable">{value}</span>
        <small>{provenanceText(row, name)}</small>
      </dd>
    </div>
  ));
}
