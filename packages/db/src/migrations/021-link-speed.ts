/** How fast the link last was, so that a part of it can be kept to from the first byte after a restart. */
export const linkSpeed = `
CREATE TABLE link_speed (
  pk INTEGER PRIMARY KEY CHECK (pk = 1),
  bytes_per_second REAL NOT NULL,
  measured_ms INTEGER NOT NULL
) STRICT;
`;
