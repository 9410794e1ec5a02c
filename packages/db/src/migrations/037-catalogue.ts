/** The individuals that the hub knows, as they were when it was last asked. */
export const catalogue = `
CREATE TABLE catalogue (
  population TEXT NOT NULL REFERENCES population (id),
  folded TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (population, folded)
) STRICT, WITHOUT ROWID;

ALTER TABLE population ADD COLUMN catalogue_ms INTEGER;
`;
