/** The order in which runs that are not over may use the wire; nobody's once a run is over. */
export const queue = `
ALTER TABLE run ADD COLUMN position INTEGER;
UPDATE run SET position = pk WHERE state IN ('running', 'paused');
`;
