/** Scan jobs whose folders are looked at from time to time: after how many quiet minutes they are read again. */
export const watched = `
ALTER TABLE scan_job ADD COLUMN watch_minutes INTEGER CHECK (watch_minutes > 0);
`;
