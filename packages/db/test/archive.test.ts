import { createHash, randomUUID } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import { PopulationId } from "@landfall/protocol";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { archived } from "../src/archive/form.ts";
import {
  approve,
  archiveText,
  currentManifests,
  encounterPage,
  ensurePopulation,
  imageRanges,
  manifestRow,
  openDatabase,
  patchSettings,
  pathsHere,
  populations,
  prepareArchive,
  readArchive,
  type StationDatabase,
  scanJobViews,
  settings,
  startReading,
  storeAliases,
  takeIn,
  unshownJobs,
} from "../src/index.ts";
import { migrate, migrations } from "../src/migrations/index.ts";
import { openTemporary, storeScan, temporaryFolder } from "./support.ts";

/** In pieces that end anywhere, as a stream gives them. */
async function* piecesOf(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const textOf = (db: StationDatabase): string => [...archiveText(db, "/home/jane")].join("");
const turn = async () => {};

/** Read and made one of this machine, as it is before it is taken in. */
async function prepared(text: AsyncIterable<Buffer>): Promise<string> {
  const file = join(temporaryFolder(), "read.db");
  await readArchive(text, file);
  prepareArchive(file, pathsHere("/home/sam", []), null);
  return file;
}

test("an archive is the same whatever pieces it comes in, and large numbers of the file system stay exact", async () => {
  const db = openTemporary();
  const { manifest } = storeScan(db, [{ images: ["a", "b"] }, { images: ["c"] }]);
  approve(db, manifest, {});
  const text = textOf(db);
  for (const size of [1, 7, 64, text.length]) {
    const other = openTemporary();
    await takeIn(other, await prepared(piecesOf(text, size)), turn);
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

/** All but the activity log and what counts events. */
const contentOf = (db: StationDatabase) =>
  Object.fromEntries(
    (db.sql.pragma("table_list") as { name: string; schema: string; type: string }[])
      .filter(
        ({ name, schema, type }) => schema === "main" && type === "table" && !/^sqlite_|^event$|^activity$/.test(name),
      )
      .map(({ name }) => [
        name,
        db.sql
          .prepare(`SELECT * FROM main."${name}"`)
          .raw()
          .all()
          .map((row) => JSON.stringify(row))
          .sort(),
      ]),
  );

test("what a failed taking in has begun is gone", async () => {
  const db = openTemporary();
  const { manifest } = storeScan(db, [{ images: ["a"] }]);
  approve(db, manifest, {});
  const file = await prepared(piecesOf(textOf(db), 1000));
  const other = openTemporary();
  const before = contentOf(other);
  const schema = () => other.sql.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name").all();
  const tables = schema();
  const fail = () => {
    throw new Error("no more");
  };
  await expect(takeIn(other, file, turn, fail)).rejects.toThrow("no more");
  expect(contentOf(other)).toEqual(before);
  expect(schema()).toEqual(tables);
  expect(await takeIn(other, file, turn)).toMatchObject({ manifests: 1, images: 1, roots: ["/photos"] });
  await expect(takeIn(other, file, turn)).rejects.toMatchObject({ code: "PROJECT_NOT_EMPTY" });
});

const counters = ["encounter_images", "manifest_images", "manifest_encounters", "manifest_stretch"];

test("between two slices of a large project nothing of it is seen, no scan begins, and at its end it is as it was", async () => {
  const db = openTemporary();
  const encounters = Array.from({ length: 240 }, (_, at) => ({
    images: [`${at}`, `${at}b`, "shared"],
    values: { locality: at % 3 === 0 ? null : `Bay ${at % 7}` },
  }));
  const { manifest } = storeScan(db, encounters);
  approve(db, manifest, {});
  storeScan(db, [...encounters, { images: ["later"] }]);
  const file = await prepared(piecesOf(textOf(db), 1000));
  const other = openTemporary();
  const seen: unknown[] = [];
  const look = async () => {
    seen.push([
      populations(other),
      scanJobViews(other),
      currentManifests(other),
      imageRanges(other),
      unshownJobs(other),
    ]);
    const scan = { population: PopulationId.parse(randomUUID()), name: "Another", folders: ["/photos"] };
    expect(() => startReading(other, scan)).toThrow(expect.objectContaining({ code: "ALREADY_RUNNING" }));
  };
  await takeIn(other, file, look);
  expect(seen.length).toBeGreaterThan(10);
  expect(new Set(seen.map((each) => JSON.stringify(each)))).toEqual(new Set(["[[],[],[],[],[]]"]));
  expect(other.sql.pragma("foreign_key_check")).toEqual([]);
  expect(other.sql.pragma("foreign_keys", { simple: true })).toBe(1);
  const [here, there] = [contentOf(other), contentOf(db)];
  for (const table of ["manifest", "encounter", "image", "image_file", "reading_file", ...counters])
    expect([table, here[table]]).toEqual([table, there[table]]);
});

test("a person's decision that came meanwhile is not mixed with a project: nothing of that one is left", async () => {
  const db = openTemporary();
  storeScan(db, [{ images: ["a"] }, { images: ["b"] }]);
  const file = await prepared(piecesOf(textOf(db), 1000));
  const other = openTemporary();
  const own = ensurePopulation(other, "Visitors");
  let hasDecided = false;
  const decide = async () => {
    if (hasDecided) return;
    storeAliases(other, own.id, { aliases: [{ name: "BW", people: ["Bea Wake"] }] });
    hasDecided = true;
  };
  await expect(takeIn(other, file, decide)).rejects.toMatchObject({ code: "PROJECT_NOT_EMPTY" });
  const { image, file: files, manifest, encounter_images, taking_in, person } = contentOf(other);
  expect([image, files, manifest, encounter_images, taking_in]).toEqual([[], [], [], [], []]);
  expect(person).toHaveLength(1);
});

test("each table is in an archive, or is known to be of one machine, or is kept by triggers", () => {
  const tables = openTemporary()
    .sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  const ofMachine =
    "folder event link_speed moment mount_point image_block run_budget taking_in verification verification_failure";
  const ofTriggers = "encounter_images manifest_images manifest_encounters manifest_stretch run_images";
  const known = [...archived.map(({ name }) => name), ...`${ofMachine} ${ofTriggers}`.split(" ")];
  expect(tables.toSorted()).toEqual(known.toSorted());
});

test("encounters are judged as where they come from: with its rule of licences, and by the rules of this version", async () => {
  const from = openTemporary();
  patchSettings(from, { license: "organisation" });
  const { manifest } = storeScan(from, [{ images: ["a"] }, { images: ["b"], values: { locality: "Active Pass" } }]);
  const to = openTemporary();
  patchSettings(to, { license: "ask" });
  await takeIn(to, await prepared(piecesOf(textOf(from), 4096)), turn);
  expect(settings(to).license).toBe("organisation");
  expect(manifestRow(to, manifest).encounters).toMatchObject({ pending: 2, incomplete: 0 });

  const earlier = openTemporary();
  storeScan(earlier, [{ images: ["a"] }]);
  // A version that asked for no licences: it had no such setting, and no rules of its own were noted.
  earlier.sql.exec("DELETE FROM setting; UPDATE population SET judged = 0");
  const later = openTemporary();
  await takeIn(later, await prepared(piecesOf(textOf(earlier), 4096)), turn);
  expect(currentManifests(later)).toMatchObject([{ encounters: { pending: 0, incomplete: 1 } }]);
});

test("an archive into which somebody has put other settings of a station is refused", async () => {
  const from = openTemporary();
  patchSettings(from, { license: "organisation" });
  storeScan(from, [{ images: ["a"] }]);
  const lines = textOf(from).trimEnd().split("\n");
  const at = lines.findIndex((line) => line.startsWith('{"table":"setting"'));
  const { columns } = JSON.parse(lines[at] ?? "");
  lines.splice(at + 1, 0, JSON.stringify(columns.map((name: string) => (name === "name" ? "uploadCap" : '"none"'))));
  const { rows } = JSON.parse(lines.pop() ?? "");
  const told = lines.map((line) => `${line}\n`).join("");
  const end = { end: true, rows: rows + 1, sha256: createHash("sha256").update(told).digest("hex") };
  await expect(prepared(piecesOf(`${told}${JSON.stringify(end)}\n`, 4096))).rejects.toMatchObject({
    code: "ARCHIVE_REFUSED",
    detail: "it sets uploadCap, which no project does",
  });
});
