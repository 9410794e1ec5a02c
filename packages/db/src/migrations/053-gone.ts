/** Files of a reading that are not in its folders any more, and stay in it because they were delivered. */
export const gone = `
ALTER TABLE reading_file ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));
`;
