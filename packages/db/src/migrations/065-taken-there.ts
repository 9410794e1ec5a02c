/** Images that were delivered and are not in their encounter on the hub any more, by another's hand, as it was last seen. */
export const takenThere = `
-- Their SHA-256, as JSON; null where there are none.
ALTER TABLE encounter ADD COLUMN taken_there TEXT;
CREATE INDEX encounter_taken_there ON encounter (manifest) WHERE taken_there IS NOT NULL;
`;
