/** Encounters that are the reference images of an individual: what is said of that is corrected on the hub too. */
import { editedWith, furtherOfEmptied } from "./035-emptied.ts";

const isEdited = editedWith([...furtherOfEmptied, "eventType"]);

export const references = `
DROP INDEX encounter_edited;
CREATE INDEX encounter_edited ON encounter (manifest) WHERE ${isEdited};
`;
