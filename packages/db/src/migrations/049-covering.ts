/** The indexes of the review's filters hold all that finding a page asks of an encounter: walking to its middle reads no encounter itself. */
export const covering = `
DROP INDEX encounter_since;
DROP INDEX encounter_warns;
DROP INDEX encounter_troubled;
CREATE INDEX encounter_since ON encounter (manifest, ordinal, since) WHERE since IN ('new', 'changed');
CREATE INDEX encounter_warns ON encounter (manifest, ordinal, warns) WHERE warns > 0;
CREATE INDEX encounter_troubled ON encounter (manifest, ordinal, review, sync) WHERE review = 'approved' AND sync IN ('partial', 'failed');
`;
