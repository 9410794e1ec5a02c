import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { drawFrame, type ExifToWrite, paddedTo, tiffOf, withExif, withXmp } from "../../../fixtures/index.ts";
import { memorySource } from "../src/metadata/byte-source.ts";
import { headBytes, readByRanges, TooFarError } from "../src/metadata/ranged-source.ts";
import { readMetadata } from "../src/metadata/read-metadata.ts";
import { embeddedThumbnail } from "../src/metadata/thumbnail.ts";

const nowMs = Date.UTC(2026, 0, 2);
const exif: ExifToWrite = { model: "EOS 7D", orientation: 6, dateTimeOriginal: "2016:07:01 10:11:12" };

/** What is fetched of a file beyond its head, and what is read of it. */
async function far(bytes: Buffer, mediaType = "image/jpeg") {
  const ranges: number[] = [];
  const fetch = async (offset: number, length: number) => {
    ranges.push(length);
    return bytes.subarray(offset, offset + length);
  };
  const file = { size: bytes.length, head: bytes.subarray(0, headBytes) };
  const reading = await readByRanges(file, fetch, (source) => readMetadata(source, mediaType, nowMs));
  return { ranges, reading };
}
const near = (bytes: Buffer, mediaType = "image/jpeg") => readMetadata(memorySource(bytes), mediaType, nowMs);

/** EXIF with a second directory that names a small JPEG behind it. */
function exifWithThumbnail(thumbnail: Buffer): Buffer {
  const main = tiffOf(exif);
  const second = Buffer.alloc(2 + 2 * 12 + 4);
  second.writeUInt16BE(2, 0);
  const at = main.length + second.length;
  for (const [index, [tag, value]] of [[0x201, at] as const, [0x202, thumbnail.length] as const].entries()) {
    second.writeUInt16BE(tag, 2 + index * 12);
    second.writeUInt16BE(4, 4 + index * 12);
    second.writeUInt32BE(1, 6 + index * 12);
    second.writeUInt32BE(value, 10 + index * 12);
  }
  const linked = Buffer.from(main);
  linked.writeUInt32BE(main.length, 8 + 2 + main.readUInt16BE(8) * 12);
  return Buffer.concat([linked, second, thumbnail]);
}

describe("a photograph that is read by ranges", () => {
  let jpeg: Buffer;
  beforeAll(async () => {
    jpeg = await drawFrame({ seed: "ranged", width: 320 });
  });

  test("says what it says when it is read whole, and its head is all that is fetched", async () => {
    const bytes = Buffer.concat([withExif(withXmp(jpeg, "<x:xmpmeta/>"), exif), randomBytes(3_000_000)]);
    const { ranges, reading } = await far(bytes);
    expect(ranges).toEqual([]);
    expect(reading.metadata).toEqual(near(bytes).metadata);
    expect(reading).toMatchObject({ empty: false, metadata: { localTime: "2016-07-01T10:11:12", width: 320 } });
  });

  test("is followed further where its metadata stands further on", async () => {
    const bytes = paddedTo(withExif(jpeg, exif), 600_000);
    const { ranges, reading } = await far(bytes);
    expect(ranges.length).toBeGreaterThan(0);
    expect(ranges.reduce((sum, length) => sum + length, 0)).toBeLessThan(bytes.length);
    expect(reading.metadata).toEqual(near(bytes).metadata);
    // A TIFF may keep its directory at its end.
    const tiff = Buffer.concat([tiffOf(exif).subarray(0, 8), randomBytes(500_000), tiffOf(exif).subarray(8)]);
    tiff.writeUInt32BE(500_008, 4);
    expect((await far(tiff, "image/tiff")).ranges.length).toBeGreaterThan(0);
  });

  test("is left alone where it leads too far, and does not wait for bytes that do not come", async () => {
    const head = Buffer.alloc(headBytes);
    const endless = { size: 2 ** 40, head };
    const fetch = async (_: number, length: number) => Buffer.alloc(length);
    let at = headBytes;
    const wander = (source: { slice(offset: number, length: number): Buffer }) => {
      for (let from = headBytes; from <= at; from += 2 ** 20) source.slice(from, 4);
      at += 2 ** 20;
      return source.slice(at, 4);
    };
    await expect(readByRanges(endless, fetch, wander)).rejects.toBeInstanceOf(TooFarError);
    const short = readByRanges(
      { size: 2 ** 30, head },
      async () => Buffer.alloc(0),
      (source) => source.slice(2 ** 20, 4),
    );
    await expect(short).rejects.toBeInstanceOf(TooFarError);
  });

  test("gives the small picture beside its metadata, and none where there is none or where it is no JPEG", async () => {
    const thumbnail = await drawFrame({ seed: "small", width: 64 });
    const tiff = exifWithThumbnail(thumbnail);
    const length = Buffer.from([0xff, 0xe1, 0, 0]);
    length.writeUInt16BE(tiff.length + 8, 2);
    const bytes = Buffer.concat([jpeg.subarray(0, 2), length, Buffer.from("Exif\0\0"), tiff, jpeg.subarray(2)]);
    expect(embeddedThumbnail(memorySource(bytes))?.equals(thumbnail)).toBe(true);
    expect(near(bytes).metadata).toMatchObject({ localTime: "2016-07-01T10:11:12", orientation: 6 });
    expect(embeddedThumbnail(memorySource(withExif(jpeg, exif)))).toBeNull();
    expect(embeddedThumbnail(memorySource(exifWithThumbnail(randomBytes(500))))).toBeNull();
    expect(embeddedThumbnail(memorySource(randomBytes(500)))).toBeNull();
  });
});
