/** The file that an image belongs to and travels with, by its name. */
export const pairs = `
ALTER TABLE image ADD COLUMN paired_with TEXT;
`;
