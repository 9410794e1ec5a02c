/** Fields that few encounters have, as a sheet of sightings fills them: JSON, only those that are known. */
export const further = `
ALTER TABLE encounter ADD COLUMN further TEXT NOT NULL DEFAULT '{}';
`;
