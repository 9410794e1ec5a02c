/** Whether photographs are whole, by decoding them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { cutOff, headerOnly, overwritten } from "../../../fixtures/broken.ts";
import { drawFrame } from "../../../fixtures/index.ts";
import { decode } from "../src/picture-check/decode.ts";
import { openDecoder } from "../src/picture-check/decoder.ts";
import { temporaryFolder } from "./station/support.ts";

let jpeg: Buffer;
beforeAll(async () => {
  jpeg = await drawFrame({ seed: "decode", width: 640 });
});

test("a JPEG is whole, also with a trailer behind its end", async () => {
  expect(await decode(jpeg)).toBe("whole");
  expect(await decode(Buffer.concat([jpeg, Buffer.alloc(5000)]))).toBe("whole");
});

test("a JPEG that ends early is truncated wherever it was cut", async () => {
  for (const part of [0.3, 0.6, 0.99]) expect(await decode(cutOff(jpeg, part))).toBe("truncated");
  expect(await decode(headerOnly(jpeg))).toMatch(/truncated|undecodable/);
});

test("a JPEG with other bytes inside is damaged: its end is there", async () => {
  expect(await decode(overwritten(jpeg))).toBe("damaged");
});

test("other formats are decoded to their end as well", async () => {
  const picture = () => sharp(jpeg);
  for (const bytes of [
    await picture().png().toBuffer(),
    await picture().webp().toBuffer(),
    await picture().tiff().toBuffer(),
    await picture().avif({ effort: 0 }).toBuffer(),
  ]) {
    expect(await decode(bytes)).toBe("whole");
    expect(await decode(cutOff(bytes))).toMatch(/truncated|undecodable/);
  }
});

test("what is no picture cannot be decoded", async () => {
  expect(await decode(Buffer.from("not a picture at all"))).toBe("undecodable");
});

test("a process of its own decodes, and one that dies says only that nobody knows", async () => {
  const folder = temporaryFolder("decoder");
  const path = join(folder, "a.jpg");
  writeFileSync(path, jpeg);
  const decoder = openDecoder();
  onTestFinished(decoder.stop);
  expect(await decoder.decode(Buffer.from(path))).toBe("whole");
  expect(await decoder.decode(Buffer.from(join(folder, "none.jpg")))).toBe(null);
  const program = join(folder, "dies.mjs");
  writeFileSync(program, "process.on('message', () => process.abort());");
  const dying = openDecoder({ program });
  onTestFinished(dying.stop);
  expect(await dying.decode(Buffer.from(path))).toBe("unchecked");
  expect(await dying.decode(Buffer.from(path))).toBe("unchecked");
});
