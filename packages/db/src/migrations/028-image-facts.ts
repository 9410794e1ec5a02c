/** What is said of single images: by their files when they are grouped, and by a person. */
export const imageFacts = `
-- In the words of ac:subjectOrientation.
ALTER TABLE image ADD COLUMN side TEXT;
ALTER TABLE image ADD COLUMN quality INTEGER CHECK (quality BETWEEN 0 AND 4);
ALTER TABLE image ADD COLUMN people INTEGER NOT NULL DEFAULT 0;
-- Where each of them comes from: JSON.
ALTER TABLE image ADD COLUMN said TEXT NOT NULL DEFAULT '{}';
`;
