import { readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scanFolders } from "@landfall/survey";
import { beforeEach, expect, test } from "vitest";
import { drawImages, paddedTo } from "../../../fixtures/index.ts";
import {
  ensurePopulation,
  keepUnread,
  knownFiles,
  knownFolder,
  readingFiles,
  type StationDatabase,
  startReading,
  storeFiles,
} from "../src/index.ts";
import { foundFile, openTemporary, temporaryFolder } from "./support.ts";

const longAgo = new Date("2024-08-01T00:00:00Z");
let root: string;
let db: StationDatabase;
beforeEach(async () => {
  root = temporaryFolder();
  db = openTemporary();
  for (const day of ["a", "b", "b/c"])
    for (const { path } of await drawImages(join(root, day), 2, { seed: day, size: 96 }))
      utimesSync(path, longAgo, longAgo);
  writeFileSync(join(root, "b", "notes.txt"), "calm sea");
});

/** One reading as the station makes it: how many files were looked at one by one, the tally, and what stands in the reading. */
async function read() {
  const { id } = ensurePopulation(db, "Residents");
  const reading = startReading(db, { population: id, name: "Season", folders: [root] });
  let stored = 0;
  let asked = 0;
  const tally = await scanFolders(
    { roots: [root] },
    {
      files(batch, _, folders) {
        stored = storeFiles(db, reading.reading, [root], stored, batch, folders);
      },
    },
    {
      cache: {
        lookup: (at, keys) => {
          asked += keys.length;
          return knownFiles(db, at, keys);
        },
        folder: (at, state) => knownFolder(db, at, state),
      },
    },
  );
  db.sql.exec("UPDATE reading SET state = 'done'");
  const files = readingFiles(db, reading.reading, [root]).files;
  return { asked, tally, stored, paths: files.map(({ path }) => path), files };
}

test("an unchanged tree is read folder by folder, with the same files in the same order", async () => {
  const first = await read();
  expect(first).toMatchObject({ asked: 7, stored: 7, tally: { found: 7, images: 6, ignored: 1 } });
  for (let again = 0; again < 2; again++) {
    const { tally, ...rest } = await read();
    expect(rest).toEqual({ asked: 0, stored: 7, paths: first.paths, files: first.files });
    expect(tally).toEqual({ ...first.tally, bytesRead: 0 });
  }
});

test("only a folder in which something changed is looked at file by file", async () => {
  const first = await read();
  const [changed = ""] = first.paths;
  const path = join(root, changed);
  const bytes = readFileSync(path);
  // Other bytes of the same size and time, written as editors do: under another name first.
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  writeFileSync(`${path}.new`, bytes);
  utimesSync(`${path}.new`, longAgo, longAgo);
  renameSync(`${path}.new`, path);
  expect((await read()).asked).toBe(2);
  writeFileSync(path, paddedTo(bytes, bytes.length + 40));
  const grown = await read();
  expect(grown.asked).toBe(2);
  expect(grown.files[0]?.sha256).not.toBe(first.files[0]?.sha256);
  rmSync(path);
  const gone = await read();
  expect(gone).toMatchObject({ asked: 1, stored: 6, paths: first.paths.slice(1) });
  expect(await read()).toMatchObject({ asked: 0, stored: 6, paths: first.paths.slice(1) });
});

test("a folder with a file that was still being written is looked at again", async () => {
  writeFileSync(join(root, "a", "copying.jpg"), readFileSync(join(root, "a", "IMG_00001.JPG")).subarray(0, 900));
  expect((await read()).tally.unreadable).toBe(1);
  expect(await read()).toMatchObject({ asked: 3, tally: { unreadable: 1 } });
});

test("a reading that was cut short leaves nothing that is taken for whole", async () => {
  const { id } = ensurePopulation(db, "Residents");
  const reading = startReading(db, { population: id, name: "Season", folders: [root] });
  const broken = scanFolders(
    { roots: [root] },
    {
      files(batch, _, folders) {
        // Killed behind the third file: what a transaction had not taken in is gone with its folder.
        storeFiles(
          db,
          reading.reading,
          [root],
          0,
          batch.slice(0, 3),
          folders.filter(({ at }) => at <= 3),
        );
        throw new Error("pulled the plug");
      },
    },
  );
  await expect(broken).rejects.toThrow("pulled the plug");
  db.sql.exec("UPDATE reading SET state = 'cancelled'");
  const whole = await read();
  expect(whole).toMatchObject({ stored: 7, tally: { images: 6, ignored: 1 } });
  expect(new Set(whole.paths).size).toBe(7);
});

test("the photographs of a folder that cannot be opened are taken to be as they were, and no others", async () => {
  const first = await read();
  db.sql.exec("UPDATE reading SET result = '{}'");
  const { id } = ensurePopulation(db, "Residents");
  const reading = startReading(db, { population: id, name: "Season", folders: [root] });
  const closed = { ...foundFile("unused"), bucket: "unreadable", reason: "CANNOT_READ", sha256: null } as const;
  const folder = { ...closed, size: 0, mtimeNs: 0n, path: "b/", pathBytes: Buffer.from("b/") };
  storeFiles(db, reading.reading, [root], 0, [folder]);
  expect(keepUnread(db, reading.scanJob, reading.reading)).toBe(4);
  const { files } = readingFiles(db, reading.reading, [root]);
  const photographs = (all: readonly { path: string; bucket: string }[]) =>
    all.flatMap(({ path, bucket }) => (bucket === "image" && path.startsWith("b/") ? [path] : []));
  expect(photographs(files)).toEqual(photographs(first.files));
  expect(files).toHaveLength(5);

  // The root itself, as a scan calls it; the reading before it did not come to its end.
  db.sql.exec("UPDATE reading SET state = 'failed' WHERE result IS NULL");
  const again = startReading(db, { population: id, name: "Season", folders: [root] });
  const whole = { ...closed, size: 0, mtimeNs: 0n, path: "./", pathBytes: Buffer.from("./") };
  storeFiles(db, again.reading, [root], 0, [whole]);
  expect(keepUnread(db, again.scanJob, again.reading)).toBe(6);
});

test("a file that is as an earlier version of the reader knew it, and cannot be read now, stays known as that, and is read the next time", async () => {
  await read();
  db.sql.exec("UPDATE file SET reader_version = reader_version - 1");
  const { id } = ensurePopulation(db, "Residents");
  const { reading } = startReading(db, { population: id, name: "Season", folders: [root] });
  const rows = db.sql.prepare(
    "SELECT path_text AS path, path AS pathBytes, size, mtime_ns AS mtimeNs, sha256 FROM file",
  );
  const known = rows.safeIntegers().all() as {
    path: string;
    pathBytes: Buffer;
    size: bigint;
    mtimeNs: bigint;
    sha256: string;
  }[];
  const [before] = known.filter(({ path }) => path.startsWith("a/"));
  if (!before) throw new Error("a photograph");
  const unread = { ...foundFile("unused"), bucket: "unreadable", reason: "CANNOT_READ", sha256: null } as const;
  const { path, pathBytes, mtimeNs } = before;
  const mark = { root: 0, pathBytes: Buffer.from("a/"), fingerprint: "now", files: 1, at: 1, isKnown: false };
  storeFiles(db, reading, [root], 0, [{ ...unread, path, pathBytes, size: Number(before.size), mtimeNs }], [mark]);
  expect(readingFiles(db, reading, [root]).files).toMatchObject([{ path, bucket: "image", sha256: before.sha256 }]);
  expect(knownFiles(db, root, [{ path, pathBytes, size: Number(before.size), mtimeNs }])).toEqual([null]);
  expect(knownFolder(db, root, mark)).toBeNull();
});
