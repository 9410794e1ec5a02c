/** A verification tells a file of which only the metadata was changed from one with another picture. */
export const metadataChanged = `
ALTER TABLE verification ADD COLUMN metadata_changed INTEGER NOT NULL DEFAULT 0;

CREATE TABLE verification_failure_next (
  verification INTEGER NOT NULL REFERENCES verification (pk),
  ordinal INTEGER NOT NULL,
  path_text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('different', 'metadataChanged', 'missing', 'lost', 'noReceipt')),
  detail TEXT NOT NULL,
  PRIMARY KEY (verification, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO verification_failure_next SELECT * FROM verification_failure;
DROP TABLE verification_failure;
ALTER TABLE verification_failure_next RENAME TO verification_failure;
`;
