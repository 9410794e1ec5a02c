/** What a run may spend, and has. A run without a row is not limited. */
export const budget = `
CREATE TABLE run_budget (
  run INTEGER PRIMARY KEY REFERENCES run (pk),
  bytes INTEGER,
  ms INTEGER,
  spent_bytes INTEGER NOT NULL DEFAULT 0,
  spent_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
`;
