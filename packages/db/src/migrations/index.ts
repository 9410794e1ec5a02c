/** Forward only: a step that has been released is never edited, a new one is added. */
import { tables } from "./001-tables.ts";
import { counters } from "./002-counters.ts";

export const migrations: readonly string[] = [tables, counters];
