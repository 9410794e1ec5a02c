/** A row while a project is taken in: all that a station holds of scans is of that project then, and goes where it comes to no end. */
export const takingIn = `
CREATE TABLE taking_in (since_ms INTEGER NOT NULL) STRICT;
`;
