import { brotliCompressSync, deflateSync } from "node:zlib";
import exifr from "exifr";
import fc from "fast-check";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { drawFrame, type ExifToWrite, gpsAt, tiffOf, withExif, withIptc, withXmp } from "../../../fixtures/index.ts";
import { memorySource } from "../src/metadata/byte-source.ts";
import { readMetadata } from "../src/metadata/read-metadata.ts";

const nowMs = Date.UTC(2026, 0, 2);
const read = (bytes: Buffer, mediaType = "image/jpeg") => readMetadata(memorySource(bytes), mediaType, nowMs);
const full: ExifToWrite = {
  make: "Canon",
  model: "Canon EOS 7D Mark II",
  serial: "073021002841",
  artist: "Jo Tidewater",
  orientation: 6,
  modifyDate: "2020:01:02 03:04:05",
  dateTimeOriginal: "2016:07:01 10:11:12",
  dateTimeDigitized: "2016:07:01 10:11:13",
  offsetTimeOriginal: "+02:00",
  subSecTimeOriginal: "120",
  gps: gpsAt(48.5521, -123.1786),
};
const xmp = (attributes: string, body = "") =>
  `<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" ${attributes}>${body}</rdf:Description></rdf:RDF></x:xmpmeta>`;

let jpeg: Buffer;
beforeAll(async () => {
  jpeg = await drawFrame({ seed: "metadata", width: 320 });
});

describe("a rating", () => {
  test.each([
    ['xmp:Rating="5"', "", 5],
    ["", "<xmp:Rating>3</xmp:Rating>", 3],
    ['xmp:Rating="-1"', "", -1],
    ['xmp:Rating="3.0"', "", 3],
    ['xmp:Rating="0"', "", null],
    ['xmp:Rating="99"', "", null],
    ['xmp:Rating=""', "", null],
    ["", "", null],
  ])("is what XMP states: %s%s", (attributes, body, rating) => {
    expect(read(withXmp(jpeg, xmp(attributes, body))).metadata.rating).toBe(rating);
  });
});

test("keywords are those of XMP and IPTC, each once; nothing is said where there are none", () => {
  const subjects = (...words: string[]) =>
    `<dc:subject xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Bag>${words.map((word) => `<rdf:li>${word}</rdf:li>`).join("")}</rdf:Bag></dc:subject>`;
  const tagged = withIptc(withXmp(jpeg, xmp("", subjects("T002B", "spyhop"))), [
    [25, "J047"],
    [25, "T002B"],
  ]);
  expect(read(tagged).metadata.keywords).toEqual([
    { value: "T002B", source: "xmp" },
    { value: "spyhop", source: "xmp" },
    { value: "J047", source: "iptc" },
  ]);
  expect(read(jpeg).metadata).not.toHaveProperty("keywords");
  const many = Array.from({ length: 120 }, (_, at) => `word ${at} ${"x".repeat(300)}`);
  const { keywords = [] } = read(withXmp(jpeg, xmp("", subjects(...many)))).metadata;
  expect([keywords.length, Math.max(...keywords.map(({ value }) => value.length))]).toEqual([100, 200]);
});

describe("EXIF", () => {
  const expected = {
    localTime: "2016-07-01T10:11:12.120",
    offset: "+02:00",
    timeSource: "DateTimeOriginal",
    timeRaw: "2016:07:01 10:11:12",
    decimalLatitude: 48.5521,
    decimalLongitude: -123.1786,
    make: "Canon",
    model: "Canon EOS 7D Mark II",
    serial: "073021002841",
    orientation: 6,
  };
  test("of a JPEG", () => {
    const { metadata, findings } = read(withExif(jpeg, full));
    expect(metadata).toMatchObject({ ...expected, width: 320, height: 213 });
    expect(metadata.recordedBy).toEqual({ value: "Jo Tidewater", source: "exif", raw: "Jo Tidewater", conflicts: [] });
    expect(findings).toEqual([]);
  });
  test("of a TIFF, a PNG and a WebP", async () => {
    expect(read(tiffOf(full), "image/tiff").metadata).toMatchObject(expected);
    const png = await sharp(jpeg).png().toBuffer();
    const chunk = Buffer.concat([Buffer.from([0, 0, 0, 0]), Buffer.from("eXIf"), tiffOf(full), Buffer.alloc(4)]);
    chunk.writeUInt32BE(tiffOf(full).length, 0);
    const withChunk = Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
    expect(read(withChunk, "image/png").metadata).toMatchObject({ ...expected, width: 320, height: 213 });
    const webp = await sharp(withExif(jpeg, full)).keepExif().webp().toBuffer();
    expect(read(webp, "image/webp").metadata).toMatchObject({ ...expected, width: 320, height: 213 });
  });
  test("of a PNG as ImageMagick writes it, and of JPEG XL, plain and compressed", async () => {
    const tiff = tiffOf(full);
    const text = `\nexif\n${String(tiff.length + 6).padStart(8)}\n${Buffer.concat([Buffer.from("Exif\0\0"), tiff]).toString("hex")}\n`;
    const body = Buffer.concat([Buffer.from("Raw profile type exif\0\0"), deflateSync(text)]);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length, 0);
    head.write("zTXt", 4);
    const png = await sharp(jpeg).png().toBuffer();
    const withProfile = Buffer.concat([png.subarray(0, 33), head, body, Buffer.alloc(4), png.subarray(33)]);
    expect(read(withProfile, "image/png").metadata).toMatchObject(expected);

    const box = (type: string, ...parts: Buffer[]) => {
      const inner = Buffer.concat(parts);
      const size = Buffer.alloc(4);
      size.writeUInt32BE(inner.length + 8);
      return Buffer.concat([size, Buffer.from(type), inner]);
    };
    const exif = Buffer.concat([Buffer.alloc(4), tiff]);
    const picture = box("jxlc", Buffer.from("a picture"));
    for (const metadata of [box("Exif", exif), box("brob", Buffer.from("Exif"), brotliCompressSync(exif))]) {
      const jxl = Buffer.concat([box("JXL ", Buffer.from([13, 10, 135, 10])), metadata, picture]);
      expect(read(jxl, "image/jxl").metadata).toMatchObject(expected);
      expect(read(jxl, "image/jxl").picture).toEqual([{ at: jxl.length - 9, length: 9 }]);
    }
  });
  test("of an AVIF, whose items lie behind a table", async () => {
    const avif = await sharp(withExif(jpeg, full)).keepExif().avif({ effort: 0 }).toBuffer();
    expect(read(avif, "image/avif").metadata).toMatchObject({ localTime: expected.localTime, width: 320, height: 213 });
  });
  test("an offset belongs to its own date and to no other", () => {
    const { dateTimeOriginal: _, ...digitizedOnly } = full;
    expect(read(withExif(jpeg, digitizedOnly)).metadata).toMatchObject({
      localTime: "2016-07-01T10:11:13",
      offset: null,
      timeSource: "DateTimeDigitized",
    });
    const { offsetTimeOriginal: __, ...changed } = { ...full, offsetTime: "-07:00" };
    expect(read(withExif(jpeg, changed)).metadata.offset).toBeNull();
  });
  test("a suspect date with only a later change left is a marked fallback", () => {
    const { metadata, findings } = read(
      withExif(jpeg, { dateTimeOriginal: "0000:00:00 00:00:00", modifyDate: "2020:01:02 03:04:05" }),
    );
    expect(metadata).toMatchObject({ localTime: "2020-01-02T03:04:05", timeSource: "ModifyDate" });
    expect(findings).toEqual(["DATE_ZERO", "DATE_FALLBACK"]);
  });
  test.each([
    ["UTF-8", Buffer.from("Zoë Ångström"), "Zoë Ångström"],
    ["Latin-1", Buffer.from("Zo\u00eb \u00c5ngstr\u00f6m", "latin1"), "Zoë Ångström"],
    ["NULs and blanks", Buffer.from("  Jo  Tidewater \0\0rest"), "Jo Tidewater"],
  ])("an artist in %s", (_, artist, expectedName) => {
    expect(read(withExif(jpeg, { artist })).metadata.recordedBy?.value).toBe(expectedName);
  });
  test("a blank artist is none, an orientation of 0 or 9 is none", () => {
    expect(read(withExif(jpeg, { artist: "   ", orientation: 9 })).metadata).toMatchObject({
      recordedBy: null,
      orientation: null,
    });
    expect(read(withExif(jpeg, { orientation: 0 })).metadata.orientation).toBeNull();
  });
});

describe("IPTC and XMP", () => {
  test("several By-lines are one list, and who says otherwise is kept", () => {
    const file = withXmp(
      withIptc(withExif(jpeg, { artist: "BW" }), [
        [80, "Jo Tidewater"],
        [80, "Sam Whitecap"],
      ]),
      xmp(
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        "<dc:creator><rdf:Seq><rdf:li>bw</rdf:li></rdf:Seq></dc:creator>",
      ),
    );
    expect(read(file).metadata.recordedBy).toEqual({
      value: "BW",
      source: "exif",
      raw: "BW",
      conflicts: [{ value: "Jo Tidewater | Sam Whitecap", source: "iptc", raw: "Jo Tidewater | Sam Whitecap" }],
    });
  });
  test("IPTC date and time with an offset", () => {
    const file = withIptc(jpeg, [
      [55, "20160701"],
      [60, "101112+0200"],
      [92, "Haro Strait"],
      [90, "Friday Harbor"],
    ]);
    const { metadata } = read(file);
    expect(metadata).toMatchObject({
      localTime: "2016-07-01T10:11:12",
      offset: "+02:00",
      timeSource: "iptc:DateCreated",
    });
    expect(metadata.locality).toMatchObject({ value: "Haro Strait", source: "iptc" });
    expect(metadata.locality?.conflicts).toEqual([{ value: "Friday Harbor", source: "iptc", raw: "Friday Harbor" }]);
  });
  test("a Z in XMP is an offset; properties stand as attributes or elements, under any prefix", () => {
    const attribute = withXmp(jpeg, xmp('xmp:CreateDate="2016-07-01T10:11:12.5Z"'));
    expect(read(attribute).metadata).toMatchObject({
      localTime: "2016-07-01T10:11:12.5",
      offset: "+00:00",
      timeSource: "xmp:CreateDate",
    });
    const element = withXmp(
      jpeg,
      xmp('xmlns:e="http://ns.adobe.com/exif/1.0/"', "<e:DateTimeOriginal>2016-07-01T10:11</e:DateTimeOriginal>"),
    );
    expect(read(element).metadata).toMatchObject({
      localTime: "2016-07-01T10:11:00",
      offset: null,
      timeSource: "xmp:DateTimeOriginal",
    });
  });
  test("names with entities are read as names", () => {
    const body = "<dc:creator><rdf:Seq><rdf:li>B &amp; W &#233;</rdf:li></rdf:Seq></dc:creator>";
    const file = withXmp(jpeg, xmp('xmlns:dc="http://purl.org/dc/elements/1.1/"', body));
    expect(read(file).metadata.recordedBy?.value).toBe("B & W é");
  });
});

test("a BigTIFF is a picture whose metadata is not read", () => {
  const { empty, findings } = read(Buffer.from("II\x2b\0\b\0\0\0\x10\0\0\0\0\0\0\0", "latin1"), "image/tiff");
  expect(empty).toBe(false);
  expect(findings).toEqual(["DATE_MISSING", "METADATA_UNREADABLE"]);
});

describe("ends of files", () => {
  test("a JPEG without its end is truncated, one with a trailer or padding is not", () => {
    expect(read(jpeg.subarray(0, jpeg.length - 2)).findings).toContain("TRUNCATED");
    expect(read(Buffer.concat([jpeg.subarray(0, jpeg.length - 200), Buffer.alloc(200)])).findings).toContain(
      "TRUNCATED",
    );
    expect(read(Buffer.concat([jpeg, Buffer.alloc(70_000, 0x20)])).findings).not.toContain("TRUNCATED");
    expect(read(Buffer.concat([jpeg, jpeg.subarray(0, 900)])).findings).not.toContain("TRUNCATED");
  });
  test("the end mark of an embedded thumbnail does not stand for the picture's", () => {
    const withThumbnail = withExif(jpeg.subarray(0, jpeg.length - 2), { artist: Buffer.from([0xff, 0xd9]) });
    expect(read(withThumbnail).findings).toContain("TRUNCATED");
  });
});

test("exifr, another reader, sees the same", async () => {
  const file = withExif(jpeg, full);
  const theirs = await exifr.parse(file, { reviveValues: false, translateValues: false });
  const { metadata } = read(file);
  expect(metadata.timeRaw).toBe(theirs.DateTimeOriginal);
  expect(metadata.offset).toBe(theirs.OffsetTimeOriginal);
  expect(metadata.model).toBe(theirs.Model);
  expect(metadata.decimalLatitude).toBeCloseTo(theirs.latitude, 8);
  expect(metadata.decimalLongitude).toBeCloseTo(theirs.longitude, 8);
});

test("no damage makes a reader fail or find what is not there", async () => {
  const types = {
    "image/jpeg": withXmp(withIptc(withExif(jpeg, full), [[80, "Jo"]]), xmp('xmp:CreateDate="2016-07-01"')),
    "image/webp": await sharp(withExif(jpeg, full)).keepExif().webp().toBuffer(),
    "image/avif": await sharp(withExif(jpeg, full)).keepExif().avif({ effort: 0 }).toBuffer(),
    "image/png": await sharp(jpeg).png().toBuffer(),
    "image/tiff": tiffOf(full),
    "image/x-canon-cr3": await sharp(jpeg).avif({ effort: 0 }).toBuffer(),
    "image/x-fujifilm-raf": Buffer.concat([Buffer.alloc(84), Buffer.from([0, 0, 0, 92, 0, 1, 0, 0]), jpeg]),
  } as const;
  const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 30 });
  const type = fc.constantFrom(...(Object.keys(types) as (keyof typeof types)[]));
  fc.assert(
    fc.property(type, damage, fc.double({ min: 0, max: 1, noNaN: true }), (mediaType, changes, cut) => {
      const whole = types[mediaType];
      const bytes = Buffer.from(whole.subarray(0, cut < 0.5 ? Math.floor(whole.length * cut * 2) : whole.length));
      // Metadata lies near the beginning, and that is where damage is interesting.
      for (const [place, value] of changes) if (bytes.length > 0) bytes[Math.floor(place ** 3 * bytes.length)] = value;
      const { metadata } = read(bytes, mediaType);
      if (metadata.decimalLatitude !== null) expect(Math.abs(metadata.decimalLatitude)).toBeLessThanOrEqual(90);
      expect(metadata.decimalLatitude === null).toBe(metadata.decimalLongitude === null);
      if (metadata.orientation !== null) expect(metadata.orientation).toBeLessThanOrEqual(8);
      expect(JSON.parse(JSON.stringify(metadata))).toEqual(metadata);
    }),
    { numRuns: 600 },
  );
});
