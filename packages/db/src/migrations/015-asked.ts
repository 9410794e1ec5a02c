/** What a sync left for a person to answer, as it was when the sync ended. */
export const asked = `
ALTER TABLE encounter ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
`;
