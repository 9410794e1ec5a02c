/** Individuals of a population: how their identifiers look, corrected ones, and what the hub made of each. */
export const individuals = `
-- Examples of identifiers, as JSON.
ALTER TABLE population ADD COLUMN identifiers TEXT NOT NULL DEFAULT '[]';

CREATE TABLE individual (
  population TEXT NOT NULL REFERENCES population (id),
  folded TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('found', 'created', 'failed')),
  -- Why the hub could not make it.
  reason TEXT,
  PRIMARY KEY (population, folded)
) STRICT;

-- What a person has said of a text that is nearly an identifier; null: it is none.
CREATE TABLE identifier_correction (
  population TEXT NOT NULL REFERENCES population (id),
  folded TEXT NOT NULL,
  text TEXT NOT NULL,
  individual TEXT,
  set_ms INTEGER NOT NULL,
  PRIMARY KEY (population, folded)
) STRICT;
`;
