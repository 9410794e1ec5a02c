/** What is found between photographs follows which of them an encounter has. */
import type { EncounterId } from "@landfall/protocol";
import type { ImageMetadata } from "@landfall/survey";
import { expect, test } from "vitest";
import { encounterRow, leaveOut } from "../src/index.ts";
import { openTemporary, sha, storeScan } from "./support.ts";

test("a photograph that lies far away is named, and once it is left out nothing is said of it", () => {
  const db = openTemporary();
  const { ids } = storeScan(db, [{ images: ["a", "b", "far"] }]);
  const [id] = ids as [EncounterId];
  const place = (name: string, latitude: number) =>
    db.sql
      .prepare("UPDATE file SET metadata = ? WHERE path_text = ?")
      .run(
        JSON.stringify({ decimalLatitude: latitude, decimalLongitude: -123, model: null } as Partial<ImageMetadata>),
        `${name}.jpg`,
      );
  place("a", 48.5);
  place("b", 48.51);
  place("far", 58.5);
  const said = () => encounterRow(db, id).findings.map(({ code, detail }) => [code, detail]);
  leaveOut(db, id, [sha("b")], { reason: "blurred" });
  expect(said()).toEqual([["GPS_SPREAD", "far.jpg (58.5, -123) and a.jpg (48.5, -123) are 1,112 km apart"]]);
  leaveOut(db, id, [sha("far")], { reason: "another day" });
  expect(said()).toEqual([]);
});
