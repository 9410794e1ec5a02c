/**
 * The activity log, which nothing takes anything out of again, and the way from a file's bytes to what became of them.
 */
export const activity = `
CREATE TABLE activity (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  category TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT
) STRICT;
CREATE INDEX activity_by_category ON activity (category, seq);

CREATE TRIGGER activity_stays AFTER UPDATE ON activity BEGIN
  SELECT RAISE(ABORT, 'the activity log is only added to');
END;
CREATE TRIGGER activity_kept AFTER DELETE ON activity BEGIN
  SELECT RAISE(ABORT, 'the activity log is only added to');
END;

CREATE INDEX image_by_hash ON image (sha256);
`;
