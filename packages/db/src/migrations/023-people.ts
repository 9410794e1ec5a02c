/** Photographers of a population: people, whom names as they are written stand for, and the names as images have them. */
export const people = `
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  population TEXT NOT NULL REFERENCES population (id),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  -- Known there under this id.
  hub_id TEXT,
  created_ms INTEGER NOT NULL,
  UNIQUE (population, folded)
) STRICT;

CREATE TABLE photographer_alias (
  population TEXT NOT NULL REFERENCES population (id),
  folded TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Ids of people; an empty list: it is no person.
  people TEXT NOT NULL,
  set_ms INTEGER NOT NULL,
  PRIMARY KEY (population, folded)
) STRICT;

ALTER TABLE population ADD COLUMN default_photographer TEXT REFERENCES person (id);
-- Names as they are written, one a line, the best first; null where nothing names a photographer.
ALTER TABLE image ADD COLUMN photographers TEXT;
`;
