/** Whether day or month comes first in the names below a root: a person has said it. */
export const dayMonthOrder = `
ALTER TABLE root ADD COLUMN day_month_order TEXT CHECK (day_month_order IN ('dayFirst', 'monthFirst'));
`;
