import { expect, test } from "vitest";
import { groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const shared = (...paths: readonly string[]) =>
  groupFiles(
    paths.map((path, index) => photo(path, { at: `2024-07-27T09:0${index}:00` })),
    { roots: ["/photos"] },
  ).map(({ values, provenance }) => [
    values.recordedBy,
    values.parentEventID ?? null,
    provenance.parentEventID?.source ?? null,
  ]);

test("photographers of one numbered encounter share its sighting", () => {
  const id = "2024-07-27 encounter 1";
  expect(shared("2024-07-27_Enc1_Haro Strait/BW/1.jpg", "2024-07-27_Enc1_Haro Strait/AW/2.jpg")).toEqual([
    ["BW", id, "folder"],
    ["AW", id, "folder"],
  ]);
});

test("an encounter of one photographer, other numbers, and folders that only name a day share nothing", () => {
  const nobody = (...names: readonly string[]) => names.map((name) => [name, null, null]);
  expect(shared("2024-07-27_Enc1_Haro Strait/BW/1.jpg", "2024-07-27_Enc1_Haro Strait/BW/2.jpg")).toEqual(nobody("BW"));
  expect(shared("2024-07-27_Haro Strait/E1/BW/1.jpg", "2024-07-27_Haro Strait/E2/AW/2.jpg")).toEqual(
    nobody("BW", "AW"),
  );
  expect(shared("2024-07-27_Haro Strait/BW/1.jpg", "2024-07-27_Haro Strait/AW/2.jpg")).toEqual(nobody("BW", "AW"));
});
