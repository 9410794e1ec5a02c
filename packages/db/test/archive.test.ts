import { join } from "node:path";
import { Readable } from "node:stream";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { archived } from "../src/archive/form.ts";
import {
  approve,
  archiveText,
  encounterPage,
  manifestRow,
  openDatabase,
  pathsHere,
  readArchive,
  type StationDatabase,
  takeIn,
} from "../src/index.ts";
import { migrate, migrations } from "../src/migrations/index.ts";
import { openTemporary, storeScan, temporaryFolder } from "./support.ts";

/** In pieces that end anywhere, as a stream gives them. */
async function* piecesOf(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const textOf = (db: StationDatabase): string => [...archiveText(db, "/home/jane")].join("");
const asHere = pathsHere("/home/sam", []);

test("an archive is the same whatever pieces it comes in, and large numbers of the file system stay exact", async () => {
  const db = openTemporary();
  const { manifest } = storeScan(db, [{ images: ["a", "b"] }, { images: ["c"] }]);
  approve(db, manifest, {});
  const text = textOf(db);
  for (const size of [1, 7, 64, text.length]) {
    const file = join(temporaryFolder(), "read.db");
    await readArchive(piecesOf(text, size), file);
    const other = openTemporary();
    takeIn(other, file, asHere);
    expect(manifestRow(other, manifest)).toEqual(manifestRow(db, manifest));
    expect(encounterPage(other, manifest, "all", { offset: 0, limit: 9 }).items).toEqual(
      encounterPage(db, manifest, "all", { offset: 0, limit: 9 }).items,
    );
    const times = "SELECT DISTINCT CAST(mtime_ns AS TEXT) FROM file";
    expect(other.sql.prepare(times).pluck().all()).toEqual(["1700000000123456789"]);
  }
});

test("an archive of an earlier version of the database is brought up to this one", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "earlier.db");
  const earlier = migrations.length - 1;
  const sql = new Database(path);
  migrate(sql, migrations.slice(0, earlier));
  sql.exec(`INSERT INTO population (id, name, folded, settings, created_ms)
    VALUES ('5f0c3a52-1d57-4f3c-9d5e-0a1b2c3d4e5f', 'Orcas', 'orcas', '{"requireCoordinates":false,"requireLicense":false}', 0)`);
  const text = textOf({ ...openTemporary(), sql } as StationDatabase);
  sql.close();
  expect(JSON.parse(text.split("\n")[0] ?? "")).toMatchObject({ schema: earlier });
  const read = join(folder, "read.db");
  await readArchive(Readable.from([Buffer.from(text)]), read);
  const db = openDatabase(read);
  expect(db.sql.pragma("user_version", { simple: true })).toBe(migrations.length);
  db.sql.close();
});

test("what a failed taking in has begun is gone", async () => {
  const db = openTemporary();
  storeScan(db, [{ images: ["a"] }]);
  const file = join(temporaryFolder(), "read.db");
  await readArchive(piecesOf(textOf(db), 1000), file);
  const other = openTemporary();
  const fail = () => {
    throw new Error("no more");
  };
  expect(() => takeIn(other, file, asHere, fail)).toThrow();
  expect(other.sql.prepare("SELECT COUNT(*) FROM scan_job").pluck().get()).toBe(0);
  expect(takeIn(other, file, asHere)).toMatchObject({ manifests: 1, images: 1, roots: ["/photos"] });
  expect(() => takeIn(other, file, asHere)).toThrow(expect.objectContaining({ code: "PROJECT_NOT_EMPTY" }));
});

test("each table is in an archive, or is known to be of one machine, or is kept by triggers", () => {
  const tables = openTemporary()
    .sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  const ofMachine = "setting folder event link_speed moment image_block run_budget verification verification_failure";
  const ofTriggers = "encounter_images manifest_images manifest_encounters manifest_stretch run_images";
  const known = [...archived.map(({ name }) => name), ...`${ofMachine} ${ofTriggers}`.split(" ")];
  expect(tables.toSorted()).toEqual(known.toSorted());
});
