/** How exactly the places of a population are told in records for others. The station's own setting: the hub has none. */
export const locationPrecision = `
ALTER TABLE population ADD COLUMN location_precision TEXT NOT NULL DEFAULT 'exact'
  CHECK (location_precision IN ('exact', '0.01', '0.1', 'none'));
`;
