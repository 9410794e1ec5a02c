/** What a person sets: one row a section, its value as JSON. */
import {
  changeSettings,
  type SettingSection,
  type SettingsPatch,
  type StationSettings,
  settingSections,
  toSettings,
} from "@landfall/protocol";
import { type StationDatabase, statement, write } from "./database.ts";
import { appendEvent } from "./event.ts";

/** The defaults where nothing is stored, or nothing that fits. */
export function settings(db: StationDatabase): StationSettings {
  const rows = statement<{ name: SettingSection; value: string }>(db, "SELECT name, value FROM setting").all();
  return toSettings(Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)])));
}

/** Writes the sections that change, and tells of them once. */
export function patchSettings(db: StationDatabase, patch: SettingsPatch): StationSettings {
  return write(db, () => {
    const before = settings(db);
    const after = changeSettings(before, patch);
    const changed = settingSections.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
    for (const name of changed) {
      statement(
        db,
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      ).run(name, JSON.stringify(after[name]));
    }
    if (changed.length > 0) appendEvent(db, { type: "settings", settings: after });
    return after;
  });
}
