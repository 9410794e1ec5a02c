import type { EncounterId } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  ensurePopulation,
  imagePage,
  leaveOut,
  readingFiles,
  startReading,
  storeFiles,
  withDeliveredPictures,
} from "../src/index.ts";
import { foundFile, openTemporary, sha, storeScan } from "./support.ts";

const picture = sha("the picture");
const metadata = (localTime: string | null) => JSON.stringify({ localTime });

/** A delivered photograph, and a later reading of one file. */
function later(changed: { name: string; localTime: string | null; picture?: string }) {
  const db = openTemporary();
  storeScan(db, [{ images: ["fluke"] }]);
  db.sql.prepare("UPDATE file SET picture_sha256 = ?, metadata = ?").run(picture, metadata("2024-07-15T10:11:12"));
  const deliver = () => db.sql.prepare("UPDATE image SET state = 'complete'").run();
  const { id } = ensurePopulation(db, "Residents");
  const { reading } = startReading(db, { population: id, name: "Later", folders: ["/photos"] });
  const file = { ...foundFile(changed.name, 222), sha256: sha("with keywords"), mtimeNs: 5n };
  storeFiles(db, reading, ["/photos"], 0, [file]);
  db.sql
    .prepare("UPDATE file SET picture_sha256 = ?, metadata = ? WHERE sha256 = ?")
    .run(changed.picture ?? picture, metadata(changed.localTime), file.sha256);
  const take = () => withDeliveredPictures(db, id, reading, readingFiles(db, reading, ["/photos"]));
  return { take, deliver, file };
}

test("a file whose keywords were written after delivery stands for the image that was delivered", () => {
  const { take, deliver, file } = later({ name: "fluke", localTime: "2024-07-15T10:11:12" });
  expect(take()).toMatchObject([{ sha256: file.sha256, findings: [] }]);
  deliver();
  expect(take()).toMatchObject([{ sha256: sha("fluke"), size: 100, findings: ["METADATA_CHANGED"] }]);
});

test("so does a copy under another name, of the same time; and the file itself whose date was corrected", () => {
  for (const changed of [
    { name: "best/fluke copy", localTime: "2024-07-15T10:11:12" },
    { name: "fluke", localTime: "2024-07-15T11:11:12" },
  ]) {
    const { take, deliver } = later(changed);
    deliver();
    expect(take()).toMatchObject([{ sha256: sha("fluke") }]);
  }
});

test("another picture, and the same black frame of another moment, are images of their own", () => {
  for (const changed of [
    { name: "fluke", localTime: "2024-07-15T10:11:12", picture: sha("another picture") },
    { name: "other", localTime: "2024-07-15T10:11:13" },
    { name: "other", localTime: null },
  ]) {
    const { take, deliver, file } = later(changed);
    deliver();
    expect(take()).toMatchObject([{ sha256: file.sha256, findings: [] }]);
  }
});

test("keywords written into every photograph lose no decision of the version before", () => {
  const db = openTemporary();
  const first = storeScan(db, [{ images: ["a", "b"] }, { images: ["c"] }]);
  const byPicture = db.sql.prepare("UPDATE file SET picture_sha256 = ?, metadata = '{}' WHERE path_text = ?");
  for (const name of ["a", "b", "c"]) byPicture.run(sha(`picture of ${name}`), `${name}.jpg`);
  leaveOut(db, first.ids[0] as EncounterId, [sha("b")], { reason: "blurred" });
  approve(db, first.manifest, {});
  const events = (manifest: string) =>
    db.sql.prepare("SELECT event_id FROM encounter WHERE manifest = ? ORDER BY ordinal").pluck().all(manifest);
  const before = events(first.manifest);
  // The files are written again under their names, so their rows are found by the new bytes with the old picture.
  db.sql.exec(`INSERT INTO file (root, path, path_text, size, mtime_ns, bucket, sha256, md5, picture_sha256, metadata, findings, reader_version)
    SELECT root, path, path_text, size + 1, mtime_ns + 1, bucket, 'x', md5, picture_sha256, metadata, findings, reader_version FROM file`);
  for (const name of ["a", "b", "c"])
    db.sql
      .prepare("UPDATE file SET sha256 = ? WHERE sha256 = 'x' AND path_text = ?")
      .run(sha(`${name}2`), `${name}.jpg`);
  const second = storeScan(db, [{ images: ["c2"] }, { images: ["a2", "b2"] }]);
  expect(events(second.manifest)).toEqual([before[1], before[0]]);
  const images = imagePage(db, second.ids[1] as EncounterId, { offset: 0, limit: 10 }).items;
  expect(images.map(({ sha256, state, leftOut }) => [sha256, state, leftOut])).toEqual([
    [sha("a2"), "pending", null],
    [sha("b2"), "skipped", "blurred"],
  ]);
});
