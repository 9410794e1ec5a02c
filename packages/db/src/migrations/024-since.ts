/** What became of an encounter since the version before: so that a person looks at what is new, and not at everything again. */
export const since = `
-- Null in a first version. What was approved is the same as it was approved.
ALTER TABLE encounter ADD COLUMN since TEXT CHECK (since IN ('new', 'changed', 'same', 'approved'));
`;
