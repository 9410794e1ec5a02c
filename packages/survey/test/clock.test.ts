import { describe, expect, test } from "vitest";
import { drawFrame, type ExifToWrite, gpsAt, withExif, withIptc, withXmp } from "../../../fixtures/index.ts";
import { memorySource } from "../src/metadata/byte-source.ts";
import { readClock } from "../src/metadata/clock.ts";
import { readMetadata } from "../src/metadata/read-metadata.ts";

const nowMs = Date.UTC(2026, 0, 2);
const jpeg = await drawFrame({ seed: "clock", width: 96 });
const read = (exif: ExifToWrite, more: (bytes: Buffer) => Buffer = (bytes) => bytes) => {
  const { metadata, findings } = readMetadata(memorySource(more(withExif(jpeg, exif))), "image/jpeg", nowMs);
  const { localTime, offset, offsetSource, timeSource } = metadata;
  return { localTime, offset, offsetSource, timeSource, findings };
};

describe("the offset of a camera's clock", () => {
  const local = "2016-07-01T10:11:12.120";
  const at = (time: string) => Date.parse(`2016-07-01T${time}Z`);
  test("is the one stated, before any other", () => {
    expect(readClock(local, "+02:00", at("08:11:12"))).toEqual({
      offset: "+02:00",
      offsetSource: "stated",
      findings: [],
    });
  });
  test.each([
    ["08:11:10", "+02:00"],
    ["10:11:12", "+00:00"],
    ["18:09:30", "-08:00"],
    ["04:26:12", "+05:45"],
  ])("is told by the GPS time %s", (time, offset) => {
    expect(readClock(local, null, at(time))).toEqual({ offset, offsetSource: "gps", findings: [] });
  });
  test("is not guessed where clock and GPS are minutes apart from any zone, or more than a day", () => {
    const unknown = { offset: null, offsetSource: null, findings: ["CLOCK_DIFFERS"] };
    expect(readClock(local, null, at("08:17:00"))).toEqual(unknown);
    expect(readClock(local, null, at("10:11:12") - 40 * 3_600_000)).toEqual(unknown);
    // A quarter of an hour off: no clock on earth shows 02:15 more than UTC.
    expect(readClock(local, null, at("07:56:12"))).toEqual(unknown);
    expect(readClock(local, "+02:00", at("09:11:12"))).toMatchObject({ offset: "+02:00", findings: ["CLOCK_DIFFERS"] });
  });
  test("is unknown without either, and the local day stays", () => {
    expect(read({ dateTimeOriginal: "2016:07:01 23:59:59" })).toMatchObject({
      localTime: "2016-07-01T23:59:59",
      offset: null,
      offsetSource: null,
    });
  });
  test("comes from the tags of a photograph", () => {
    const gps = {
      ...gpsAt(48.5, -123.1),
      timeStamp: [
        [17, 1],
        [11, 1],
        [12, 1],
      ],
      dateStamp: "2016:07:01",
    } as const;
    expect(read({ dateTimeOriginal: "2016:07:01 10:11:12", gps })).toMatchObject({
      offset: "-07:00",
      offsetSource: "gps",
      findings: [],
    });
  });
});

describe("a scanner's date is never the photograph's", () => {
  const scan = { dateTimeOriginal: "2009:03:04 10:00:00", dateTimeDigitized: "2009:03:04 10:00:00" };
  test.each<[string, ExifToWrite]>([
    ["by the source of the file", { ...scan, fileSource: 1 }],
    ["by its model", { ...scan, make: "EPSON", model: "Perfection V700" }],
    ["by its model", { ...scan, make: "Nikon", model: "Nikon SUPER COOLSCAN 5000 ED" }],
    ["by its program", { ...scan, software: "VueScan 9 x64 (9.5.78)" }],
    ["by its maker", { ...scan, make: "NORITSU KOKI", model: "QSS-32_33" }],
    ["with only the date of the scan", { make: "Canon", model: "CanoScan 9000F", modifyDate: "2009:03:04 10:00:00" }],
  ])("%s", (_, exif) => {
    expect(read(exif)).toMatchObject({ localTime: null, timeSource: null, findings: ["DATE_OF_SCAN"] });
  });
  test("a date that a person has entered since is", () => {
    const exif = { ...scan, dateTimeOriginal: "1987:06:05 12:00:00", model: "CanoScan 9000F" };
    expect(read(exif)).toMatchObject({ localTime: "1987-06-05T12:00:00", findings: [] });
    const typed = read({ ...scan, fileSource: 2 }, (bytes) => withIptc(bytes, [[55, "19870600"]]));
    expect(typed).toMatchObject({ localTime: "1987-06", timeSource: "iptc:DateCreated" });
    expect(typed.findings).toEqual(["DATE_OF_SCAN", "DATE_PARTIAL"]);
  });
  const packet = (attributes: string) => (bytes: Buffer) =>
    withXmp(
      bytes,
      `<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" ${attributes}/>`,
    );
  test("by what an editing program has kept of it in XMP alone", () => {
    const scanned = read({}, packet('xmp:CreateDate="2009-03-04T10:00:00" tiff:Model="Perfection V700"'));
    expect(scanned).toMatchObject({ localTime: null, findings: ["DATE_OF_SCAN"] });
    const byProgram = read({}, packet('xmp:CreateDate="2009-03-04T10:00:00" xmp:CreatorTool="VueScan 9 x64"'));
    expect(byProgram).toMatchObject({ localTime: null, findings: ["DATE_OF_SCAN"] });
  });
  test("may be the only one where no camera is named, which is said", () => {
    const edited = read({}, packet('xmp:CreateDate="2009-03-04T10:00:00" xmp:CreatorTool="Adobe Photoshop CS4"'));
    expect(edited).toMatchObject({ localTime: "2009-03-04T10:00:00", findings: ["DATE_DIGITIZED"] });
    expect(read({ dateTimeDigitized: scan.dateTimeDigitized }).findings).toEqual(["DATE_DIGITIZED"]);
    expect(read({ ...scan, make: "Canon" }).findings).toEqual([]);
    expect(read({ dateTimeDigitized: scan.dateTimeDigitized, make: "Canon" }).findings).toEqual([]);
    const signed = read({}, packet('xmp:CreateDate="2009-03-04T10:00:00" tiff:Make="NIKON"'));
    expect(signed.findings).toEqual([]);
  });
  test("a camera's is", () => {
    expect(read({ ...scan, make: "EPSON", model: "R-D1", fileSource: 3 })).toMatchObject({
      localTime: "2009-03-04T10:00:00",
    });
    expect(read({ ...scan, make: "EPSON", model: "PhotoPC 850Z" }).localTime).toBe("2009-03-04T10:00:00");
  });
});

describe("partial dates are kept as they are", () => {
  const created = (date: string) =>
    read({}, (bytes) =>
      withXmp(
        bytes,
        `<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:DateCreated="${date}"/>`,
      ),
    );
  test.each([
    ["1998", "1998"],
    ["1998-07", "1998-07"],
    ["1998-07-15", "1998-07-15"],
  ])("XMP %s", (date, expected) => {
    expect(created(date)).toMatchObject({ localTime: expected, timeSource: "photoshop:DateCreated" });
  });
  test.each([
    ["1998:07:00 00:00:00", "1998-07"],
    ["1998:00:00", "1998"],
    ["1998:  :  ", "1998"],
    ["1998:07:    :  :  ", "1998-07"],
  ])("EXIF %j", (date, expected) => {
    expect(read({ dateTimeOriginal: date })).toMatchObject({ localTime: expected, findings: ["DATE_PARTIAL"] });
  });
  test("a month that is none, or a time without a day, is no date", () => {
    expect(created("1998-13").findings).toEqual(["DATE_IMPOSSIBLE"]);
    expect(read({ dateTimeOriginal: "1998:07:00 10:11:12" }).findings).toEqual(["DATE_IMPOSSIBLE"]);
  });
});
