/** Pictures that were decoded once, by the SHA-256 of their bytes, and damage that a person has accepted. */
export const pictureChecks = `
CREATE TABLE picture_check (
  sha256 TEXT PRIMARY KEY,
  result TEXT NOT NULL CHECK (result IN ('whole', 'damaged', 'truncated', 'undecodable', 'unchecked')),
  checked_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE image ADD COLUMN kept_as_is INTEGER NOT NULL DEFAULT 0;
`;
