/** Decisions and fields can be undone, as changes of images can. */
export const undoDecisions = "ALTER TABLE reshaping ADD COLUMN decisions TEXT;";
