/**
 * Corrections: what was last delivered of each encounter and image, so that a plan can tell what a person has changed
 * since; and which images an encounter has, changed by a person. Images change places between encounters that are not
 * approved only, so that the counts of approved ones and of runs are not concerned.
 */
const states = [
  "pending",
  "uploaded",
  "committed",
  "complete",
  "waiting",
  "failed",
  "skipped",
  "missing",
  "changed",
  "lost",
] as const;
const sums = [...states, "bytes", "bytes_arrived", "bytes_complete"] as const;
const reviews = ["incomplete", "pending", "denied"] as const;

const ofImage = (name: string): string => {
  if (name === "bytes") return "OLD.bytes";
  if (name === "bytes_arrived") return "(OLD.state IN ('uploaded', 'committed', 'complete')) * OLD.bytes";
  if (name === "bytes_complete") return "(OLD.state = 'complete') * OLD.bytes";
  return `(OLD.state = '${name}')`;
};
const counted = (sign: "+" | "-") => sums.map((name) => `${name} = ${name} ${sign} ${ofImage(name)}`).join(", ");
const isApproved = (row: "OLD" | "NEW") => `(SELECT review FROM encounter WHERE pk = ${row}.encounter) = 'approved'`;

export const corrections = `
-- What was last delivered of its fields, and the version the hub then had: JSON, null before the first delivery.
ALTER TABLE encounter ADD COLUMN delivered TEXT;
-- A person has decided which images it has.
ALTER TABLE encounter ADD COLUMN shaped INTEGER NOT NULL DEFAULT 0;
-- The hub's encounter that has the image, by our last word to it.
ALTER TABLE image ADD COLUMN hub_encounter TEXT;
-- Why a person left it out; null where nobody did, or said why.
ALTER TABLE image ADD COLUMN left_out TEXT;
-- The images of a manifest are stored in one transaction, and so are neighbours.
ALTER TABLE manifest ADD COLUMN first_image INTEGER;
ALTER TABLE manifest ADD COLUMN last_image INTEGER;

UPDATE encounter SET delivered = json_object('version', NULL, 'values', json_object(
    'eventDate', event_date, 'locality', locality, 'recordedBy', recorded_by, 'decimalLatitude', decimal_latitude,
    'decimalLongitude', decimal_longitude, 'license', license))
  WHERE hub_encounter_id IS NOT NULL;
UPDATE image SET hub_encounter = e.hub_encounter_id FROM encounter AS e
  WHERE e.pk = image.encounter AND image.state IN ('uploaded', 'committed', 'complete');
UPDATE manifest SET first_image = t.first, last_image = t.last FROM (
    SELECT e.manifest, MIN(i.pk) AS first, MAX(i.pk) AS last FROM encounter AS e JOIN image AS i ON i.encounter = e.pk
    GROUP BY e.manifest) AS t WHERE t.manifest = manifest.id;

-- A photograph that lay in both of two merged encounters is one image; the hub may still have it in the other.
CREATE TABLE image_stray (
  encounter INTEGER NOT NULL REFERENCES encounter (pk),
  sha256 TEXT NOT NULL,
  hub_encounter TEXT NOT NULL,
  PRIMARY KEY (encounter, sha256, hub_encounter)
) STRICT, WITHOUT ROWID;

-- What a run has corrected on the hub.
ALTER TABLE run ADD COLUMN updated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;

-- What a person did to which images encounters have, so that it can be undone: JSON of both, before and after.
CREATE TABLE reshaping (
  pk INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  manifest TEXT NOT NULL REFERENCES manifest (id),
  before TEXT NOT NULL,
  after TEXT NOT NULL
) STRICT;
CREATE INDEX reshaping_of_manifest ON reshaping (manifest, pk);

CREATE TRIGGER image_moves BEFORE UPDATE OF encounter ON image
WHEN OLD.encounter <> NEW.encounter AND (${isApproved("OLD")} OR ${isApproved("NEW")}) BEGIN
  SELECT RAISE(ABORT, 'an approved encounter has the images that were approved');
END;
CREATE TRIGGER image_moved AFTER UPDATE OF encounter ON image WHEN OLD.encounter <> NEW.encounter BEGIN
  UPDATE encounter_images SET ${counted("-")} WHERE encounter = OLD.encounter;
  UPDATE encounter_images SET ${counted("+")} WHERE encounter = NEW.encounter;
END;
CREATE TRIGGER image_removes BEFORE DELETE ON image WHEN ${isApproved("OLD")} BEGIN
  SELECT RAISE(ABORT, 'an approved encounter has the images that were approved');
END;
CREATE TRIGGER image_removed AFTER DELETE ON image BEGIN
  UPDATE encounter_images SET ${counted("-")} WHERE encounter = OLD.encounter;
END;
CREATE TRIGGER encounter_removes BEFORE DELETE ON encounter BEGIN
  SELECT RAISE(ABORT, 'an encounter with images is not removed')
    WHERE OLD.review = 'approved' OR EXISTS (SELECT 1 FROM image WHERE encounter = OLD.pk);
  DELETE FROM encounter_images WHERE encounter = OLD.pk;
  UPDATE manifest_encounters SET ${reviews.map((name) => `${name} = ${name} - (OLD.review = '${name}')`).join(", ")}
    WHERE manifest = OLD.manifest;
END;
`;
