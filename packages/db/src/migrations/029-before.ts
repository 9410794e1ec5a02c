/**
 * The encounter that one is compared with, by its id: as a person last approved it, else as the version before had it. Null in a
 * first version, and once a person has taken the approval back. What is as it was approved is approved from then on.
 */
export const before = `
ALTER TABLE encounter ADD COLUMN before TEXT;
UPDATE encounter SET since = 'same' WHERE since = 'approved';
`;
