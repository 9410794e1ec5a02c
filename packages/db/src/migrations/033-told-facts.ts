/** What the hub was last told of single images, and where it was told something else than is said now. */

/** Of an image `i`; it is told of others with them. */
export const isUntold = `i.hub_encounter IS NOT NULL AND i.state <> 'skipped'
  AND COALESCE(i.told, '[null,null,0]') <> json_array(i.side, i.quality, i.people)`;

export const toldFacts = `
-- json_array(side, quality, people); null before it was told anything.
ALTER TABLE image ADD COLUMN told TEXT;
ALTER TABLE run ADD COLUMN described INTEGER NOT NULL DEFAULT 0;
CREATE INDEX image_untold ON image (encounter) WHERE ${isUntold.replaceAll("i.", "")};
`;
