/** What becomes of encounters whose photographer is a name that stands for nobody. */
export const unresolvedNames = `
ALTER TABLE population ADD COLUMN unresolved_names TEXT NOT NULL DEFAULT 'warn' CHECK (unresolved_names IN ('allow', 'warn', 'block'));
`;
