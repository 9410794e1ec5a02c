/** A folder that is taken out of a scan and added again, or a drive that is emptied and filled again. */
import type { EncounterId } from "@landfall/protocol";
import { expect, test } from "vitest";
import { describeImages, leaveOut } from "../src/index.ts";
import { openTemporary, sha, storeScan, type Wanted } from "./support.ts";

const at = (locality: string, ...images: string[]): Wanted => ({ images, values: { locality } });

test("what was decided of photographs stays while versions come and go without them", () => {
  const db = openTemporary();
  const whole = [at("Haro Strait", "a", "b", "c"), at("Active Pass", "d")];
  const first = storeScan(db, whole);
  const [haro] = first.ids as [EncounterId];
  leaveOut(db, haro, [sha("a")], { reason: "A person is in it" });
  describeImages(db, haro, [sha("b")], { people: true, side: "left" });
  for (let at = 0; at < 2; at++) storeScan(db, [whole[1] as Wanted]);
  const again = storeScan(db, whole);
  const images = db.sql
    .prepare(
      "SELECT state, left_out, side, people FROM image WHERE encounter = (SELECT pk FROM encounter WHERE id = ?) ORDER BY ordinal",
    )
    .raw()
    .all(again.ids[0]);
  expect(images).toEqual([
    ["skipped", "A person is in it", null, 0],
    ["pending", null, "left", 1],
    ["pending", null, null, 0],
  ]);
});

test("of what was decided at one time and another the last counts", () => {
  const db = openTemporary();
  const whole = [at("Haro Strait", "a", "b"), at("Active Pass", "d")];
  const [haro] = storeScan(db, whole).ids as [EncounterId];
  leaveOut(db, haro, [sha("a")], { reason: "blurred" });
  const [later] = storeScan(db, [...whole, at("Cattle Pass", "e")]).ids as [EncounterId];
  leaveOut(db, later, [sha("a")], null);
  leaveOut(db, later, [sha("b")], { reason: "a boat" });
  storeScan(db, [whole[1] as Wanted]);
  const { ids } = storeScan(db, whole);
  const out = db.sql.prepare(
    "SELECT sha256 FROM image WHERE state = 'skipped' AND encounter = (SELECT pk FROM encounter WHERE id = ?)",
  );
  expect(out.pluck().all(ids[0])).toEqual([sha("b")]);
});
