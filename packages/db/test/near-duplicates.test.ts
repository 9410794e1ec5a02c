/** Pictures that look nearly the same, and bursts: shown as such, and delivered all the same. */
import type { EncounterId } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  encounterPage,
  imagePage,
  imageRanges,
  moveToEncounter,
  picturesDue,
  type StationDatabase,
  splitEncounter,
  storePictureCheck,
} from "../src/index.ts";
import { openTemporary, sha, storeScan } from "./support.ts";

/** A look of sixteen equal bytes with these bits turned. */
function look(byte: number, ...turned: number[]): Uint8Array {
  const bytes = new Uint8Array(16).fill(byte);
  for (const bit of turned) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes;
}

const check = (db: StationDatabase, name: string, as: Uint8Array | null) =>
  storePictureCheck(db, sha(name), { result: "whole", look: as });

const images = (db: StationDatabase, encounter: EncounterId, offset = 0, limit = 500) =>
  imagePage(db, encounter, { offset, limit }).items;
const near = (db: StationDatabase, encounter: EncounterId) =>
  images(db, encounter).map((image) => image.near?.fileName ?? null);
const findings = (db: StationDatabase, { manifest }: ReturnType<typeof storeScan>) =>
  encounterPage(db, manifest, "all", { offset: 0, limit: 100 }).items.map((row) =>
    row.findings.map(({ code, count }) => [code, count]),
  );

test("two pictures that differ in a few bits are named at each other, also in different encounters", () => {
  const db = openTemporary();
  const season = storeScan(db, [{ images: ["a", "b"] }, { images: ["c", "d"], values: { eventDate: "2024-07-16" } }]);
  const [one, two] = season.ids as [EncounterId, EncounterId];
  check(db, "a", look(0b01010101));
  check(db, "b", look(0b01010101, 0, 20, 40, 60, 80, 100, 120, 5, 25, 45, 65, 85));
  check(db, "c", look(0b01010101, 0, 20, 40, 60, 80, 100, 120));
  check(db, "d", null);
  // Seven bits from the first, and five from the second, which differ in twelve.
  expect(near(db, one)).toEqual(["c.jpg", "c.jpg"]);
  expect(near(db, two)).toEqual(["b.jpg", null]);
  expect(images(db, two)[0]?.near?.encounterId).toBe(one);
  expect(findings(db, season)).toEqual([[["NEAR_DUPLICATE", 2]], [["NEAR_DUPLICATE", 1]]]);
  expect(images(db, one).map(({ state }) => state)).toEqual(["pending", "pending"]);
});

test("a later version finds them again, and one that is the same otherwise is no new version", () => {
  const db = openTemporary();
  const wanted = [{ images: ["a", "b", "c"], bursts: { a: 0, b: 0 } }];
  storeScan(db, wanted);
  for (const name of ["a", "b", "c"]) check(db, name, look(0b00110011));
  const again = storeScan(db, [{ images: ["a", "b", "c"], bursts: { a: 7, b: 7 } }]);
  expect(again.changes?.isNew).toBe(false);
  expect(images(db, again.ids[0] as EncounterId).map(({ burst }) => burst?.number ?? null)).toEqual([7, 7, null]);
  const more = storeScan(db, [{ images: ["a", "b", "c", "d"] }]);
  expect(findings(db, more)).toEqual([[["NEAR_DUPLICATE", 3]]]);
});

test("frames of one burst are no near-duplicates of each other", () => {
  const db = openTemporary();
  const season = storeScan(db, [{ images: ["a", "b", "c", "edit"], bursts: { a: 0, b: 0, c: 0 } }]);
  for (const name of ["a", "b", "c", "edit"]) check(db, name, look(0b00110011, ...(name === "b" ? [] : [3])));
  expect(near(db, season.ids[0] as EncounterId)).toEqual(["edit.jpg", "edit.jpg", "edit.jpg", "a.jpg"]);
});

test("of many pictures that look the same none is compared with all others, and each names another one", () => {
  const db = openTemporary();
  const names = Array.from({ length: 120 }, (_, at) => `p${at}`);
  const season = storeScan(db, [{ images: names }]);
  for (const name of names) check(db, name, look(0b00110011));
  expect(near(db, season.ids[0] as EncounterId)).not.toContain(null);
  const { n } = db.sql.prepare("SELECT COUNT(*) AS n FROM picture_near").get() as { n: number };
  expect(n).toBeLessThanOrEqual(names.length * 16);
});

test("a page tells of each frame its place in its burst, and where that begins and ends", () => {
  const db = openTemporary();
  const names = Array.from({ length: 8 }, (_, at) => `i${at}`);
  const of = (...at: number[]) => Object.fromEntries(at.map((each) => [`i${each}`, at[0] ?? 0]));
  const { ids } = storeScan(db, [{ images: names, bursts: { ...of(1, 2, 4, 6), ...of(3, 5) } }]);
  const [encounter] = ids as [EncounterId];
  const bursts = (offset: number, limit: number) =>
    images(db, encounter, offset, limit).map(
      ({ burst }) => burst && [burst.number, burst.at, burst.of, burst.first, burst.last],
    );
  const all = [
    ...[null, [1, 1, 4, 1, 6], [1, 2, 4, 1, 6], [3, 1, 2, 3, 5]],
    ...[[1, 3, 4, 1, 6], [3, 2, 2, 3, 5], [1, 4, 4, 1, 6], null],
  ];
  expect(bursts(0, 500)).toEqual(all);
  for (const offset of [1, 2, 3, 4, 5, 6]) expect(bursts(offset, 3)).toEqual(all.slice(offset, offset + 3));
});

test("a burst that is split is one in each part, and whole again where its frames are moved back", () => {
  const db = openTemporary();
  const { ids } = storeScan(db, [{ images: ["a", "b", "c", "d"], bursts: { a: 0, b: 0, c: 0, d: 0 } }]);
  const [encounter] = ids as [EncounterId];
  const { encounters } = splitEncounter(db, encounter, [sha("d")]);
  const [part] = encounters.map(({ id }) => id) as [EncounterId];
  const places = (id: EncounterId) => images(db, id).map(({ burst }) => burst && [burst.at, burst.of]);
  expect([places(part), places(encounter)]).toEqual([
    [null],
    [
      [1, 3],
      [2, 3],
      [3, 3],
    ],
  ]);
  moveToEncounter(db, part, encounter, [sha("d")]);
  expect(places(encounter).at(-1)).toEqual([4, 4]);
});

test("a picture that an earlier version decoded is looked at once more, and counts as decoded meanwhile", () => {
  const db = openTemporary();
  const { manifest } = storeScan(db, [{ images: ["a", "b"] }]);
  db.sql.prepare("INSERT INTO picture_check (sha256, result, checked_ms) VALUES (?, 'whole', 0)").run(sha("a"));
  const [range] = imageRanges(db);
  const due = () => (range ? picturesDue(db, range).due.map(({ sha256 }) => sha256) : []);
  expect(due()).toEqual([sha("a"), sha("b")]);
  expect(approve(db, manifest, {})).toMatchObject({ approved: 1, undecoded: 1 });
  check(db, "a", null);
  check(db, "b", look(0b00110011));
  expect(due()).toEqual([]);
});

test("RAW files are looked into where no JPEG lies beside them, whatever their content is taken for, and none counts as undecoded", () => {
  const db = openTemporary();
  const { manifest } = storeScan(db, [{ images: ["pair", "pair-jpeg", "alone", "pentax", "scan"] }]);
  const set = db.sql.prepare("UPDATE image SET media_type = ?, file_name = ?, paired_with = ? WHERE sha256 = ?");
  set.run("image/x-nikon-nef", "_DSC1.NEF", null, sha("pair"));
  set.run("image/jpeg", "_DSC1.JPG", "_DSC1.NEF", sha("pair-jpeg"));
  set.run("image/x-nikon-nef", "_DSC2.NEF", null, sha("alone"));
  set.run("image/tiff", "IMGP3.pef", null, sha("pentax"));
  set.run("image/tiff", "slide.tif", null, sha("scan"));
  const [range] = imageRanges(db);
  const due = () => (range ? picturesDue(db, range).due.map((each) => [each.sha256, each.isRaw]) : []);
  expect(due()).toEqual([
    [sha("pair-jpeg"), false],
    [sha("alone"), true],
    [sha("pentax"), true],
    [sha("scan"), false],
  ]);
  storePictureCheck(db, sha("alone"), { result: null, look: look(0b01010101) });
  storePictureCheck(db, sha("pentax"), { result: null, look: look(0b01010101, 3) });
  expect(due()).toEqual([
    [sha("pair-jpeg"), false],
    [sha("scan"), false],
  ]);
  expect(approve(db, manifest, {})).toMatchObject({ approved: 1, undecoded: 2 });
  expect(db.sql.prepare("SELECT COUNT(*) FROM picture_check").pluck().get()).toBe(0);
});
