/**
 * Images whose bytes another encounter has too, of the same version of a manifest or of another scan job: so that photographs are counted
 * once without looking at all of them. A mark is never taken back; the count looks at what is marked.
 */
const isTwin = (own: string, other: string): string => `${other}.sha256 = ${own}.sha256 AND ${other}.pk <> ${own}.pk
  AND EXISTS (SELECT 1 FROM encounter AS e JOIN manifest AS m ON m.id = e.manifest
      JOIN encounter AS oe ON oe.pk = ${other}.encounter JOIN manifest AS om ON om.id = oe.manifest
    WHERE e.pk = ${own}.encounter AND (om.id = m.id OR om.scan_job <> m.scan_job))`;

export const sharedPhotographs = `
ALTER TABLE image ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
CREATE INDEX image_shared ON image (sha256, encounter, state) WHERE shared = 1;

UPDATE image SET shared = 1 WHERE sha256 IN (
  SELECT i.sha256 FROM image AS i WHERE EXISTS (SELECT 1 FROM image AS o WHERE ${isTwin("i", "o")}));

CREATE TRIGGER image_shares AFTER INSERT ON image
WHEN EXISTS (SELECT 1 FROM image AS o WHERE ${isTwin("NEW", "o")}) BEGIN
  UPDATE image SET shared = 1 WHERE sha256 = NEW.sha256 AND shared = 0;
END;
`;
