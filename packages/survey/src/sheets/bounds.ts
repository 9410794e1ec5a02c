/** How much of a sheet is read. What is larger is no list of a season's sightings. */
export const bounds = {
  /** Rows that are kept, over all tables of a file; the others are counted. */
  rows: 100_000,
  columns: 500,
  /** Characters of a cell that are kept. */
  cell: 4_000,
  /** Characters of a cell that may be a date, a time, a position or a number: more is prose. */
  value: 100,
  /** Characters of one row of a text table, without the quotes that end it. */
  record: 1_000_000,
  tables: 50,
  /** Of an .xlsx file as it lies on the disk, */
  fileBytes: 50 * 2 ** 20,
  /** and of the XML that comes out of it. */
  xmlBytes: 80 * 2 ** 20,
  entries: 5_000,
} as const;
