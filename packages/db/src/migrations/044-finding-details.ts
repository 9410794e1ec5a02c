/** What findings of an encounter are about, by their codes. */
export const findingDetails = `
ALTER TABLE encounter ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
`;
