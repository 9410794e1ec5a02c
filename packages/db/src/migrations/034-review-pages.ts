/** Pages and counts of the review page cost the same at any number of encounters: every filter has its counter and its index. */
const isNewOrChanged = (row: string) => `(${row}.since IS NOT NULL AND ${row}.since <> 'same')`;
const counters = { since_changed: isNewOrChanged, with_warnings: (row: string) => `(${row}.warns > 0)` };
const each = (term: (name: string, of: (row: string) => string) => string): string =>
  Object.entries(counters)
    .map(([name, of]) => term(name, of))
    .join(", ");

export const reviewPages = `
ALTER TABLE manifest_encounters ADD COLUMN since_changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE manifest_encounters ADD COLUMN with_warnings INTEGER NOT NULL DEFAULT 0;
UPDATE manifest_encounters AS m SET ${each((name, of) => `${name} = (SELECT COUNT(*) FROM encounter AS e WHERE e.manifest = m.manifest AND ${of("e")})`)};

CREATE TRIGGER encounter_noted AFTER INSERT ON encounter BEGIN
  UPDATE manifest_encounters SET ${each((name, of) => `${name} = ${name} + ${of("NEW")}`)} WHERE manifest = NEW.manifest;
END;
CREATE TRIGGER encounter_noted_again AFTER UPDATE OF since, warns ON encounter BEGIN
  UPDATE manifest_encounters SET ${each((name, of) => `${name} = ${name} + ${of("NEW")} - ${of("OLD")}`)} WHERE manifest = NEW.manifest;
END;
CREATE TRIGGER encounter_forgotten AFTER DELETE ON encounter BEGIN
  UPDATE manifest_encounters SET ${each((name, of) => `${name} = ${name} - ${of("OLD")}`)} WHERE manifest = OLD.manifest;
END;

CREATE INDEX encounter_since ON encounter (manifest, ordinal) WHERE since IN ('new', 'changed');
CREATE INDEX encounter_warns ON encounter (manifest, ordinal) WHERE warns > 0;
DROP INDEX encounter_troubled;
CREATE INDEX encounter_troubled ON encounter (manifest, ordinal) WHERE review = 'approved' AND sync IN ('partial', 'failed');
`;
