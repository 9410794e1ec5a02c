/** Folders inside roots at which another drive was mounted: while it is away, what lies below them is known and not deleted. */
export const mountPoints = `
CREATE TABLE mount_point (
  root INTEGER NOT NULL REFERENCES root (pk),
  -- Relative to the root, as the file system has it; ends in a slash.
  path BLOB NOT NULL,
  PRIMARY KEY (root, path)
) STRICT, WITHOUT ROWID;
`;
