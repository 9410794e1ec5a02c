/**
 * What happens to the versions of a scan job while the next one, which goes on from them, is being stored. Triggers of this
 * connection only, through which all is written; they end with it, however it ends.
 */
import type { ScanJobId } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { versionsBefore } from "./placing.ts";

export interface Touched {
  /** Key of an encounter of a version before. */
  readonly encounter: number;
  /** A person has decided something about an image of it. */
  readonly isDecided: boolean;
}

export interface DraftWatch {
  /** What was touched since the last call. */
  readonly take: () => Touched[];
  /** A person has changed which images an encounter has. */
  readonly isReshaped: () => boolean;
  /** SHA-256 of pictures of which it became known that others look nearly the same. */
  readonly looked: () => string[];
  readonly end: () => void;
}

const names = [
  "images",
  "image_moved",
  "image_added",
  "image_gone",
  "fields",
  "encounter_added",
  "encounter_gone",
  "near",
];
const tables = ["draft_past", "draft_versions", "draft_touched", "draft_reshaped", "draft_looked"];

const reshaped = "BEGIN INSERT INTO draft_reshaped VALUES (1); END";
const isPast = (encounter: string) => `${encounter} IN (SELECT encounter FROM draft_past)`;
const decided = ["left_out", "kept_as_is", "side", "quality", "people", "said"]
  .map((name) => `OLD.${name} IS NOT NEW.${name}`)
  .join(" OR ");

const begin = `
CREATE TEMP TABLE draft_past (encounter INTEGER PRIMARY KEY);
CREATE TEMP TABLE draft_versions (manifest TEXT PRIMARY KEY);
CREATE TEMP TABLE draft_touched (encounter INTEGER, is_decided INTEGER);
CREATE TEMP TABLE draft_reshaped (times INTEGER);
CREATE TEMP TABLE draft_looked (sha256 TEXT);
-- That the new version has the photograph twice is nothing that happened to the one before.
CREATE TEMP TRIGGER draft_images AFTER UPDATE ON image WHEN OLD.shared = NEW.shared AND ${isPast("OLD.encounter")} BEGIN
  INSERT INTO draft_touched VALUES (OLD.encounter, ${decided} OR (OLD.state = 'skipped') <> (NEW.state = 'skipped'));
END;
CREATE TEMP TRIGGER draft_image_moved AFTER UPDATE OF encounter ON image
  WHEN OLD.encounter <> NEW.encounter AND (${isPast("OLD.encounter")} OR ${isPast("NEW.encounter")}) ${reshaped};
CREATE TEMP TRIGGER draft_image_added AFTER INSERT ON image WHEN ${isPast("NEW.encounter")} ${reshaped};
CREATE TEMP TRIGGER draft_image_gone AFTER DELETE ON image WHEN ${isPast("OLD.encounter")} ${reshaped};
CREATE TEMP TRIGGER draft_fields AFTER UPDATE ON encounter WHEN ${isPast("OLD.pk")} BEGIN
  INSERT INTO draft_touched VALUES (OLD.pk, 0);
  INSERT INTO draft_reshaped SELECT 1 WHERE OLD.shaped <> NEW.shaped;
END;
CREATE TEMP TRIGGER draft_encounter_added AFTER INSERT ON encounter
  WHEN NEW.manifest IN (SELECT manifest FROM draft_versions) ${reshaped};
CREATE TEMP TRIGGER draft_encounter_gone AFTER DELETE ON encounter WHEN ${isPast("OLD.pk")} ${reshaped};
CREATE TEMP TRIGGER draft_near AFTER INSERT ON picture_near BEGIN INSERT INTO draft_looked VALUES (NEW.sha256); END;
`;

const end = [
  ...names.map((name) => `DROP TRIGGER temp.draft_${name}`),
  ...tables.map((name) => `DROP TABLE temp.${name}`),
].join("; ");

/** One at a time. */
export function watchVersions(db: StationDatabase, scanJob: ScanJobId): DraftWatch {
  write(db, () => {
    db.sql.exec(begin);
    for (const version of versionsBefore(db, scanJob)) {
      db.sql.prepare("INSERT INTO draft_versions VALUES (?)").run(version);
      db.sql.prepare("INSERT INTO draft_past SELECT pk FROM encounter WHERE manifest = ?").run(version);
    }
  });
  return {
    take: () => {
      const rows = statement<{ encounter: number; isDecided: number }>(
        db,
        "SELECT encounter, MAX(is_decided) AS isDecided FROM draft_touched GROUP BY encounter",
      ).all();
      statement(db, "DELETE FROM draft_touched").run();
      return rows.map(({ encounter, isDecided }) => ({ encounter, isDecided: isDecided === 1 }));
    },
    isReshaped: () => statement(db, "SELECT 1 FROM draft_reshaped LIMIT 1").get() !== undefined,
    looked: () =>
      statement<{ sha256: string }>(db, "SELECT DISTINCT sha256 FROM draft_looked")
        .all()
        .map(({ sha256 }) => sha256),
    end: () => db.sql.exec(end),
  };
}
