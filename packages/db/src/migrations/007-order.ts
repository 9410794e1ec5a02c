/** What is sent before the rest: by a person's choice (the lowest first), or by the rating that a photograph carries. */
export const order = `
ALTER TABLE image ADD COLUMN rating INTEGER;
ALTER TABLE encounter ADD COLUMN chosen INTEGER;
CREATE INDEX encounter_chosen ON encounter (manifest, chosen) WHERE chosen IS NOT NULL;
`;
