/** By which rules of what blocks an approval the encounters of a population were judged last: those of an earlier version are judged anew. */
export const judged = `
ALTER TABLE population ADD COLUMN judged INTEGER NOT NULL DEFAULT 0;
`;
