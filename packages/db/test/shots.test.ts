/** A RAW file, its JPEG and its sidecar are one shot: what is to be seen in one is to be seen in all. */
import type { EncounterId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { encounterRow, leaveOut } from "../src/index.ts";
import { openTemporary, sha, storeScan } from "./support.ts";

function season() {
  const db = openTemporary();
  const { ids } = storeScan(db, [{ images: ["nef", "jpg", "xmp", "other", "video"] }]);
  const rename = db.sql.prepare("UPDATE image SET file_name = ?, paired_with = ? WHERE sha256 = ?");
  const move = db.sql.prepare("UPDATE file SET path_text = ? WHERE sha256 = ?");
  for (const [name, lead, image] of [
    ["IMG_1.NEF", null, "nef"],
    ["IMG_1.JPG", "IMG_1.NEF", "jpg"],
    ["IMG_1.xmp", "IMG_1.NEF", "xmp"],
    ["MVI_2.MP4", "IMG_1.NEF", "video"],
  ] as const) {
    rename.run(name, lead, sha(image));
    move.run(`2024/${name}`, sha(image));
  }
  const [id] = ids as [EncounterId];
  return { db, id, out: () => encounterRow(db, id).images.skipped };
}

test("with a JPEG its RAW file and its sidecar are left out, and brought back, which is said by their names", () => {
  const { db, id, out } = season();
  const left = leaveOut(db, id, [sha("jpg")], { reason: "A person is in it" });
  expect(out()).toBe(3);
  expect(left.notes).toEqual(["Left out with that, as other files of the same shots: IMG_1.NEF, IMG_1.xmp."]);
  const reasons = db.sql.prepare("SELECT left_out FROM image WHERE state = 'skipped'").pluck().all();
  expect(reasons).toEqual(Array(3).fill("A person is in it"));
  expect(leaveOut(db, id, [sha("nef"), sha("xmp")], null).notes).toEqual([
    "Brought back with that, as a file of the same shot: IMG_1.JPG.",
  ]);
  expect(out()).toBe(0);
});

test("a damaged file is left out alone, and what is out already is not named", () => {
  const { db, id, out } = season();
  expect(leaveOut(db, id, [sha("xmp")], { reason: "It is damaged" }, true).notes).toBeUndefined();
  expect(out()).toBe(1);
  expect(leaveOut(db, id, [sha("nef")], { reason: "A boat" }).notes).toEqual([
    "Left out with that, as a file of the same shot: IMG_1.JPG.",
  ]);
  const reason = db.sql.prepare("SELECT left_out FROM image WHERE sha256 = ?").pluck();
  expect(reason.get(sha("xmp"))).toBe("It is damaged");
  expect(leaveOut(db, id, [sha("other")], { reason: null }).notes).toBeUndefined();
});
