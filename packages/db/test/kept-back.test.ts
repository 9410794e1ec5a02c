/** What is kept back of a shot is kept back of all its files, in whichever encounters they are. */
import { expect, test } from "vitest";
import { keptBack, type population, type StationDatabase, storeDraft } from "../src/index.ts";
import { openTemporary, readScan, type Wanted } from "./support.ts";

function stored(db: StationDatabase, name: string, wanted: readonly Wanted[], pairs: Record<string, string>) {
  const draft = readScan(db, wanted, name);
  const encounters = draft.encounters.map((of) => ({
    ...of,
    images: of.images.map((image) => ({ ...image, pairedWith: pairs[image.fileName] ?? null })),
  }));
  storeDraft(db, { ...draft, encounters });
}

test("a flag goes from a JPEG to its RAW file, to the same RAW file elsewhere, and to the JPEG beside that one; and to no other", () => {
  const db = openTemporary();
  stored(db, "Season", [{ images: ["raw", "jpeg", "other"] }], { "jpeg.jpg": "raw.jpg" });
  stored(db, "Card", [{ images: ["raw", "small", "more"] }], { "small.jpg": "raw.jpg" });
  db.sql.prepare("UPDATE image SET people = 1 WHERE file_name = 'jpeg.jpg'").run();
  const id = db.sql.prepare("SELECT id FROM population").pluck().get() as NonNullable<
    ReturnType<typeof population>
  >["id"];
  const { people, until } = keptBack(db, { population: id, manifest: null }, "2026-01-01");
  const rows = db.sql.prepare("SELECT pk, encounter, file_name AS name FROM image ORDER BY pk").all() as {
    pk: number;
    encounter: number;
    name: string;
  }[];
  const kept = rows.filter(({ pk, encounter }) => (JSON.parse(people(encounter)) as number[]).includes(pk));
  expect(kept.map(({ name }) => name)).toEqual(["raw.jpg", "jpeg.jpg", "raw.jpg", "small.jpg"]);
  expect(rows.map(({ pk }) => until(pk))).toEqual(rows.map(() => null));
});
