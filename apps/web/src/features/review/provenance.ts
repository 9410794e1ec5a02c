/** Where a value came from, in a few words. */
import {
  type EncounterRow,
  type FieldName,
  folderLikeADate,
  isReference,
  type Provenance,
  sourceWords,
} from "@landfall/protocol";

/** Of a field that has no value by a person's decision. */
const emptiedWords: Partial<Record<Provenance["source"], string>> & { readonly manual: string } = {
  manual: "emptied by you",
  override: "emptied for all",
};

/** Where there never was a value, a person has said that none is known. */
const withoutValue = ({ source, conflicts }: Provenance): string =>
  conflicts.length === 0 ? notKnown : (emptiedWords[source] ?? emptiedWords.manual);
const notKnown = "not known, as you have said";

type Said = Pick<Provenance, "source" | "raw" | "place">;

/** What was written is shown where it is not what the value says. */
function sourceText({ source, raw, place }: Said, value: string | number | null | undefined): string {
  if (source === "pattern") return raw && raw !== value ? `${sourceWords[source]} “${raw}”` : sourceWords[source];
  if (place) return source === "sheet" && raw && raw !== String(value) ? `“${raw}” in ${place}` : place;
  return raw && (source === "folder" || source === "filename")
    ? `${sourceWords[source]} “${raw}”`
    : sourceWords[source];
}

/** `folder “2024-08-02_Squally” · camera says 2024-08-01`; `undefined` where nothing is known of it. */
export function provenanceText(row: EncounterRow, name: FieldName): string | undefined {
  const provenance = row.provenance[name];
  if (!provenance) return undefined;
  const others = provenance.conflicts.map(
    ({ source, value, place }) =>
      `${source === "pattern" || place === undefined ? sourceWords[source] : place} says ${value}`,
  );
  const { verbatim } = provenance;
  const value = row.values[name] ?? null;
  const said = value === null ? withoutValue(provenance) : sourceText(provenance, value);
  const written = verbatim === undefined || said.includes(`“${verbatim}”`) ? [] : [`written “${verbatim}”`];
  const from = provenance.encounter === undefined ? [] : [`came with photographs of ${provenance.encounter}`];
  return [said, ...from, ...written, ...others].join(" · ");
}

type MissingWords = Record<"eventDate" | "locality" | "recordedBy" | "coordinates" | "license", string>;

const missingWords: MissingWords = {
  eventDate: "no photograph, folder or name gives a date",
  locality: "no folder or caption names a place",
  recordedBy: "no folder or caption names a person",
  coordinates: "the photographs have no position",
  license: "no licence is stated",
};

const notNeeded = "not needed";

type Unknown = Pick<EncounterRow, "values" | "folder"> & { readonly findings: readonly { readonly code: string }[] };

/** What to say where there is no value. A folder whose name may hold a date is named: nobody knows that there is none. */
export function missingWordsOf({ values, folder, findings }: Unknown): MissingWords {
  if (isReference(values))
    return {
      ...missingWords,
      eventDate: notNeeded,
      locality: notNeeded,
      recordedBy: notNeeded,
      coordinates: notNeeded,
    };
  const like = folder === null ? null : folderLikeADate(folder);
  if (like === null) return missingWords;
  const isEither = findings.some(({ code }) => code === "DATE_EITHER");
  return {
    ...missingWords,
    eventDate: isEither
      ? `day and month could be either way round in “${like}”`
      : `the folder's name may give a date that is not understood: “${like}”`,
    locality: `no place is understood in the name of the folder, “${folder}”`,
  };
}
