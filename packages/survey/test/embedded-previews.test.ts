import { expect, test } from "vitest";
import { drawFrame } from "../../../fixtures/index.ts";
import { embeddedPreviews } from "../src/index.ts";
import { memorySource } from "../src/metadata/byte-source.ts";
import { readJpeg } from "../src/metadata/jpeg.ts";

const tiffHead = Buffer.from("49492a0008000000", "hex");
const start = Buffer.from("ffd8ff", "hex");

test("a picture is found behind bytes that only look like the beginning of one", async () => {
  const jpeg = await drawFrame({ seed: "inside", width: 96 });
  const stray = Buffer.concat([start, Buffer.from("d9", "hex"), Buffer.alloc(500, 7)]);
  const file = Buffer.concat([tiffHead, ...Array.from({ length: 20 }, () => stray), jpeg, Buffer.alloc(99)]);
  expect(embeddedPreviews(file).jpegs.map((each) => each.equals(jpeg))).toEqual([true]);
});

test("a file that leads on and on from one beginning to the next is given up", () => {
  let reads = 0;
  const bytes = Buffer.alloc(600_000, start);
  const source = memorySource(bytes);
  const counted = {
    ...source,
    slice(offset: number, length: number) {
      reads += 1;
      return source.slice(offset, length);
    },
  };
  expect(readJpeg(counted)).toMatchObject({ truncated: true, empty: true });
  expect(reads).toBeLessThan(50_000);
  expect(embeddedPreviews(Buffer.concat([tiffHead, bytes])).jpegs).toEqual([]);
});

test("a frame behind a long filling is still read", async () => {
  const jpeg = await drawFrame({ seed: "filled", width: 96 });
  const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(200_000, 0xff), jpeg.subarray(2)]);
  expect(readJpeg(memorySource(filled))).toMatchObject({ width: 96, truncated: false });
});
