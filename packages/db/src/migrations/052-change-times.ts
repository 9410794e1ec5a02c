/** When a change was made that can be undone; null of those before. */
export const changeTimes = "ALTER TABLE reshaping ADD COLUMN at_ms INTEGER;";
