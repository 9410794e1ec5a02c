/** Where a population lives is a setting of its own: what is found of its encounters follows at once. */
import type { EncounterId } from "@landfall/protocol";
import { expect, test } from "vitest";
import {
  approve,
  areaOf,
  editEncounter,
  encounterRow,
  encountersOutside,
  ensurePopulation,
  knownArea,
  storeArea,
} from "../src/index.ts";
import { openTemporary, storeScan } from "./support.ts";

const salish = { south: 47, west: -125, north: 50, east: -122 };
const at = (decimalLatitude: number, decimalLongitude: number, image: string) => ({
  images: [image],
  values: { decimalLatitude, decimalLongitude, locality: image },
});

test("encounters outside warn with how far, also approved ones, until it is said otherwise", () => {
  const db = openTemporary();
  const { id } = ensurePopulation(db, "Residents");
  const wanted = [at(48.5, -123.2, "a"), at(48.5, 123.2, "b"), { images: ["c"] }];
  const { ids, manifest } = storeScan(db, wanted);
  const [inside, outside, nowhere] = ids as [EncounterId, EncounterId, EncounterId];
  const said = (of: EncounterId) => encounterRow(db, of).findings.map(({ code, detail }) => [code, detail]);
  approve(db, manifest, { encounters: [outside] });
  expect(areaOf(db, id)).toBe(null);
  expect(said(outside)).toEqual([]);

  storeArea(db, id, salish);
  expect(areaOf(db, id)).toEqual(salish);
  expect(said(inside)).toEqual([]);
  expect(said(nowhere)).toEqual([]);
  const [[code, detail] = []] = said(outside);
  expect(code).toBe("POSITION_OUTSIDE");
  expect(detail).toContain("km outside; with the other sign of the longitude it would lie inside: 48.5, -123.2");
  expect(encounterRow(db, outside).findings[0]?.offers).toEqual([
    { how: "the other sign of the longitude", decimalLatitude: 48.5, decimalLongitude: -123.2 },
  ]);
  expect(encounterRow(db, outside).review).toBe("approved");
  expect(encountersOutside(db, id)).toBe(1);
  expect(storeScan(db, wanted).changes?.isNew).toBe(false);

  // A typed position is judged at once.
  editEncounter(db, inside, { decimalLatitude: 10, decimalLongitude: -123.2 });
  expect(said(inside).map(([found]) => found)).toEqual(["POSITION_OUTSIDE"]);
  editEncounter(db, inside, { decimalLatitude: 48, decimalLongitude: -123.2 });
  expect(said(inside)).toEqual([]);

  storeArea(db, id, null);
  expect(said(outside)).toEqual([]);
  expect(encountersOutside(db, id)).toBe(0);
});

test("the known positions make a box; what asks for a look already does not", () => {
  const db = openTemporary();
  const { id } = ensurePopulation(db, "Residents");
  expect(knownArea(db, id)).toEqual({ encounters: 0, area: null });
  storeScan(db, [
    at(48.5, -123.2, "a"),
    at(49.5, -124.2, "b"),
    { ...at(-48, 123, "turned"), details: { POSITION_TURNED: "" } },
  ]);
  expect(knownArea(db, id)).toEqual({
    encounters: 2,
    area: { south: 48.25, west: -124.45, north: 49.75, east: -122.95 },
  });
});
