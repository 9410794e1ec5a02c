/** Scan jobs whose photographs are to be grouped again, because a person has changed what they are grouped by. */
export const regroupDue = `
ALTER TABLE scan_job ADD COLUMN regroup_due INTEGER NOT NULL DEFAULT 0 CHECK (regroup_due IN (0, 1));
`;
