import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawFrame, paddedTo, withComment, withExif, withIptc, withXmp } from "../../../fixtures/index.ts";
import { type FoundFile, groupFiles, scanFolders } from "../src/index.ts";
import { hashesOf, hashingPieces } from "../src/scan/hashes.ts";

let home: string;
let jpeg: Buffer;
let other: Buffer;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "landfall-picture-"));
  jpeg = await drawFrame({ seed: "picture", width: 640 });
  other = await drawFrame({ seed: "another picture", width: 640 });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const longAgo = new Date("2024-07-15T20:00:00Z");

async function scanned(files: Readonly<Record<string, Buffer>>, writtenAt = longAgo): Promise<FoundFile[]> {
  const folder = mkdtempSync(join(home, "scan-"));
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(folder, name), bytes);
    utimesSync(join(folder, name), writtenAt, writtenAt);
  }
  const found: FoundFile[] = [];
  await scanFolders({ roots: [folder] }, { files: (batch) => void found.push(...batch) });
  return found;
}
const pictures = (files: readonly FoundFile[]) => new Set(files.map(({ pictureSha256 }) => pictureSha256));

const taken = {
  make: "Canon",
  model: "Canon EOS 7D",
  dateTimeOriginal: "2024:07:15 10:11:12",
  subSecTimeOriginal: "37",
};

describe("the hash of the picture alone", () => {
  test("of a JPEG stays the same whatever is written about it, and differs for another picture", async () => {
    const plain = withExif(jpeg, taken);
    const files = await scanned({
      "plain.jpg": plain,
      "keywords.jpg": withXmp(withIptc(plain, [[25, "T002B"]]), "<x:xmpmeta/>"),
      "comment.jpg": withComment(plain, "seen at noon"),
      "trailer.jpg": Buffer.concat([plain, Buffer.from("appended by a phone")]),
      "stripped.jpg": jpeg,
    });
    expect(pictures(files).size).toBe(1);
    expect(new Set(files.map(({ sha256 }) => sha256)).size).toBe(5);
    expect(pictures([...files, ...(await scanned({ "other.jpg": other }))]).size).toBe(2);
  });

  test("of one over 32 MiB, which is read in pieces, is that of the small one", async () => {
    const files = await scanned({ "small.jpg": jpeg, "large.jpg": paddedTo(jpeg, 33 * 2 ** 20 + 5) });
    expect(pictures(files).size).toBe(1);
  });

  test.each(["png", "webp", "tiff", "avif"] as const)(
    "of a %s stays the same when metadata is added",
    async (format) => {
      const file = (metadata: boolean) => {
        const image = sharp(jpeg)[format](format === "avif" ? { effort: 0 } : {});
        return (metadata ? image.withXmp("<x:xmpmeta/>") : image).toBuffer();
      };
      const [bare, tagged] = await scanned({ [`a.${format}`]: await file(false), [`b.${format}`]: await file(true) });
      expect(bare?.sha256).not.toBe(tagged?.sha256);
      expect(bare?.pictureSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(tagged?.pictureSha256).toBe(bare?.pictureSha256);
    },
  );

  test("in pieces of any size is that of the whole", async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7) % 251));
    const picture = [
      { at: 3, length: 10 },
      { at: 100, length: 0 },
      { at: 1000, length: 2500 },
      { at: 4990, length: 500 },
    ];
    const whole = await hashesOf(bytes, { md5: true, picture });
    const joined = Buffer.concat(picture.map(({ at, length }) => bytes.subarray(at, at + length)));
    expect(whole.pictureSha256).toBe(createHash("sha256").update(joined).digest("hex"));
    for (const size of [1, 7, 999, 1000, 4096, 9999]) {
      const hashing = hashingPieces({ md5: true, picture });
      for (let at = 0; at < bytes.length; at += size) hashing.update(bytes.subarray(at, at + size));
      expect(hashing.digest()).toEqual(whole);
    }
  });
});

describe("copies with other bytes", () => {
  const findings = (files: readonly FoundFile[]) =>
    groupFiles(files, { roots: [home] }).flatMap(({ images }) => images.map((image) => image.findings));

  test("are both kept, and said to be the same picture", async () => {
    const plain = withExif(jpeg, taken);
    const files = await scanned({ "a.jpg": plain, "b.jpg": withComment(plain, "best") });
    expect(findings(files)).toEqual([["SAME_PICTURE"], ["SAME_PICTURE"]]);
  });

  test("another picture of the same camera and sub-second is another version of the same shot", async () => {
    const files = await scanned({ "a.jpg": withExif(jpeg, taken), "crop.jpg": withExif(other, taken) });
    expect(findings(files)).toEqual([["SAME_SHOT"], ["SAME_SHOT"]]);
  });

  test("frames of a burst are not, nor those of a camera that writes no sub-second", async () => {
    const burst = await scanned({
      "a.jpg": withExif(jpeg, taken),
      "b.jpg": withExif(other, { ...taken, subSecTimeOriginal: "38" }),
    });
    expect(findings(burst)).toEqual([[], []]);
    const zeros = { ...taken, subSecTimeOriginal: "00" };
    expect(findings(await scanned({ "a.jpg": withExif(jpeg, zeros), "b.jpg": withExif(other, zeros) }))).toEqual([
      [],
      [],
    ]);
  });
});

describe("a file that was changed seconds ago", () => {
  test("is left for the next scan where it is not whole, and taken where it is", async () => {
    const now = new Date();
    const half = jpeg.subarray(0, jpeg.length / 2);
    const files = await scanned({ "copying.jpg": half, "new.jpg": jpeg, "next.jpg": Buffer.alloc(0) }, now);
    expect(files.map(({ path, bucket, reason }) => [path, bucket, reason])).toEqual([
      ["copying.jpg", "unreadable", "STILL_WRITTEN"],
      ["new.jpg", "image", null],
      ["next.jpg", "unreadable", "STILL_WRITTEN"],
    ]);
  });

  test("is taken as it is once it lies still, with what is wrong with it", async () => {
    const half = jpeg.subarray(0, jpeg.length / 2);
    const [file] = await scanned({ "cut.jpg": half });
    expect(file).toMatchObject({ bucket: "image", findings: ["DATE_MISSING", "TRUNCATED"] });
  });

  test("a TIFF whose strips reach past its end is cut off too", async () => {
    const tiff = await sharp(jpeg).tiff({ compression: "none" }).toBuffer();
    const folder = mkdtempSync(join(home, "scan-"));
    writeFileSync(join(folder, "a.tif"), tiff);
    const at = tiff.readUInt32LE(4);
    // The directory stands behind the strips, or in front of them: only then can the end be missing and the picture be read.
    if (at < tiff.length / 2) truncateSync(join(folder, "a.tif"), tiff.length - 100);
    utimesSync(join(folder, "a.tif"), longAgo, longAgo);
    const found: FoundFile[] = [];
    await scanFolders({ roots: [folder] }, { files: (batch) => void found.push(...batch) });
    expect(found[0]?.findings.includes("TRUNCATED")).toBe(at < tiff.length / 2);
  });
});
