/** What is needed to tell the hub again what it has forgotten, should it be put back to an earlier state. */

/** The condition of the index, to be written in a query as it is here. */
export const isToTellAgain = "review = 'approved' AND delivered ->> '$.untold' IS NOT NULL";

export const hubWentBack = `
-- The newest change of the hub that this station has been told of.
ALTER TABLE profile ADD COLUMN last_change TEXT;
-- When it was last found that the hub did not have that one any more.
ALTER TABLE profile ADD COLUMN went_back_ms INTEGER;

-- Where the hub has images no more by our word: taken out, or moved elsewhere.
CREATE TABLE image_taken_out (
  encounter INTEGER NOT NULL REFERENCES encounter (pk),
  sha256 TEXT NOT NULL,
  hub_encounter TEXT NOT NULL,
  PRIMARY KEY (encounter, sha256, hub_encounter)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_taken_out_of ON image_taken_out (sha256);

CREATE INDEX encounter_to_tell_again ON encounter (manifest) WHERE ${isToTellAgain};

-- The hub was told something else of it before.
ALTER TABLE image ADD COLUMN retold INTEGER NOT NULL DEFAULT 0;
`;
