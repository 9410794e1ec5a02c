/** Hubs that the station was connected to before, and which bytes they had signed for. No proof of anything that is asked today. */
export const formerHub = `
CREATE TABLE former_hub (
  pk INTEGER PRIMARY KEY,
  hub_id TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  left_ms INTEGER NOT NULL
) STRICT;

-- By the bytes, whatever version of whatever manifest they are in: the hub that was left last.
CREATE TABLE former_receipt (
  sha256 TEXT NOT NULL PRIMARY KEY,
  hub INTEGER NOT NULL REFERENCES former_hub (pk)
) STRICT, WITHOUT ROWID;
`;
