/** Camera clocks that were wrong, and what a scan job was told, so that it is grouped the same way the next time. */
export const clocks = `
CREATE TABLE clock (
  id TEXT PRIMARY KEY,
  population TEXT NOT NULL REFERENCES population (id),
  camera TEXT NOT NULL,
  shown_from TEXT,
  shown_to TEXT,
  points TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX clock_of_population ON clock (population, created_ms);

ALTER TABLE scan_job ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';
`;
