/** How many approved encounters the hub has otherwise, by our last word to it: what the next sync corrects there. */
import type { ManifestId } from "@landfall/protocol";
import { type StationDatabase, statement } from "./database.ts";
import { isUntold } from "./migrations/033-told-facts.ts";
import { isEdited } from "./migrations/051-no-longer-said.ts";
import { isToTellAgain } from "./migrations/061-hub-went-back.ts";

/** The hub has an image of `e` in another encounter, or one that is left out, or a second time. */
export const isMisplaced = `(EXISTS (SELECT 1 FROM image AS i WHERE i.encounter = e.pk AND i.hub_encounter IS NOT NULL
    AND (i.state = 'skipped' OR i.hub_encounter IS NOT e.hub_encounter_id))
  OR EXISTS (SELECT 1 FROM image_stray AS s WHERE s.encounter = e.pk))`;

/** The hub was told something else of an image of `e`, or nothing. */
const isToDescribe = `EXISTS (SELECT 1 FROM image AS i WHERE i.encounter = e.pk AND ${isUntold})`;

/** Whether that is so of `e`. */
export const isToCorrect = `(${isEdited} OR (${isToTellAgain}) OR (e.review = 'approved' AND ${isToDescribe}) OR (e.review = 'approved' AND e.shaped = 1 AND ${isMisplaced}))`;

/** Only encounters whose images a person has decided about are looked into, and images that the hub is to be told of: few of all. */
export const countCorrections = (db: StationDatabase, manifest: ManifestId): number =>
  statement<{ n: number }>(
    db,
    `SELECT COUNT(*) AS n FROM (
       SELECT pk FROM encounter INDEXED BY encounter_edited WHERE manifest = @manifest AND ${isEdited}
       UNION
       SELECT pk FROM encounter INDEXED BY encounter_to_tell_again WHERE manifest = @manifest AND ${isToTellAgain}
       UNION
       SELECT e.pk FROM encounter AS e
       WHERE e.manifest = @manifest AND e.review = 'approved' AND e.shaped = 1 AND ${isMisplaced}
       UNION
       SELECT e.pk FROM image AS i INDEXED BY image_untold CROSS JOIN encounter AS e ON e.pk = i.encounter
       WHERE e.manifest = @manifest AND e.review = 'approved' AND ${isUntold})`,
  ).get({ manifest })?.n ?? 0;
