/** Files of a drive in whose place another one was found: they are known and not deleted. */
export const otherDrives = `
CREATE TABLE on_other_drive (
  file INTEGER PRIMARY KEY REFERENCES file (pk)
) STRICT;
`;
