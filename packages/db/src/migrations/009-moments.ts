/** When the station last did something by itself, so that a restart neither repeats nor forgets it. */
export const moments = `
CREATE TABLE moment (
  name TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL
) STRICT;
`;
