import { readFileSync } from "node:fs";
import { join } from "node:path";
import { embeddedPreviews } from "@landfall/survey";
import sharp from "sharp";
import { expect, test } from "vitest";
import { drawFrame, tiffOf, withExif } from "../../../../fixtures/index.ts";
import { decodeHeic, isHeic } from "../../src/station/heic.ts";

const limits = { mostPixels: 100_000_000, longestMs: 30_000 };
const heicHead = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic\0\0\0\0mif1heic")]);

test("the pictures inside a RAW file are found, the largest first, without the thumbnails inside them", async () => {
  const large = withExif(await drawFrame({ seed: "raw", width: 640 }), { make: "NIKON" });
  const small = await drawFrame({ seed: "raw", width: 160 });
  const raw = Buffer.concat([
    tiffOf({ make: "NIKON", model: "D7500", orientation: 6 }),
    small,
    Buffer.alloc(999, 0xff),
    large,
    // The start of one that was cut off.
    large.subarray(0, 400),
  ]);
  const { jpegs, orientation } = embeddedPreviews(raw);
  expect(jpegs).toEqual([large, small]);
  expect(orientation).toBe(6);
  expect(embeddedPreviews(tiffOf({})).jpegs).toEqual([]);
});

test("what is no HEIC, or too large, or too slow, ends with its thread and shows nothing", async () => {
  expect(isHeic(heicHead)).toBe(true);
  expect(
    isHeic(
      await sharp(await drawFrame({ seed: "avif", width: 96 }))
        .avif({ effort: 0 })
        .toBuffer(),
    ),
  ).toBe(false);
  expect(await decodeHeic(Buffer.concat([heicHead, Buffer.alloc(5000, 7)]), limits)).toBeUndefined();
  expect(await decodeHeic(heicHead, { ...limits, longestMs: 0 })).toBeUndefined();
});

const photos = process.env.LANDFALL_PHOTOS;
test.runIf(photos)(
  "a telephone's HEIC is decoded upright, and refused where it has more pixels than allowed",
  async () => {
    const bytes = readFileSync(join(photos ?? "", "cameras/IMG_2927.HEIC"));
    expect(isHeic(bytes)).toBe(true);
    const pixels = await decodeHeic(bytes, limits);
    expect([pixels?.width, pixels?.height].sort()).toEqual([3024, 4032]);
    expect(await decodeHeic(bytes, { ...limits, mostPixels: 1000 })).toBeUndefined();
  },
);
