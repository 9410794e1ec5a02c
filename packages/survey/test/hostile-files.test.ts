/** Files that state what cannot be: none of them stops its neighbours. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, deflateSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { drawFrame } from "../../../fixtures/index.ts";
import { type FoundFile, scanFolders } from "../src/index.ts";
import { readBoxed } from "../src/metadata/boxed.ts";
import { memorySource } from "../src/metadata/byte-source.ts";
import { rangesWithin } from "../src/metadata/pieces.ts";
import { readPng } from "../src/metadata/png.ts";

/** A TIFF of so many strips, each of which is said to be the whole file. */
function overlapping(strips: number, bytes: number): Buffer {
  const file = Buffer.alloc(bytes);
  file.write("II*\0\b\0\0\0", "latin1");
  const [widths, offsets, lengths] = [[100, 100], 62, 62 + strips * 4] as const;
  const entries = [
    [0x100, 1, widths[0]],
    [0x101, 1, widths[1]],
    [0x111, strips, offsets],
    [0x117, strips, lengths],
  ] as const;
  file.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, count, value], at) => {
    file.writeUInt16LE(tag, 10 + at * 12);
    file.writeUInt16LE(4, 12 + at * 12);
    file.writeUInt32LE(count, 14 + at * 12);
    file.writeUInt32LE(value, 18 + at * 12);
  });
  for (let strip = 0; strip < strips; strip++) file.writeUInt32LE(bytes, lengths + strip * 4);
  return file;
}

test("strips that all are the whole file make no picture larger than the file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "landfall-hostile-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = { "a.tif": overlapping(60_000, 24 * 2 ** 20), "b.jpg": await drawFrame({ seed: "beside", width: 96 }) };
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(folder, name), bytes);
    utimesSync(join(folder, name), 1e9, 1e9);
  }
  const found: FoundFile[] = [];
  await scanFolders({ roots: [folder] }, { files: (batch) => void found.push(...batch) });
  expect(found.map(({ path, bucket }) => [path, bucket])).toEqual([
    ["a.tif", "image"],
    ["b.jpg", "image"],
  ]);
});

test("ranges are in the file's order, each byte once, and none behind its end", () => {
  const ranges = [
    { at: 40, length: 10 },
    { at: 10, length: 20 },
    { at: 15, length: 5 },
    { at: 25, length: 10 },
    { at: 90, length: 1_000 },
    { at: 200, length: 5 },
  ];
  expect(rangesWithin(ranges, 100)).toEqual([
    { at: 10, length: 20 },
    { at: 30, length: 5 },
    { at: 40, length: 10 },
    { at: 90, length: 10 },
  ]);
});

const chunk = (type: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, data, Buffer.alloc(4)]);
};
const box = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
};

test("of texts that unpack to far more than they are, only a few are unpacked", () => {
  const text = Buffer.concat([Buffer.from("XML:com.adobe.xmp\0\x01\0\0\0", "latin1"), deflateSync(Buffer.alloc(1e6))]);
  const png = Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", Buffer.alloc(13, 1)),
    ...Array.from({ length: 200 }, () => chunk("iTXt", text)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
  expect(readPng(memorySource(png)).xmp.length).toBeLessThan(10);
  const packed = box("brob", Buffer.concat([Buffer.from("xml "), brotliCompressSync(Buffer.alloc(1e6))]));
  const jxl = Buffer.concat([box("JXL ", Buffer.alloc(4)), ...Array.from({ length: 200 }, () => packed)]);
  expect(readBoxed(memorySource(jxl)).xmp.length).toBeLessThan(20);
});
