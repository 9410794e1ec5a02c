/**
 * How many encounters of each filter lie in each stretch of places of a manifest, kept by triggers: a page anywhere is found by
 * adding up the stretches before it and walking through a part of one.
 */
export const stretchBits = 10;

/** A place below 0 is one that is being moved from: -2 - place (`makeRoom` in shape.ts). It counts where it was. */
const stretchOf = (row: string): string =>
  `((CASE WHEN ${row}.ordinal < 0 THEN -2 - ${row}.ordinal ELSE ${row}.ordinal END) >> ${stretchBits})`;

/** Named as in `manifest_encounters`, of which each row is a part. */
const counters: Record<string, (row: string) => string> = {
  incomplete: (row) => `(${row}.review = 'incomplete')`,
  pending: (row) => `(${row}.review = 'pending')`,
  approved: (row) => `(${row}.review = 'approved')`,
  denied: (row) => `(${row}.review = 'denied')`,
  partial: (row) => `(${row}.review = 'approved' AND ${row}.sync = 'partial')`,
  failed: (row) => `(${row}.review = 'approved' AND ${row}.sync = 'failed')`,
  since_changed: (row) => `(${row}.since IS NOT NULL AND ${row}.since <> 'same')`,
  with_warnings: (row) => `(${row}.warns > 0)`,
};
const names = Object.keys(counters);
const each = (term: (name: string, of: (row: string) => string) => string): string =>
  Object.entries(counters)
    .map(([name, of]) => term(name, of))
    .join(", ");
const at = (row: string): string => `manifest = ${row}.manifest AND stretch = ${stretchOf(row)}`;

const add = `INSERT INTO manifest_stretch (manifest, stretch, ${names.join(", ")})
    VALUES (NEW.manifest, ${stretchOf("NEW")}, ${each((_, of) => of("NEW"))})
    ON CONFLICT (manifest, stretch) DO UPDATE SET ${each((name) => `${name} = ${name} + excluded.${name}`)};`;

export const places = `
CREATE TABLE manifest_stretch (
  manifest TEXT NOT NULL REFERENCES manifest (id), stretch INTEGER NOT NULL,
  ${names.map((name) => `${name} INTEGER NOT NULL DEFAULT 0`).join(", ")},
  PRIMARY KEY (manifest, stretch)
) STRICT, WITHOUT ROWID;
INSERT INTO manifest_stretch (manifest, stretch, ${names.join(", ")})
  SELECT e.manifest, ${stretchOf("e")}, ${each((_, of) => `SUM${of("e")}`)} FROM encounter AS e GROUP BY 1, 2;

CREATE TRIGGER encounter_placed AFTER INSERT ON encounter BEGIN
  ${add}
END;
CREATE TRIGGER encounter_filtered_again AFTER UPDATE OF review, sync, since, warns ON encounter
WHEN OLD.review <> NEW.review OR OLD.sync <> NEW.sync OR OLD.since IS NOT NEW.since OR (OLD.warns > 0) <> (NEW.warns > 0) BEGIN
  UPDATE manifest_stretch SET ${each((name, of) => `${name} = ${name} + ${of("NEW")} - ${of("OLD")}`)} WHERE ${at("OLD")};
END;
CREATE TRIGGER encounter_moved AFTER UPDATE OF ordinal ON encounter WHEN ${stretchOf("OLD")} <> ${stretchOf("NEW")} BEGIN
  UPDATE manifest_stretch SET ${each((name, of) => `${name} = ${name} - ${of("NEW")}`)} WHERE ${at("OLD")};
  ${add}
END;
CREATE TRIGGER encounter_unplaced AFTER DELETE ON encounter BEGIN
  UPDATE manifest_stretch SET ${each((name, of) => `${name} = ${name} - ${of("OLD")}`)} WHERE ${at("OLD")};
END;
`;
