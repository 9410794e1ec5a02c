/** Everything that one camera took is one person's, where somebody has said so. */
import { expect, test } from "vitest";
import { type CameraPerson, type GroupOptions, groupFiles } from "../src/index.ts";
import { type Photo, photo } from "./support/photo.ts";

const at = "2024-07-15T10:00:00";
const camera = (more: object) => ({ make: null, model: "EOS 7D", serial: "0123", folder: null, ...more });
const rule = (more: Partial<CameraPerson> = {}): CameraPerson => ({
  ...{ camera: camera({}), person: "Bill Wood", isFirst: false },
  ...more,
});
const own: Photo = { at, model: "EOS 7D", serial: "0123" };

/** The photographer of one photograph, by whom it says that, and what others say. */
function by(path: string, of: Photo, cameraPeople: readonly CameraPerson[], options: Partial<GroupOptions> = {}) {
  const [encounter] = groupFiles([photo(path, of)], { roots: ["/photos"], cameraPeople, ...options });
  const { source, conflicts = [] } = encounter?.provenance.recordedBy ?? {};
  return [encounter?.values.recordedBy, source, conflicts.map(({ value }) => value)];
}

test("where nothing names anybody; what a file, a folder or a pattern says counts for more, and both are shown", () => {
  expect(by("a.jpg", own, [rule()])).toEqual(["Bill Wood", "camera", []]);
  expect(by("a.jpg", { ...own, artist: "Ann Wave" }, [rule()])).toEqual(["Ann Wave", "exif", ["Bill Wood"]]);
  expect(by("2024-07-15_Haro Strait/AW/a.jpg", own, [rule()])).toEqual(["AW", "folder", ["Bill Wood"]]);
  expect(by("a.jpg", { ...own, serial: "0124" }, [rule()])).toEqual([null, undefined, []]);
});

test("before the file and its folder where that is said, and never before what a person says of the scan", () => {
  const first = [rule({ isFirst: true })];
  expect(by("a.jpg", { ...own, artist: "Ann Wave" }, first)).toEqual(["Bill Wood", "camera", ["Ann Wave"]]);
  expect(by("2024-07-15_Haro Strait/AW/a.jpg", own, first)).toEqual(["Bill Wood", "camera", ["AW"]]);
  expect(by("a.jpg", own, first, { override: { recordedBy: "Jo Tide" } })[0]).toBe("Jo Tide");
});

test("never before a folder that is called as a person of the population or one of its names, which stands as a conflict", () => {
  const people = {
    people: ["Bill Wood", "Kate Nowak"],
    aliases: [
      { name: "Kate N", people: ["Kate Nowak"] },
      { name: "Blackfish Sound", people: [] },
    ],
    defaultPhotographer: null,
  };
  const of = (path: string, cameraPeople: readonly CameraPerson[] = [rule()]) =>
    by(path, own, cameraPeople, { people });
  expect(of("2026-06-02 Place 2/Kate Nowak/a.jpg")).toEqual(["Kate Nowak", "folder", ["Bill Wood"]]);
  expect(of("2026-06-02 Place 2/kate  NOWAK/RAW/a.jpg")).toEqual(["Kate Nowak", "folder", ["Bill Wood"]]);
  expect(of("Kate N/2026-06-02 Place 2/a.jpg")).toEqual(["Kate Nowak", "folder", ["Bill Wood"]]);
  expect(of("2025-07-01 Haro Strait/Bill Wood/a.jpg", [])).toEqual(["Bill Wood", "folder", []]);
  expect(of("2025-07-01 Haro Strait/Jo Tide/a.jpg")).toEqual(["Bill Wood", "camera", []]);
  expect(of("2025-07-01/Blackfish Sound/a.jpg")).toEqual(["Bill Wood", "camera", []]);
  // Whatever files say, and folders that may mean anybody: not one that is called as a known person, who had the camera then.
  const first = [rule({ isFirst: true })];
  const artist: Photo = { ...own, artist: "Ann Wave" };
  expect(by("2026-06-02 Place 2/Kate Nowak/a.jpg", artist, first, { people })[0]).toBe("Kate Nowak");
  expect(by("Kate N/2026-06-02 Place 2/a.jpg", own, first, { people })).toEqual([
    "Kate Nowak",
    "folder",
    ["Bill Wood"],
  ]);
  expect(by("2024-07-15_Haro Strait/AW/a.jpg", artist, first, { people })[0]).toBe("Bill Wood");
  const [scanned] = groupFiles([photo("2026-06-02/a.jpg", own)], { roots: ["/season/Kate Nowak"], people });
  expect(scanned?.values).toMatchObject({ recordedBy: "Kate Nowak", locality: null });
});

test("before the population's default photographer, and after a row of a sheet", () => {
  const people = { people: ["Bill Wood", "Ann Wave"], aliases: [], defaultPhotographer: "Ann Wave" };
  expect(by("a.jpg", own, [rule()], { people })).toEqual(["Bill Wood", "camera", []]);
  expect(by("a.jpg", { ...own, serial: "9" }, [rule()], { people })).toEqual(["Ann Wave", "population", []]);
});

test("a model without a serial number is one of a folder, and the inner of two folders says it", () => {
  const of = (folder: string, person: string) => rule({ camera: camera({ serial: null, folder }), person });
  const rules = [of("/photos", "Bill Wood"), of("/photos/card 2", "Ann Wave")];
  const anonymous: Photo = { at, model: "EOS 7D" };
  expect(by("card 1/a.jpg", anonymous, rules)[0]).toBe("Bill Wood");
  expect(by("card 2/a.jpg", anonymous, rules)[0]).toBe("Ann Wave");
  expect(by("card 2/a.jpg", own, rules)[0]).toBe(null);
});

test("two photographers of one day and place are two encounters by their cameras alone", () => {
  const rules = [rule(), rule({ camera: camera({ serial: "0456" }), person: "Ann Wave" })];
  const encounters = groupFiles(
    [
      photo("2024-07-15_Haro Strait/a.jpg", own),
      photo("2024-07-15_Haro Strait/b.jpg", { ...own, serial: "0456" }),
      photo("2024-07-15_Haro Strait/a.CR2", { ...own, sha: "raw" }),
    ],
    { roots: ["/photos"], cameraPeople: rules },
  );
  expect(encounters.map(({ values, images }) => [values.recordedBy, images.length])).toEqual([
    ["Bill Wood", 2],
    ["Ann Wave", 1],
  ]);
});
