/** Where a population lives, as JSON; a setting of the station. */
export const areas = `
ALTER TABLE population ADD COLUMN area TEXT;
`;
