/** Encounters that are the reference images of an individual: what is said of that is corrected on the hub too. */
import { editedWith, furtherOfEmptied } from "./035-emptied.ts";

/** The condition of the index, to be written in a query as it is here. A field that is added later needs the index anew. */
export const isEdited = editedWith([...furtherOfEmptied, "eventType"]);

export const references = `
DROP INDEX encounter_edited;
CREATE INDEX encounter_edited ON encounter (manifest) WHERE ${isEdited};
`;
