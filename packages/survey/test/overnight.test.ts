/** Folders that are called one encounter, and go on over midnight. */
import { expect, test } from "vitest";
import { groupFiles } from "../src/index.ts";
import { photo } from "./support/photo.ts";

const shot = (at: string, path: string) => photo(path, { at });
const group = (files: Parameters<typeof groupFiles>[0]) => groupFiles(files, { roots: ["/photos"] });

test("a pause at night does not split what a folder calls one encounter of the day before", () => {
  const night = (folder: string) => [
    shot("2024-07-15T23:50:00", `${folder}/1.jpg`),
    shot("2024-07-16T03:20:00", `${folder}/2.jpg`),
    shot("2024-07-16T20:00:00", `${folder}/3.jpg`),
  ];
  expect(group(night("2024-07-15_Enc2_Haro Strait")).map(({ images }) => images.length)).toEqual([2, 1]);
  expect(group(night("2024-07-15_Haro Strait")).map(({ images }) => images.length)).toEqual([1, 1, 1]);
  expect(group(night("Enc2")).map(({ images }) => images.length)).toEqual([1, 2]);
});
