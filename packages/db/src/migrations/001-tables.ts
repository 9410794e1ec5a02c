/**
 * The station's tables. Ids that leave the station are text; rows that number in the millions are joined by integer
 * keys (`pk`). Times are epoch milliseconds. Structured values that are never searched are JSON text.
 */
export const tables = `
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE profile (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  hub_url TEXT NOT NULL,
  hub_id TEXT NOT NULL,
  key_name TEXT NOT NULL,
  receipt_keys TEXT NOT NULL
) STRICT;

CREATE TABLE population (
  id TEXT PRIMARY KEY,
  hub_id TEXT UNIQUE,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  gate TEXT CHECK (gate IN ('open', 'closed')),
  settings TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE root (
  pk INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE scan_job (
  id TEXT PRIMARY KEY,
  population TEXT NOT NULL REFERENCES population (id),
  name TEXT NOT NULL,
  folders TEXT NOT NULL,
  UNIQUE (population, name, folders)
) STRICT;

-- One reading of a scan job's folders. A reading that is open under another session was cut short with its process.
CREATE TABLE reading (
  pk INTEGER PRIMARY KEY,
  scan_job TEXT NOT NULL REFERENCES scan_job (id),
  session TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
  started_ms INTEGER NOT NULL,
  found INTEGER NOT NULL DEFAULT 0,
  images INTEGER NOT NULL DEFAULT 0,
  unreadable INTEGER NOT NULL DEFAULT 0,
  ignored INTEGER NOT NULL DEFAULT 0,
  folder TEXT,
  result TEXT,
  error_code TEXT,
  error_detail TEXT
) STRICT;
CREATE INDEX reading_of_job ON reading (scan_job, pk);

-- One state of one file; an unchanged file is one row however often it is read, and so is the hash cache.
CREATE TABLE file (
  pk INTEGER PRIMARY KEY,
  root INTEGER NOT NULL REFERENCES root (pk),
  path BLOB NOT NULL,
  path_text TEXT NOT NULL,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  ino INTEGER,
  bucket TEXT NOT NULL CHECK (bucket IN ('image', 'unreadable', 'ignored')),
  reason TEXT,
  media_type TEXT,
  sha256 TEXT,
  md5 TEXT,
  metadata TEXT,
  findings TEXT NOT NULL,
  reader_version INTEGER NOT NULL,
  UNIQUE (root, path, size, mtime_ns)
) STRICT;
CREATE INDEX file_by_hash ON file (sha256) WHERE sha256 IS NOT NULL;

CREATE TABLE reading_file (
  reading INTEGER NOT NULL REFERENCES reading (pk),
  ordinal INTEGER NOT NULL,
  file INTEGER NOT NULL REFERENCES file (pk),
  PRIMARY KEY (reading, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE manifest (
  id TEXT PRIMARY KEY,
  scan_job TEXT NOT NULL REFERENCES scan_job (id),
  reading INTEGER NOT NULL REFERENCES reading (pk),
  version INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'approved', 'superseded')),
  created_ms INTEGER NOT NULL,
  approved_ms INTEGER,
  UNIQUE (scan_job, version)
) STRICT;
CREATE INDEX manifest_by_status ON manifest (status, created_ms);

CREATE TABLE encounter (
  pk INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  manifest TEXT NOT NULL REFERENCES manifest (id),
  ordinal INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  encounter_number INTEGER,
  event_date TEXT,
  locality TEXT,
  recorded_by TEXT,
  decimal_latitude REAL,
  decimal_longitude REAL,
  license TEXT,
  provenance TEXT NOT NULL,
  -- matchKey without the number: encounters that share it need numbers of their own.
  key_base TEXT,
  first_at TEXT,
  last_at TEXT,
  review TEXT NOT NULL CHECK (review IN ('incomplete', 'pending', 'approved', 'denied')),
  sync TEXT NOT NULL DEFAULT 'pending' CHECK (sync IN ('pending', 'synced', 'partial', 'failed')),
  missing_fields TEXT NOT NULL,
  findings TEXT NOT NULL,
  warns INTEGER NOT NULL DEFAULT 0,
  hub_encounter_id TEXT,
  answer TEXT,
  -- Set once all its images are in; they are counted then, and none is added later.
  sealed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (manifest, ordinal),
  UNIQUE (manifest, event_id)
) STRICT;
CREATE INDEX encounter_by_review ON encounter (manifest, review, ordinal);
CREATE INDEX encounter_troubled ON encounter (manifest, ordinal) WHERE sync IN ('partial', 'failed');
CREATE INDEX encounter_by_key ON encounter (manifest, key_base) WHERE key_base IS NOT NULL;
CREATE INDEX encounter_by_event ON encounter (event_id);
CREATE INDEX encounter_by_hub ON encounter (hub_encounter_id) WHERE hub_encounter_id IS NOT NULL;

CREATE TABLE run (
  pk INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  manifest TEXT NOT NULL REFERENCES manifest (id),
  kind TEXT NOT NULL CHECK (kind IN ('sync', 'retry')),
  state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'cancelled', 'failed')),
  reasons TEXT NOT NULL DEFAULT '[]',
  error_code TEXT,
  error_detail TEXT,
  started_ms INTEGER NOT NULL,
  finished_ms INTEGER,
  bytes_sent INTEGER NOT NULL DEFAULT 0,
  -- Frozen when the run is over; derived until then.
  result TEXT
) STRICT;
CREATE INDEX run_of_manifest ON run (manifest, pk);
CREATE UNIQUE INDEX run_not_over ON run (manifest) WHERE state IN ('running', 'paused');

CREATE TABLE image (
  pk INTEGER PRIMARY KEY,
  encounter INTEGER NOT NULL REFERENCES encounter (pk),
  ordinal INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  md5 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  file_name TEXT NOT NULL,
  captured_at TEXT,
  findings TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN (
    'pending', 'uploaded', 'committed', 'complete', 'waiting', 'failed', 'skipped', 'missing', 'changed', 'lost')),
  rounds INTEGER NOT NULL DEFAULT 0,
  due_ms INTEGER,
  error_code TEXT,
  error_detail TEXT,
  error_ms INTEGER,
  receipt TEXT,
  -- The last run that touched it, and whether that run put its bytes on the wire.
  run INTEGER REFERENCES run (pk),
  delivered INTEGER,
  UNIQUE (encounter, sha256),
  UNIQUE (encounter, ordinal)
) STRICT;
CREATE INDEX image_waiting ON image (due_ms, encounter) WHERE state = 'waiting';
CREATE INDEX image_troubled ON image (encounter) WHERE error_code IS NOT NULL;
CREATE INDEX image_of_run ON image (run, encounter) WHERE run IS NOT NULL;

-- Where an image's bytes lie, the likeliest place first.
CREATE TABLE image_file (
  image INTEGER NOT NULL REFERENCES image (pk),
  ordinal INTEGER NOT NULL,
  file INTEGER NOT NULL REFERENCES file (pk),
  PRIMARY KEY (image, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_of_file ON image_file (file);

CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  change TEXT NOT NULL
) STRICT;
`;
