/**
 * What was delivered with a value and is empty now is corrected on the hub, however it came to be empty: by an edit, by an undo, by
 * a reading that says it no more.
 */
import { columns, coordinates, furtherOfEmptied } from "./035-emptied.ts";

const was = (name: string) => `delivered ->> '$.values.${name}'`;

const differs = [
  ...Object.entries(columns).map(([column, name]) => `${column} IS NOT ${was(name)}`),
  // Written as text in between: as good as the same is the same.
  ...Object.entries(coordinates).map(
    ([column, name]) => `coalesce(abs(${column} - ${was(name)}) > 0.0000001, ${column} IS NOT ${was(name)})`,
  ),
  ...[...furtherOfEmptied, "eventType"].map((name) => `further ->> '$.${name}' IS NOT ${was(name)}`),
].join(" OR ");

/** The condition of the index, to be written in a query as it is here. A field that is added later needs the index anew. */
export const isEdited = `review = 'approved' AND hub_encounter_id IS NOT NULL AND delivered IS NOT NULL AND (${differs})`;

export const noLongerSaid = `
DROP INDEX encounter_edited;
CREATE INDEX encounter_edited ON encounter (manifest) WHERE ${isEdited};
`;
