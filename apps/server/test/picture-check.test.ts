/** Whether photographs are whole, by decoding them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { cutOff, headerOnly, overwritten } from "../../../fixtures/broken.ts";
import { drawFrame, tiffOf } from "../../../fixtures/index.ts";
import { decode } from "../src/picture-check/decode.ts";
import { openDecoder } from "../src/picture-check/decoder.ts";
import { temporaryFolder } from "./station/support.ts";

const resultOf = async (bytes: Buffer) => (await decode(bytes)).result;
const lookOf = async (bytes: Buffer | Promise<Buffer>) => (await decode(await bytes)).look ?? new Uint8Array();

/** In how many of their bits two looks differ. */
const between = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, byte, at) => sum + (byte ^ (b[at] ?? 0)).toString(2).replaceAll("0", "").length, 0);

let jpeg: Buffer;
beforeAll(async () => {
  jpeg = await drawFrame({ seed: "decode", width: 640 });
});

test("a JPEG is whole, also with a trailer behind its end", async () => {
  expect(await resultOf(jpeg)).toBe("whole");
  expect(await resultOf(Buffer.concat([jpeg, Buffer.alloc(5000)]))).toBe("whole");
});

test("a JPEG that ends early is truncated wherever it was cut", async () => {
  for (const part of [0.3, 0.6, 0.99]) expect(await resultOf(cutOff(jpeg, part))).toBe("truncated");
  expect(await resultOf(headerOnly(jpeg))).toMatch(/truncated|undecodable/);
});

test("a JPEG with other bytes inside is damaged: its end is there", async () => {
  expect(await resultOf(overwritten(jpeg))).toBe("damaged");
});

test("other formats are decoded to their end as well", async () => {
  const picture = () => sharp(jpeg);
  for (const bytes of [
    await picture().png().toBuffer(),
    await picture().webp().toBuffer(),
    await picture().tiff().toBuffer(),
    await picture().avif({ effort: 0 }).toBuffer(),
  ]) {
    expect(await resultOf(bytes)).toBe("whole");
    expect(await resultOf(cutOff(bytes))).toMatch(/truncated|undecodable/);
  }
});

test("what is no picture cannot be decoded", async () => {
  expect(await resultOf(Buffer.from("not a picture at all"))).toBe("undecodable");
});

test("a process of its own decodes, and one that dies says only that nobody knows", async () => {
  const folder = temporaryFolder("decoder");
  const path = join(folder, "a.jpg");
  writeFileSync(path, jpeg);
  const decoder = openDecoder();
  onTestFinished(decoder.stop);
  expect(await decoder.decode(Buffer.from(path))).toMatchObject({ result: "whole", look: { length: 16 } });
  expect(await decoder.decode(Buffer.from(join(folder, "none.jpg")))).toBe(null);
  const program = join(folder, "dies.mjs");
  writeFileSync(program, "process.on('message', () => process.abort());");
  const dying = openDecoder({ program });
  onTestFinished(dying.stop);
  expect(await dying.decode(Buffer.from(path))).toEqual({ result: "unchecked", look: null });
  expect(await dying.decode(Buffer.from(path))).toEqual({ result: "unchecked", look: null });
});

test("an edited, resized or turned copy of a picture looks nearly the same, and another picture does not", async () => {
  const look = await lookOf(jpeg);
  expect(look).toHaveLength(16);
  for (const copy of [
    sharp(jpeg).resize(320).jpeg({ quality: 50 }),
    sharp(jpeg).modulate({ brightness: 1.2, saturation: 1.4 }).jpeg(),
    sharp(jpeg).png(),
    // Turned in the file, and told so: upright for whoever looks at it.
    sharp(jpeg).rotate(90).withMetadata({ orientation: 8 }).jpeg(),
    sharp(jpeg).rotate(270).withMetadata({ orientation: 6 }).jpeg(),
    sharp(jpeg).rotate(180).withMetadata({ orientation: 3 }).jpeg(),
    sharp(jpeg).flop().withMetadata({ orientation: 2 }).jpeg(),
  ])
    expect(between(look, await lookOf(copy.toBuffer()))).toBeLessThan(11);
  expect(between(look, await lookOf(sharp(jpeg).rotate(90).jpeg().toBuffer()))).toBeGreaterThan(20);
  expect(between(look, await lookOf(drawFrame({ seed: "another", width: 640 })))).toBeGreaterThan(20);
});

test("a picture that shows nothing looks like no other", async () => {
  const grey = { create: { width: 300, height: 200, channels: 3, background: "#6a7f88" } } as const;
  expect(await decode(await sharp(grey).jpeg().toBuffer())).toEqual({ result: "whole", look: null });
});

test("a RAW file looks like the largest picture inside it, held as the file says, and nothing is said of whether it is whole", async () => {
  const look = await lookOf(jpeg);
  const small = await sharp(jpeg).resize(96).jpeg().toBuffer();
  const nef = (picture: Buffer, orientation: number) =>
    Buffer.concat([tiffOf({ make: "NIKON CORPORATION", model: "NIKON D500", orientation }), small, picture]);
  const upright = await decode(nef(jpeg, 1), true);
  expect(upright.result).toBeNull();
  expect(between(look, upright.look ?? new Uint8Array())).toBeLessThan(11);
  const turned = await sharp(jpeg).rotate(90).jpeg().toBuffer();
  expect(between(look, (await decode(nef(turned, 8), true)).look ?? new Uint8Array())).toBeLessThan(11);
  expect(await decode(tiffOf({ make: "NIKON CORPORATION", model: "NIKON D500" }), true)).toEqual({
    result: null,
    look: null,
  });
});
