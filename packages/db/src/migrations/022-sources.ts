/** Sheets of sightings and GPX tracks of a scan job, as they were read, and what a person has said of their columns. */
export const scanSources = `
CREATE TABLE scan_source (
  pk INTEGER PRIMARY KEY,
  scan_job TEXT NOT NULL REFERENCES scan_job (id),
  kind TEXT NOT NULL CHECK (kind IN ('sheet', 'track')),
  path TEXT NOT NULL,
  -- What was read: the tables as JSON, or the points as numbers.
  content BLOB NOT NULL,
  read_ms INTEGER NOT NULL,
  -- Since the reading before; null where nothing is other.
  changes TEXT,
  error_code TEXT,
  error_detail TEXT,
  UNIQUE (scan_job, path)
) STRICT;

CREATE TABLE sheet_mapping (
  fingerprint TEXT PRIMARY KEY,
  mapping TEXT NOT NULL,
  set_ms INTEGER NOT NULL
) STRICT;

-- What became of the sheets and tracks in a version of the manifest.
ALTER TABLE manifest ADD COLUMN sources TEXT;
-- Where a track places an image that states no position itself.
ALTER TABLE image ADD COLUMN track_position TEXT;
`;
