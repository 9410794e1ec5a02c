/** A reading that a person has paused; it goes on in the same process, or from what was read in the next. */
export const pausedScans = `
ALTER TABLE reading ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
`;
