/**
 * Where the hub has something else than what is approved, by our last word to it: encounters found by an index, so that
 * counting them costs the same for any number of images. An empty value never replaces one.
 */
const fields = {
  event_date: "eventDate",
  locality: "locality",
  recorded_by: "recordedBy",
  license: "license",
} as const;
const coordinates = { decimal_latitude: "decimalLatitude", decimal_longitude: "decimalLongitude" } as const;

/** In `further`. A field that is added later needs the index anew. */
const further = [
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
] as const;

const was = (name: string) => `delivered ->> '$.values.${name}'`;
const differs = [
  ...Object.entries(fields).map(([column, name]) => `(${column} IS NOT NULL AND ${column} IS NOT ${was(name)})`),
  // Written as text in between: as good as the same is the same.
  ...Object.entries(coordinates).map(
    ([column, name]) =>
      `(${column} IS NOT NULL AND (${was(name)} IS NULL OR abs(${column} - ${was(name)}) > 0.0000001))`,
  ),
  ...further.map((name) => {
    const now = `further ->> '$.${name}'`;
    return `(${now} IS NOT NULL AND ${now} IS NOT ${was(name)})`;
  }),
].join(" OR ");

const isEdited = `review = 'approved' AND hub_encounter_id IS NOT NULL AND delivered IS NOT NULL AND (${differs})`;

export const correctionsDue = `
CREATE INDEX encounter_edited ON encounter (manifest) WHERE ${isEdited};
CREATE INDEX encounter_shaped ON encounter (manifest) WHERE review = 'approved' AND shaped = 1;
`;
