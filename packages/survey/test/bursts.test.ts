/** Frames that one camera took within a second or so of each other. */
import { expect, test } from "vitest";
import { groupFiles } from "../src/index.ts";
import { type Photo, photo } from "./support/photo.ts";

const camera = { model: "EOS 7D", serial: "0123" };
const options = { roots: ["/photos"] };

/** The sizes of bursts of one encounter, in its order, 0 for an image of none. */
function sizes(photos: readonly (readonly [path: string, at: string, more?: Photo])[]): number[] {
  const [encounter] = groupFiles(
    photos.map(([path, at, more]) => photo(path, { at: `2024-07-15T${at}`, ...camera, ...more })),
    options,
  );
  const images = encounter?.images ?? [];
  return images.map(({ burst }) => (burst === null ? 0 : images.filter((each) => each.burst === burst).length));
}

test("three frames and more, each within a second of the one before, are a burst, and nothing is left out", () => {
  expect(
    sizes([
      ["IMG_1.JPG", "10:00:00.10"],
      ["IMG_2.JPG", "10:00:00.30"],
      ["IMG_3.JPG", "10:00:01.20"],
      ["IMG_4.JPG", "10:00:03.00"],
      ["IMG_5.JPG", "10:00:03.90"],
      ["IMG_6.JPG", "10:00:10.00"],
    ]),
  ).toEqual([3, 3, 3, 0, 0, 0]);
});

test("without parts of a second the camera's counter says whether frames of two seconds follow each other", () => {
  const at = ["10:00:00", "10:00:01", "10:00:01", "10:00:02"];
  const named = (numbers: number[]) => at.map((time, index) => [`DSC_${numbers[index]}.JPG`, time] as const);
  expect(sizes(named([4410, 4411, 4412, 4413]))).toEqual([4, 4, 4, 4]);
  expect(sizes(named([4410, 4460, 4461, 4500]))).toEqual([0, 0, 0, 0]);
  const rolled = ["DSC_9998.JPG", "DSC_9999.JPG", "DSC_0001.JPG", "DSC_0002.JPG"];
  expect(sizes(rolled.map((name, index) => [name, `10:00:0${index}`] as const))).toEqual([4, 4, 4, 4]);
});

test("two cameras at once make bursts of their own", () => {
  const shot = (name: string, serial: string, part: number) =>
    [`${name}${part}.JPG`, `10:00:00.${part}`, { serial }] as const;
  expect(
    sizes([1, 3, 5, 7].flatMap((part) => [shot("A", "1", part), ...(part < 7 ? [shot("B", "2", part + 1)] : [])])),
  ).toEqual([4, 3, 4, 3, 4, 3, 4]);
});

test("what belongs to a frame is of its burst, and makes none", () => {
  const pair = (number: number, part: number) =>
    [
      [`IMG_000${number}.JPG`, `10:00:00.${part}0`],
      [`IMG_000${number}.CR2`, `10:00:00.${part}0`],
    ] as const;
  expect(sizes([...pair(1, 1), ...pair(2, 3)])).toEqual([0, 0, 0, 0]);
  expect(sizes([...pair(1, 1), ...pair(2, 3), ...pair(3, 5)])).toEqual([6, 6, 6, 6, 6, 6]);
});

test("the edited version of a shot is no further frame, and a date that a program wrote makes none", () => {
  expect(
    sizes([
      ["IMG_0001.JPG", "10:00:00.10"],
      ["IMG_0001-edit.JPG", "10:00:00.10"],
      ["IMG_0002.JPG", "10:00:00.50"],
    ]),
  ).toEqual([0, 0, 0]);
  const saved = { stated: { timeSource: "ModifyDate" as const } };
  expect(sizes([1, 2, 3].map((n) => [`IMG_000${n}.JPG`, `10:00:00.${n}`, saved] as const))).toEqual([0, 0, 0]);
});
