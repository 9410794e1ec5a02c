/** Numbers of encounters that nobody has written: they only keep apart what shares day, place and photographer. */
export const numberGiven = `
ALTER TABLE encounter ADD COLUMN number_given INTEGER NOT NULL DEFAULT 0 CHECK (number_given IN (0, 1));
`;
