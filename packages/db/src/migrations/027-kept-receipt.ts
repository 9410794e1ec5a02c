/** The receipt of an image that a person left out, until the hub is told: taken back before, it is as it was. */
export const keptReceipt = `
ALTER TABLE image ADD COLUMN kept_receipt TEXT;
`;
