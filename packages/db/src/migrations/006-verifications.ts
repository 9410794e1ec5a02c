/** Verifications: how far each has come, so that it goes on after its process was killed, and what it found. */
export const verifications = `
CREATE TABLE verification (
  pk INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  manifest TEXT NOT NULL REFERENCES manifest (id),
  scope TEXT NOT NULL CHECK (scope IN ('both', 'files', 'hub')),
  deep INTEGER NOT NULL,
  part INTEGER,
  parts INTEGER,
  actor TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
  started_ms INTEGER NOT NULL,
  finished_ms INTEGER,
  -- By the hub's clock: what it has read since then counts.
  since TEXT,
  -- Where the next part of the images begins.
  cursor INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL,
  passed INTEGER NOT NULL DEFAULT 0,
  verified INTEGER NOT NULL DEFAULT 0,
  different INTEGER NOT NULL DEFAULT 0,
  missing INTEGER NOT NULL DEFAULT 0,
  lost INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_detail TEXT
) STRICT;
CREATE INDEX verification_of_manifest ON verification (manifest, pk);
CREATE UNIQUE INDEX verification_not_over ON verification (manifest) WHERE state = 'running';

CREATE TABLE verification_failure (
  verification INTEGER NOT NULL REFERENCES verification (pk),
  ordinal INTEGER NOT NULL,
  path_text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('different', 'missing', 'lost')),
  detail TEXT NOT NULL,
  PRIMARY KEY (verification, ordinal)
) STRICT, WITHOUT ROWID;
`;
