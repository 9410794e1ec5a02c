/**
 * Counters, kept by triggers only, so that the dashboard costs the same at a thousand images and at a million.
 * Images count into their encounter, the encounter's counts into its manifest's row (one for approved encounters and
 * one for the others), and images that a run has touched into the run.
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

const columns = sums.map((name) => `${name} INTEGER NOT NULL DEFAULT 0`).join(", ");
const each = <Name extends string>(names: readonly Name[], term: (name: Name) => string): string =>
  names.map(term).join(", ");

/** What one image row adds to its encounter's counters. */
const ofImage = (row: "OLD" | "NEW" | "i", name: string): string => {
  if (name === "bytes") return `${row}.bytes`;
  if (name === "bytes_arrived") return `(${row}.state IN ('uploaded', 'committed', 'complete')) * ${row}.bytes`;
  if (name === "bytes_complete") return `(${row}.state = 'complete') * ${row}.bytes`;
  return `(${row}.state = '${name}')`;
};

const reviews = ["incomplete", "pending", "approved", "denied"] as const;
const syncs = ["synced", "partial", "failed"] as const;
const ofEncounter = (row: "OLD" | "NEW", name: string): string =>
  (reviews as readonly string[]).includes(name)
    ? `(${row}.review = '${name}')`
    : `(${row}.review = 'approved' AND ${row}.sync = '${name}')`;

const outcomes = {
  delivered: (row: string) => `(${row}.state = 'complete' AND ${row}.delivered IS 1)`,
  already: (row: string) => `(${row}.state = 'complete' AND ${row}.delivered IS NOT 1)`,
  failed: (row: string) => `(${row}.state IN ('failed', 'waiting'))`,
  missing: (row: string) => `(${row}.state = 'missing')`,
  changed: (row: string) => `(${row}.state = 'changed')`,
};
const outcomeNames = Object.keys(outcomes) as (keyof typeof outcomes)[];

export const counters = `
CREATE TABLE encounter_images (encounter INTEGER PRIMARY KEY REFERENCES encounter (pk), ${columns}) STRICT;
CREATE TABLE manifest_images (
  manifest TEXT NOT NULL REFERENCES manifest (id), approved INTEGER NOT NULL, ${columns},
  PRIMARY KEY (manifest, approved)
) STRICT, WITHOUT ROWID;
CREATE TABLE manifest_encounters (
  manifest TEXT PRIMARY KEY REFERENCES manifest (id),
  ${each([...reviews, ...syncs], (name) => `${name} INTEGER NOT NULL DEFAULT 0`)}
) STRICT, WITHOUT ROWID;
CREATE TABLE run_images (
  run INTEGER PRIMARY KEY REFERENCES run (pk),
  ${each(outcomeNames, (name) => `${name} INTEGER NOT NULL DEFAULT 0`)}
) STRICT;

CREATE TRIGGER manifest_added AFTER INSERT ON manifest BEGIN
  INSERT INTO manifest_encounters (manifest) VALUES (NEW.id);
  INSERT INTO manifest_images (manifest, approved) VALUES (NEW.id, 0), (NEW.id, 1);
END;

CREATE TRIGGER encounter_added AFTER INSERT ON encounter BEGIN
  INSERT INTO encounter_images (encounter) VALUES (NEW.pk);
  UPDATE manifest_encounters
    SET ${each([...reviews, ...syncs], (name) => `${name} = ${name} + ${ofEncounter("NEW", name)}`)}
    WHERE manifest = NEW.manifest;
END;

CREATE TRIGGER encounter_changed AFTER UPDATE OF review, sync ON encounter BEGIN
  UPDATE manifest_encounters
    SET ${each([...reviews, ...syncs], (name) => `${name} = ${name} + ${ofEncounter("NEW", name)} - ${ofEncounter("OLD", name)}`)}
    WHERE manifest = NEW.manifest;
END;

CREATE TRIGGER encounter_approval AFTER UPDATE OF review ON encounter
WHEN (OLD.review = 'approved') <> (NEW.review = 'approved') BEGIN
  UPDATE manifest_images
    SET ${each(sums, (name) => `${name} = manifest_images.${name} + (CASE WHEN approved = (NEW.review = 'approved') THEN 1 ELSE -1 END) * c.${name}`)}
    FROM encounter_images AS c WHERE c.encounter = NEW.pk AND manifest = NEW.manifest;
  UPDATE run_images
    SET ${each(outcomeNames, (name) => `${name} = run_images.${name} + (CASE WHEN NEW.review = 'approved' THEN 1 ELSE -1 END) * t.${name}`)}
    FROM (
      SELECT i.run AS touched_by, ${each(outcomeNames, (name) => `SUM${outcomes[name]("i")} AS ${name}`)}
      FROM image AS i WHERE i.encounter = NEW.pk AND i.run IS NOT NULL GROUP BY i.run
    ) AS t WHERE run_images.run = t.touched_by;
END;

CREATE TRIGGER image_added BEFORE INSERT ON image
WHEN (SELECT sealed FROM encounter WHERE pk = NEW.encounter) BEGIN
  SELECT RAISE(ABORT, 'the encounter has all its images');
END;

CREATE TRIGGER encounter_sealed AFTER UPDATE OF sealed ON encounter WHEN NEW.sealed > OLD.sealed BEGIN
  UPDATE encounter_images SET ${each(sums, (name) => `${name} = t.${name}`)}
    FROM (SELECT ${each(sums, (name) => `CAST(TOTAL(${ofImage("i", name)}) AS INTEGER) AS ${name}`)}
      FROM image AS i WHERE i.encounter = NEW.pk) AS t
    WHERE encounter = NEW.pk;
END;

CREATE TRIGGER image_changed AFTER UPDATE OF state, bytes ON image
WHEN OLD.state <> NEW.state OR OLD.bytes <> NEW.bytes BEGIN
  UPDATE encounter_images
    SET ${each(sums, (name) => `${name} = ${name} + ${ofImage("NEW", name)} - ${ofImage("OLD", name)}`)}
    WHERE encounter = NEW.encounter;
END;

CREATE TRIGGER encounter_images_changed AFTER UPDATE ON encounter_images BEGIN
  UPDATE manifest_images SET ${each(sums, (name) => `${name} = manifest_images.${name} + NEW.${name} - OLD.${name}`)}
    FROM encounter AS e
    WHERE e.pk = NEW.encounter AND manifest_images.manifest = e.manifest AND approved = (e.review = 'approved');
END;

CREATE TRIGGER run_added AFTER INSERT ON run BEGIN
  INSERT INTO run_images (run) VALUES (NEW.pk);
END;

CREATE TRIGGER image_run_changed AFTER UPDATE OF state, run, delivered ON image
WHEN (SELECT review FROM encounter WHERE pk = NEW.encounter) = 'approved' BEGIN
  UPDATE run_images SET ${each(outcomeNames, (name) => `${name} = ${name} - ${outcomes[name]("OLD")}`)}
    WHERE run = OLD.run;
  UPDATE run_images SET ${each(outcomeNames, (name) => `${name} = ${name} + ${outcomes[name]("NEW")}`)}
    WHERE run = NEW.run;
END;
`;
