/** The hash of the picture alone, by which a file whose metadata was changed is known again. */
export const pictures = `
ALTER TABLE file ADD COLUMN picture_sha256 TEXT;
CREATE INDEX file_by_picture ON file (picture_sha256) WHERE picture_sha256 IS NOT NULL;
`;
