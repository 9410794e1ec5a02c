import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "../src/scan/classify.ts";
import { isJunkFile, isJunkFolder } from "../src/scan/junk.ts";
import { textOfName } from "../src/scan/names.ts";

describe("names are bytes with a text to show", () => {
  test("bytes that are not UTF-8 are shown one by one", () => {
    expect(textOfName(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x2e, 0x6a]))).toEqual({
      text: "caf\\xe9.j",
      isUtf8: false,
    });
    expect(textOfName(Buffer.from([0xc3, 0xa9, 0xff, 0xc3]))).toEqual({ text: "é\\xff\\xc3", isUtf8: false });
  });
  test("composed and decomposed letters stay as they are", () => {
    for (const name of ["é".normalize("NFC"), "é".normalize("NFD"), "\ufeffIMG.jpg"])
      expect(textOfName(Buffer.from(name))).toEqual({ text: name, isUtf8: true });
  });
  test("any bytes have a text, and text that is UTF-8 is that text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(textOfName(Buffer.from(bytes)).text.length > 0).toBe(bytes.length > 0);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(textOfName(Buffer.from(text)).text).toBe(text);
      }),
    );
  });
});

describe("junk is told by name", () => {
  test.each([
    ".DS_Store",
    "._IMG_0001.JPG",
    "THUMBS.DB",
    "desktop.ini",
    "a.jpg.part",
    "x.tmp",
    "Season.lrcat",
    "~$notes.docx",
  ])("file %s", (name) => expect(isJunkFile(name)).toBe(true));
  test.each(["@eaDir", ".Trashes", "$Recycle.Bin", ".Spotlight-V100", ".Trash-1000", "Catalog Previews.lrdata"])(
    "folder %s",
    (name) => expect(isJunkFolder(name)).toBe(true),
  );
  test.each(["IMG_0001.JPG", "tmp.jpg", "partial.jpg", ".hidden.jpg", "Thumbs.db.jpg"])("not %s", (name) => {
    expect(isJunkFile(name)).toBe(false);
    expect(isJunkFolder(name)).toBe(false);
  });
});

describe("content says what a file is", () => {
  const jpegHead = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]);
  const pdf = Buffer.from("%PDF-1.7\n%âãÏÓ\n");
  const zip = Buffer.from("PK\x03\x04\x14\0\0\0\0\0", "latin1");
  const wav = Buffer.from("RIFF\x24\0\0\0WAVEfmt ", "latin1");
  test.each([
    ["a.jpg", jpegHead, "image", null, []],
    ["a", jpegHead, "image", null, []],
    ["a.nef", jpegHead, "image", null, ["EXTENSION_DIFFERS"]],
    ["a.mov", jpegHead, "image", null, ["EXTENSION_DIFFERS"]],
    ["a.backup", jpegHead, "image", null, []],
    ["IMG_0001.CRW", Buffer.from("II\x1a\0\0\0HEAPCCDR"), "image", null, ["NO_PREVIEW"]],
    ["PICT0001.MRW", Buffer.from("\0MRM\0\0\0\0"), "image", null, ["NO_PREVIEW"]],
    ["SDIM0001.X3F", Buffer.from("FOVb\0\0"), "image", null, ["NO_PREVIEW"]],
    ["a.thm", jpegHead, "ignored", "SIDECAR", []],
    ["a.pdf", pdf, "ignored", "DOCUMENT", []],
    ["a.jpg", pdf, "unreadable", "DOCUMENT_AS_IMAGE", []],
    ["a.wav", wav, "ignored", "AUDIO", []],
    ["IMG_0412.JPG", Buffer.from("Lost on the way, see the log.\n"), "unreadable", "TEXT_AS_IMAGE", []],
    ["a.jpg", Buffer.from("caf\xe9 au lait, \xe0 bord, le 3 mai", "latin1"), "unreadable", "TEXT_AS_IMAGE", []],
    ["a.jpg", Buffer.from("ÿþh\0i\0", "latin1"), "unreadable", "TEXT_AS_IMAGE", []],
    ["a.nef", Buffer.from("é".repeat(3000)).subarray(1), "unreadable", "UNKNOWN_AS_IMAGE", []],
    ["a.nef", Buffer.from(`x${"é".repeat(3000)}`), "unreadable", "TEXT_AS_IMAGE", []],
    ["a.jpg", Buffer.from("<html>Sign in</html>"), "unreadable", "WEB_PAGE_AS_IMAGE", []],
    ["a.jpg", Buffer.from("\ufeff\n<!-- portal --> <!DOCTYPE html><p>"), "unreadable", "WEB_PAGE_AS_IMAGE", []],
    ["a.jpg", zip, "unreadable", "ARCHIVE_AS_IMAGE", []],
    ["a.jpg", wav, "unreadable", "SOUND_AS_IMAGE", []],
    ["a.jpg", Buffer.from("\0asm\x01\0\0\0", "latin1"), "unreadable", "OTHER_AS_IMAGE", []],
    ["a.jpg", Buffer.from([1, 2, 3, 4]), "unreadable", "UNKNOWN_AS_IMAGE", []],
    ["a.csv", Buffer.from("a,b\n"), "ignored", "DOCUMENT", []],
    ["a.xyz", Buffer.from("a,b\n"), "ignored", "NOT_AN_IMAGE", []],
  ] as const)("%s", async (name, bytes, bucket, reason, findings) => {
    expect(await classify(bytes, name)).toMatchObject({ bucket, reason, findings });
  });
});
