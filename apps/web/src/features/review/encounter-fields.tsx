/** The fields of one encounter with where each value came from. Frozen ones are text. */
import { type EncounterRow, type FieldEdit, isReference, type License, licenseBy } from "@landfall/protocol";
import { type ReactNode, useId, useState } from "react";
import { useSnapshot } from "../../live/use-snapshot.ts";
import { Button } from "../../ui/button.tsx";
import { clockSpan, formatBytes, formatNumber } from "../../ui/format.ts";
import { LicenseSelect } from "../../ui/license-select.tsx";
import { countImages, formatCoordinates, isUnnamed, licenseWords } from "../../ui/words.ts";
import { FixedFurtherFields, FurtherFields, hasEmbargo } from "./further-fields.tsx";
import { FixedIndividuals, IndividualsField, individualsOf } from "./individuals-field.tsx";
import { missingWordsOf, provenanceText } from "./provenance.ts";
import { TextField } from "./text-field.tsx";

interface FieldsProps {
  readonly row: EncounterRow;
  /** @returns whether it is saved */
  readonly onSave: (patch: FieldEdit) => Promise<boolean>;
}

/** Everything the fields show, the same for both forms. */
function describe(row: EncounterRow) {
  const { values, missing } = row;
  const missingWords = missingWordsOf(row);
  const clock = clockSpan(row.firstAt, row.lastAt);
  const date = provenanceText(row, "eventDate");
  const note = (text: string | undefined, has: boolean, none: string) => (has ? text : (text ?? none));
  const hasPlace = values.decimalLatitude !== null && values.decimalLongitude !== null;
  return {
    eventDate: {
      missing: missing.includes("eventDate"),
      note: values.eventDate ? [date, clock].filter(Boolean).join(" · ") : (date ?? missingWords.eventDate),
    },
    locality: {
      missing: missing.includes("locality"),
      note: note(provenanceText(row, "locality"), values.locality !== null, missingWords.locality),
    },
    recordedBy: {
      missing: missing.includes("recordedBy"),
      note: note(provenanceText(row, "recordedBy"), values.recordedBy !== null, missingWords.recordedBy),
    },
    coordinates: {
      missing: missing.includes("decimalLatitude") || missing.includes("decimalLongitude"),
      note: note(placeText(row), hasPlace, missingWords.coordinates),
    },
    license: {
      missing: missing.includes("license"),
      note: note(provenanceText(row, "license"), values.license !== null, missingWords.license),
    },
  };
}

/** `boat.gpx at …, within 124 m`. */
function placeText(row: EncounterRow): string | undefined {
  const metres = row.values.coordinateUncertaintyInMeters ?? null;
  const from = provenanceText(row, "decimalLatitude");
  return metres === null || from === undefined ? from : `within ${formatNumber(Math.round(metres))} m · ${from}`;
}

/** Not a field to edit: how many photographs, how large, and how far. */
function imagesOf(row: EncounterRow): { value: string; note: string | undefined } {
  const { complete: delivered, skipped: leftOut } = row.images;
  const wanted = row.imageCount - leftOut;
  const progress =
    delivered === wanted
      ? "all delivered and verified"
      : `${formatNumber(delivered)} of ${formatNumber(wanted)} delivered`;
  const notes = [
    ...(isUnnamed(row) ? [`in ${row.folder}`] : []),
    ...(wanted > 0 && (row.review === "approved" || delivered > 0) ? [progress] : []),
  ];
  return {
    value: `${countImages(row)}, ${formatBytes(row.bytes)}`,
    note: notes.length > 0 ? notes.join(" · ") : undefined,
  };
}

function ImagesField({ row, children }: { row: EncounterRow; children: ReactNode }) {
  const { value, note } = imagesOf(row);
  return (
    <div>
      <p className="fieldlabel">Images</p>
      <p className="fieldtext">{value}</p>
      <small className="breakable">
        {note}
        {note && children ? " · " : null}
        {children}
      </small>
    </div>
  );
}

function LicenseField({ row, onSave, note, missing }: FieldsProps & { note: string | undefined; missing: boolean }) {
  const id = useId();
  const given = licenseBy(useSnapshot((state) => state.settings.license));
  const isGiven = given !== null && row.values.license === null;
  return (
    <div className={missing ? "missing" : undefined}>
      <label htmlFor={id}>
        Licence
        {missing && " missing"}
      </label>
      <LicenseSelect
        id={id}
        empty={missing ? "Choose one" : "Not stated"}
        value={row.values.license ?? ""}
        className={row.values.license ? undefined : "none"}
        aria-describedby={`${id}-note`}
        data-missing={missing || undefined}
        onChange={({ target }) => void onSave({ license: target.value ? (target.value as License) : null })}
      />
      <small id={`${id}-note`}>{isGiven ? `when it is approved: ${licenseWords[given]}, by the settings` : note}</small>
    </div>
  );
}

export function EncounterFields({ row, onSave }: FieldsProps) {
  const [isAdding, setAdding] = useState(false);
  const [isEmbargoing, setEmbargoing] = useState(false);
  const hasIndividuals = individualsOf(row).length > 0 || row.provenance.organismName !== undefined;
  const shown = describe(row);
  const { values } = row;
  return (
    <div className="fields">
      <TextField
        row={row}
        name="eventDate"
        label="Date"
        value={values.eventDate}
        placeholder="When was this?"
        onSave={onSave}
        {...shown.eventDate}
      />
      <TextField
        row={row}
        name="locality"
        label="Locality"
        value={values.locality}
        placeholder="Where was this?"
        onSave={onSave}
        {...shown.locality}
      />
      <TextField
        row={row}
        name="recordedBy"
        label="Photographer"
        value={values.recordedBy}
        placeholder="Who took these?"
        onSave={onSave}
        {...shown.recordedBy}
      />
      <TextField
        row={row}
        name="coordinates"
        label="Coordinates"
        value={formatCoordinates(values)}
        placeholder="Latitude, longitude"
        onSave={onSave}
        {...shown.coordinates}
      />
      <LicenseField row={row} onSave={onSave} {...shown.license} />
      <ImagesField row={row}>
        {!hasIndividuals && !isAdding && (
          <Button look="link" onClick={() => setAdding(true)}>
            Add individuals
          </Button>
        )}
        {values.eventDate === null && !isReference(values) && (
          <Button look="link" onClick={() => onSave({ eventType: "reference" })}>
            Reference images
          </Button>
        )}
        {!hasEmbargo(row) && !isEmbargoing && (
          <Button look="link" onClick={() => setEmbargoing(true)}>
            Embargo
          </Button>
        )}
      </ImagesField>
      {(hasIndividuals || isAdding) && <IndividualsField row={row} isOpened={isAdding} onSave={onSave} />}
      <FurtherFields row={row} isEmbargoing={isEmbargoing} onSave={onSave} />
    </div>
  );
}

function Fixed({ label, value, note }: { label: string; value: string | null; note: string | undefined }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span className="breakable">{value ?? "–"}</span>
        <small>{note}</small>
      </dd>
    </div>
  );
}

export function FixedFields({ row }: { row: EncounterRow }) {
  const shown = describe(row);
  const { values } = row;
  return (
    <dl className="fields fixed">
      <Fixed label="Date" value={values.eventDate} note={shown.eventDate.note} />
      <Fixed label="Locality" value={values.locality} note={shown.locality.note} />
      <Fixed label="Photographer" value={values.recordedBy} note={shown.recordedBy.note} />
      <Fixed label="Coordinates" value={formatCoordinates(values)} note={shown.coordinates.note} />
      <Fixed label="Licence" value={values.license && licenseWords[values.license]} note={shown.license.note} />
      <Fixed label="Images" {...imagesOf(row)} />
      <FixedIndividuals row={row} />
      <FixedFurtherFields row={row} />
    </dl>
  );
}
