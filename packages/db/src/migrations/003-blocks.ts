/** Blocks that a blob store has acknowledged, so that a broken transfer goes on at the next one, also on another day. */
export const blocks = `
CREATE TABLE image_block (
  image INTEGER NOT NULL REFERENCES image (pk),
  idx INTEGER NOT NULL,
  -- The blob's URL without its query, and the size of each block but the last.
  target TEXT NOT NULL,
  block_bytes INTEGER NOT NULL,
  PRIMARY KEY (image, idx)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER image_arrived AFTER UPDATE OF state ON image
WHEN NEW.state IN ('uploaded', 'committed', 'complete') BEGIN
  DELETE FROM image_block WHERE image = NEW.pk;
END;
`;
