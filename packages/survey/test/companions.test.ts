import type { Md5, Sha256 } from "@landfall/protocol";
import { describe, expect, test } from "vitest";
import { type GroupInput, groupFiles } from "../src/index.ts";
import { memorySource } from "../src/metadata/byte-source.ts";
import { noMetadata, readMetadata } from "../src/metadata/read-metadata.ts";

const types: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  nef: "image/x-nikon-nef",
  crw: "image/x-canon-crw",
  heic: "image/heic",
  mov: "video/quicktime",
  xmp: "application/rdf+xml",
  thm: "image/jpeg",
};

function file(
  path: string,
  localTime: string | null = null,
  more: Partial<GroupInput["metadata"] & object> = {},
): GroupInput {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return {
    root: 0,
    path,
    size: 1000,
    bucket: "image",
    mediaType: types[extension] ?? null,
    sha256: path as Sha256,
    md5: path as Md5,
    pictureSha256: null,
    metadata: { ...noMetadata, localTime, timeSource: localTime === null ? null : "DateTimeOriginal", ...more },
    findings: [],
  };
}
const named = (value: string) => ({ value, source: "xmp" as const, raw: value, conflicts: [] });

/** The names of each encounter, with what each is paired with. */
const encounters = (...files: GroupInput[]) =>
  groupFiles(files, { roots: ["/data"] }).map(({ images }) =>
    images.map(({ fileName, pairedWith }) => (pairedWith ? `${fileName} with ${pairedWith}` : fileName)),
  );

describe("what belongs together travels together", () => {
  const shot = "2024-07-15T10:11:12";
  test("a RAW file, its JPEG and both kinds of sidecar are in one encounter, whoever the JPEG says took it", () => {
    const jpeg = file("card/DSC_0412.JPG", shot, { recordedBy: named("Camera owner") });
    const raw = file("card/DSC_0412.NEF", shot, { recordedBy: named("B. Wood") });
    expect(encounters(jpeg, raw, file("card/DSC_0412.NEF.xmp"), file("card/dsc_0412.XMP"))).toEqual([
      [
        "DSC_0412.JPG with DSC_0412.NEF",
        "DSC_0412.NEF",
        "DSC_0412.NEF.xmp with DSC_0412.NEF",
        "dsc_0412.XMP with DSC_0412.NEF",
      ],
    ]);
  });
  test("a RAW file that nothing can be read of goes where its JPEG goes", () => {
    expect(encounters(file("card/CRW_0001.CRW"), file("card/CRW_0001.JPG", shot))).toEqual([
      ["CRW_0001.CRW with CRW_0001.JPG", "CRW_0001.JPG"],
    ]);
  });
  test("the same counter of another day is another photograph", () => {
    expect(encounters(file("card/DSC_0412.JPG", "2023-01-02T03:04:05"), file("card/DSC_0412.NEF", shot))).toEqual([
      ["DSC_0412.JPG"],
      ["DSC_0412.NEF"],
    ]);
  });
  test("a sidecar of the second encounter of a folder goes into the second", () => {
    const late = "2024-07-15T18:00:00";
    expect(encounters(file("d/a.NEF", shot), file("d/b.NEF", late), file("d/b.xmp"), file("d/a.xmp"))).toEqual([
      ["a.NEF", "a.xmp with a.NEF"],
      ["b.NEF", "b.xmp with b.NEF"],
    ]);
  });
  test("what only the sidecar says of creator, place and position counts for its photograph", () => {
    const sidecar = file("d/a.xmp", null, {
      recordedBy: named("B. Wood"),
      locality: named("Haro Strait"),
      decimalLatitude: 48.5,
      decimalLongitude: -123.1,
      gpsSource: "xmp",
    });
    const [encounter] = groupFiles([file("d/a.NEF", shot), sidecar], { roots: ["/data"] });
    expect(encounter?.values).toMatchObject({ recordedBy: "B. Wood", locality: "Haro Strait", decimalLatitude: 48.5 });
    expect(encounter?.images).toHaveLength(2);
  });
  test("the moving part of a photograph goes with it, and a clip with the photographs taken nearest to it", () => {
    const late = "2024-07-15T18:00:00";
    const clip = file("d/MVI_7.MOV", "2024-07-15T17:50:00", { timeSource: "quicktime:CreationDate" });
    expect(encounters(file("d/a.HEIC", shot), file("d/a.MOV"), file("d/b.jpg", late), clip)).toEqual([
      ["a.HEIC", "a.MOV with a.HEIC"],
      ["b.jpg", "MVI_7.MOV with b.jpg"],
    ]);
  });
  test("a clip has its own time and zone, or none; a sidecar those of its shot", () => {
    const photograph = file("d/a.HEIC", shot, { offset: "-07:00" });
    const clip = file("d/MVI_7.MOV", "2024-07-15T10:13:00", { offset: "-08:00" });
    const [encounter] = groupFiles([photograph, file("d/a.xmp"), clip, file("d/MVI_8.MOV")], { roots: ["/data"] });
    expect(encounter?.images.map(({ fileName, capturedAt }) => [fileName, capturedAt])).toEqual([
      ["a.HEIC", `${shot}-07:00`],
      ["a.xmp", `${shot}-07:00`],
      ["MVI_7.MOV", "2024-07-15T10:13:00-08:00"],
      ["MVI_8.MOV", null],
    ]);
  });
  test("a clip without a time lies with its folder, alone it is an encounter, and nothing is ever left out", () => {
    expect(encounters(file("d/a.jpg", shot), file("d/clip.MOV"), file("e/clip2.MOV"), file("e/clip2.THM"))).toEqual([
      ["a.jpg", "clip.MOV with a.jpg"],
      ["clip2.MOV", "clip2.THM with clip2.MOV"],
    ]);
  });
  test("a clip without a time is of the photograph numbered before it, and of no day of several that its number does not tell", () => {
    const card = [
      file("card/IMG_0010.jpg", "2024-07-15T10:00:00"),
      file("card/IMG_0012.jpg", "2024-07-15T18:00:00"),
      file("card/IMG_0014.jpg", "2024-07-16T09:00:00"),
      file("card/IMG_0016.jpg", "2024-07-16T09:10:00"),
    ];
    const clip = (name: string, shots = card) => encounters(...shots, file(`card/${name}.MOV`));
    expect(clip("MVI_0015")).toContainEqual(["IMG_0014.jpg", "MVI_0015.MOV with IMG_0014.jpg", "IMG_0016.jpg"]);
    // Between two days, behind the last photograph, and without a number, nobody knows its day.
    for (const name of ["MVI_0013", "MVI_0017", "clip"]) expect(clip(name)).toContainEqual([`${name}.MOV`]);
    expect(clip("MVI_0013", card.slice(0, 2))).toEqual([
      ["IMG_0010.jpg"],
      ["IMG_0012.jpg", "MVI_0013.MOV with IMG_0012.jpg"],
    ]);
  });
});

describe("a recording", () => {
  const box = (type: string, ...parts: Buffer[]) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(Buffer.concat(parts).length + 8);
    return Buffer.concat([size, Buffer.from(type, "latin1"), ...parts]);
  };
  const text = (type: string, value: string) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(Buffer.byteLength(value));
    return box(type, head, Buffer.from(value));
  };
  const movie = (...inside: Buffer[]) =>
    readMetadata(
      memorySource(Buffer.concat([box("ftyp", Buffer.from("qt  ")), box("moov", ...inside)])),
      "video/quicktime",
      Date.UTC(2026, 0),
    );
  const keyed = (entries: Readonly<Record<string, string>>) => {
    const names = Object.keys(entries);
    const count = Buffer.alloc(8);
    count.writeUInt32BE(names.length, 4);
    const keys = box("keys", count, ...names.map((name) => box("mdta", Buffer.from(name))));
    const item = (value: string, index: number) => {
      const type = Buffer.alloc(4);
      type.writeUInt32BE(index + 1);
      return box(type.toString("latin1"), box("data", Buffer.alloc(8), Buffer.from(value)));
    };
    return box("meta", keys, box("ilst", ...Object.values(entries).map(item)));
  };
  test("is dated by the local time that a phone states with its zone, and placed by its position", () => {
    const { metadata, findings } = movie(
      keyed({
        "com.apple.quicktime.creationdate": "2020-05-04T18:39:11-0400",
        "com.apple.quicktime.location.ISO6709": "+48.5521-123.1786+012.3/",
        "com.apple.quicktime.model": "iPhone 11 Pro",
      }),
    );
    expect(metadata).toMatchObject({
      localTime: "2020-05-04T18:39:11",
      offset: "-04:00",
      offsetSource: "stated",
      timeSource: "quicktime:CreationDate",
      decimalLatitude: 48.5521,
      decimalLongitude: -123.1786,
      model: "iPhone 11 Pro",
    });
    expect(findings).toEqual([]);
  });
  test("has no date where its time states no zone: it may be UTC, and the day another", () => {
    const { metadata, findings } = movie(
      box("udta", text("©day", "2020-05-04T18:39:11"), text("©xyz", "+51.4169-000.0806/")),
    );
    expect(metadata).toMatchObject({ localTime: null, timeSource: null, decimalLatitude: 51.4169 });
    expect(findings).toEqual(["DATE_MISSING"]);
  });
});
