/** The file whose names placed an image that lies under several paths: it need not be there any more. */
export const placedBy = `
ALTER TABLE image ADD COLUMN placed_by INTEGER;
`;
