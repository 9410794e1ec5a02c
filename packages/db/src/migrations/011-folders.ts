/** What a folder held when it was last read, so that one look tells that nothing in it has changed. */
export const folders = `
CREATE TABLE folder (
  root INTEGER NOT NULL REFERENCES root (pk),
  path BLOB NOT NULL,
  -- Of the names, sizes and times of its files.
  fingerprint TEXT NOT NULL,
  -- Where its files stand, in order.
  reading INTEGER NOT NULL REFERENCES reading (pk),
  first INTEGER NOT NULL,
  files INTEGER NOT NULL,
  images INTEGER NOT NULL,
  unreadable INTEGER NOT NULL,
  PRIMARY KEY (root, path)
) STRICT, WITHOUT ROWID;
`;
