/** Single values that a person may change. */
import { Concurrency } from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { appendEvent } from "./event.ts";

const defaultConcurrency = 2;

/** How many images travel at once, 1–4. */
export function concurrency(db: StationDatabase): number {
  const row = statement<{ value: string }>(db, "SELECT value FROM setting WHERE name = 'concurrency'").get();
  return row ? Concurrency.parse(JSON.parse(row.value)) : defaultConcurrency;
}

export function setConcurrency(db: StationDatabase, value: number): void {
  write(db, () => {
    if (concurrency(db) === value) return;
    statement(
      db,
      "INSERT INTO setting (name, value) VALUES ('concurrency', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    ).run(JSON.stringify(value));
    appendEvent(db, { type: "concurrency", concurrency: value });
  });
}
