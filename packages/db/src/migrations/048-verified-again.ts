/** A verification says how many of the images that it checked belong to encounters that are not approved now. */
export const notApproved = `
ALTER TABLE verification ADD COLUMN not_approved INTEGER NOT NULL DEFAULT 0;
`;
