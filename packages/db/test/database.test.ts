import { statSync } from "node:fs";
import { join } from "node:path";
import { defaultSettings } from "@landfall/protocol";
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  closeDatabase,
  ensurePopulation,
  eventsKept,
  eventsSince,
  lastSeq,
  openDatabase,
  patchSettings,
  populations,
  settings,
} from "../src/index.ts";
import { migrate, migrations } from "../src/migrations/index.ts";
import { openTemporary, temporaryFolder } from "./support.ts";

const opened = (file: string) => {
  const db = openDatabase(file);
  onTestFinished(() => closeDatabase(db));
  return db;
};

describe("the database", () => {
  test("is made on first use, and opened again as it was left", () => {
    const file = join(temporaryFolder(), "station.db");
    const first = openDatabase(file);
    ensurePopulation(first, "Residents");
    closeDatabase(first);
    expect(populations(opened(file)).map((each) => each.name)).toEqual(["Residents"]);
  });

  test("syncs every commit to the disk and checks what refers to what", () => {
    const { sql } = openTemporary();
    expect(sql.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(sql.pragma("synchronous", { simple: true })).toBe(2);
    expect(sql.pragma("foreign_keys", { simple: true })).toBe(1);
    expect(sql.pragma("user_version", { simple: true })).toBe(migrations.length);
  });

  test("written by a newer version is left as it is", () => {
    const file = join(temporaryFolder(), "station.db");
    const newer = new Database(file);
    newer.pragma("user_version = 9000");
    newer.close();
    const before = statSync(file).mtimeMs;
    expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: "DATA_FROM_NEWER_VERSION" }));
    expect(statSync(file).mtimeMs).toBe(before);
  });

  test("an older database takes the steps it lacks, once and in order", () => {
    const sql = new Database(":memory:");
    const steps = [
      "CREATE TABLE a (x); INSERT INTO a VALUES (1)",
      "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x + 1",
    ];
    migrate(sql, steps.slice(0, 1));
    migrate(sql, steps);
    migrate(sql, steps);
    expect(sql.prepare("SELECT * FROM a").all()).toEqual([{ x: 1, y: 2 }]);
    expect(sql.pragma("user_version", { simple: true })).toBe(2);
  });

  test("the number of parallel transfers that was set before there were settings is kept", () => {
    const file = join(temporaryFolder(), "station.db");
    const before = new Database(file);
    migrate(before, migrations.slice(0, 3));
    before.exec(`INSERT INTO setting VALUES ('concurrency', '3');
      INSERT INTO event (at_ms, change) VALUES (1, '{"type":"concurrency","concurrency":3}')`);
    before.close();
    const db = opened(file);
    expect(settings(db)).toEqual({ ...defaultSettings, transfers: 3 });
    expect(eventsSince(db, 0, 10)).toBeUndefined();
  });

  test("a step that fails leaves the database as it was", () => {
    const sql = new Database(":memory:");
    migrate(sql, ["CREATE TABLE a (x)"]);
    expect(() => migrate(sql, ["", "CREATE TABLE b (x)", "no SQL"])).toThrow("syntax error");
    expect(sql.pragma("user_version", { simple: true })).toBe(1);
    expect(sql.prepare("SELECT name FROM sqlite_schema").pluck().all()).toEqual(["a"]);
  });

  test("a full disk is said to be full, and the change did not happen", () => {
    const db = openTemporary();
    const pages = db.sql.pragma("page_count", { simple: true }) as number;
    db.sql.pragma(`max_page_count = ${pages}`);
    expect(() => {
      for (let at = 0; at < 10_000; at++) ensurePopulation(db, `Population ${at}`);
    }).toThrow(expect.objectContaining({ code: "DISK_FULL" }));
    const stored = populations(db).length;
    db.sql.pragma("max_page_count = 1000000");
    ensurePopulation(db, "One more");
    expect(populations(db)).toHaveLength(stored + 1);
  });

  test("a file that cannot be opened is said to be unwritable", () => {
    expect(() => openDatabase(temporaryFolder())).toThrow(expect.objectContaining({ code: "DATA_FOLDER_UNWRITABLE" }));
  });
});

describe("the event log", () => {
  test("replays what came after a number, oldest first", () => {
    const db = openTemporary();
    patchSettings(db, { transfers: 3 });
    patchSettings(db, { transfers: 4 });
    patchSettings(db, { transfers: 4 });
    expect(settings(db).transfers).toBe(4);
    expect(eventsSince(db, 0, 10)?.map((each) => each.change)).toEqual([
      { type: "settings", settings: { ...settings(db), transfers: 3 } },
      { type: "settings", settings: { ...settings(db), transfers: 4 } },
    ]);
    expect(eventsSince(db, 1, 10)?.map((each) => each.seq)).toEqual([2]);
    expect(eventsSince(db, 0, 1)?.map((each) => each.seq)).toEqual([1]);
    expect(eventsSince(db, lastSeq(db), 10)).toEqual([]);
  });

  test("keeps the latest, and says when a number is no longer kept or not its own", () => {
    const db = openTemporary();
    expect(eventsSince(db, 0, 10)).toEqual([]);
    expect(eventsSince(db, 7, 10)).toBeUndefined();
    db.sql.exec(`WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < ${eventsKept + 999})
      INSERT INTO event (at_ms, change) SELECT at, '{}' FROM n`);
    patchSettings(db, { transfers: 3 });
    expect(lastSeq(db)).toBe(eventsKept + 1_000);
    expect(eventsSince(db, 999, 10)).toBeUndefined();
    expect(eventsSince(db, 1_000, 2)?.map((each) => each.seq)).toEqual([1_001, 1_002]);
  });
});
