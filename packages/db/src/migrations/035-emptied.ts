/**
 * Where the hub has something else than what is approved, by our last word to it, with the day until which an encounter is under
 * embargo, and with fields that a person has emptied: a field with a provenance and no value. A value that is merely not known
 * never takes one away.
 */
export const columns = {
  event_date: "eventDate",
  locality: "locality",
  recorded_by: "recordedBy",
  license: "license",
} as const;
export const coordinates = { decimal_latitude: "decimalLatitude", decimal_longitude: "decimalLongitude" } as const;

/** In `further`. A field that is added later needs the index anew. */
export const furtherOfEmptied = [
  "eventTime",
  "fieldNumber",
  "parentEventID",
  "coordinateUncertaintyInMeters",
  "scientificName",
  "vernacularName",
  "organismName",
  "individualCount",
  "groupSizeMin",
  "groupSizeMax",
  "behavior",
  "eventRemarks",
  "available",
] as const;

const was = (name: string) => `delivered ->> '$.values.${name}'`;
const isEmptied = (name: string) => `(provenance -> '$.${name}' IS NOT NULL AND ${was(name)} IS NOT NULL)`;
const differs = (further: readonly string[]): string =>
  [
    ...Object.entries(columns).map(
      ([column, name]) =>
        `(CASE WHEN ${column} IS NULL THEN ${isEmptied(name)} ELSE ${column} IS NOT ${was(name)} END)`,
    ),
    // Written as text in between: as good as the same is the same.
    ...Object.entries(coordinates).map(
      ([column, name]) =>
        `(CASE WHEN ${column} IS NULL THEN ${isEmptied(name)} ELSE ${was(name)} IS NULL OR abs(${column} - ${was(name)}) > 0.0000001 END)`,
    ),
    ...further.map((name) => {
      const now = `further ->> '$.${name}'`;
      return `(CASE WHEN ${now} IS NULL THEN ${isEmptied(name)} ELSE ${now} IS NOT ${was(name)} END)`;
    }),
  ].join(" OR ");

/** The condition of the index, with these fields of `further`. */
export const editedWith = (further: readonly string[]): string =>
  `review = 'approved' AND hub_encounter_id IS NOT NULL AND delivered IS NOT NULL AND (${differs(further)})`;

export const emptied = `
DROP INDEX encounter_edited;
CREATE INDEX encounter_edited ON encounter (manifest) WHERE ${editedWith(furtherOfEmptied)};
`;
