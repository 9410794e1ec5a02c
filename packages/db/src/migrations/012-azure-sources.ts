/**
 * Images that lie in an Azure container. `sha256` is then the image's key, made from its source: nobody has read the bytes.
 * `hashed` is what they turned out to be, by the hub's receipt.
 */
export const azureSources = `
ALTER TABLE file ADD COLUMN source TEXT;
ALTER TABLE image ADD COLUMN source TEXT;
ALTER TABLE image ADD COLUMN hashed TEXT;
CREATE INDEX image_by_hashed ON image (hashed) WHERE hashed IS NOT NULL;
`;
