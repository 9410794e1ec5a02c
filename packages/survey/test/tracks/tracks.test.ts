import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupFiles, groupWithSources, readGpx, type Track } from "../../src/index.ts";
import { distanceMetres } from "../../src/tracks/distance.ts";
import { positionAt } from "../../src/tracks/position-at.ts";
import { photo, sheet } from "../sheets/photographs.ts";
import { fileWith, folder } from "../sheets/support.ts";

type Point = readonly [time: string, latitude: number, longitude: number];
const point = ([time, lat, lon]: Point) => `<trkpt lat="${lat}" lon="${lon}"><ele>0</ele><time>${time}</time></trkpt>`;
const gpx = (...segments: readonly (readonly Point[])[]) =>
  `<?xml version="1.0"?>\n<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>A &amp; B</name>${segments
    .map((points) => `<trkseg>${points.map(point).join("\n")}</trkseg>`)
    .join("")}</trk></gpx>`;
const track = async (...segments: readonly (readonly Point[])[]): Promise<Track> => {
  const [only] = await readGpx(await fileWith("boat.gpx", gpx(...segments)));
  if (!only) throw new Error("no track");
  return only;
};
const refusal = async (text: string) =>
  readGpx(await fileWith("x.gpx", text)).then(
    () => "read",
    (error: { code: string }) => error.code,
  );
const at = (text: string) => Date.parse(text);

describe("a GPX file", () => {
  test("is read in order of time, whatever the order and the zones of its points", async () => {
    const read = await track(
      [["2024-07-15T18:00:10Z", 48.5, -123.1]],
      [["2024-07-15T11:00:00-07:00", 48.4, -123]],
      [["2024-07-15T18:00:20", 48.6, -123.2]],
    );
    expect([...read.latitudes]).toEqual([48.4, 48.5, 48.6]);
  });

  test("gives no point that has no time, no fix, or lies off the earth", async () => {
    const read = await track([
      ["2024-07-15T18:00:00Z", 48.4, -123],
      ["", 48.5, -123],
      ["yesterday", 48.5, -123],
      ["2024-07-15T18:00:01Z", 0, 0],
      ["2024-07-15T18:00:02Z", 91, 0],
    ]);
    expect(read.ms).toHaveLength(1);
  });

  test.each([
    ["no XML", "Date,Lat\n"],
    ["other XML", "<kml><Document/></kml>"],
    ["half a file", gpx([["2024-07-15T18:00:00Z", 48, -123]]).slice(0, -20)],
    ["a track without times", '<gpx><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>'],
    [
      "entities that stand for each other",
      `<!DOCTYPE gpx [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};">`).join("")}]><gpx>&a20;</gpx>`,
    ],
    ["a file of the machine", '<!DOCTYPE gpx [<!ENTITY f SYSTEM "file:///etc/passwd">]><gpx>&f;</gpx>'],
    ["elements without end", "<gpx>".repeat(10_000)],
  ])("that is %s is refused", async (_, text) => expect(await refusal(text)).toBe("TRACK_UNREADABLE"));

  test("of any bytes is read or refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (text) => {
        expect(["read", "TRACK_UNREADABLE"]).toContain(await refusal(`<gpx><trk>${text}</trk></gpx>`));
      }),
      { numRuns: 100 },
    );
  });

  test("that is not there is said to be so", async () => {
    await expect(readGpx(await folder())).rejects.toMatchObject({ code: "SHEET_NOT_FOUND" });
  });
});

describe("a position on a track", () => {
  const straight: readonly Point[] = [
    ["2024-07-15T18:00:00Z", 48, -123],
    ["2024-07-15T18:01:00Z", 48.002, -123],
    ["2024-07-15T18:21:00Z", 48.1, -123],
    ["2024-07-15T18:21:30Z", 48.1, -123.001],
  ];

  test("lies between the two points beside it, and is the less sure the further off in time they are", async () => {
    const read = await track(straight);
    const half = positionAt(read, at("2024-07-15T18:00:30Z"));
    expect(half).toMatchObject({ decimalLatitude: 48.001, decimalLongitude: -123 });
    const exact = positionAt(read, at("2024-07-15T18:01:00Z"));
    expect(exact?.decimalLatitude).toBe(48.002);
    expect(half?.coordinateUncertaintyInMeters).toBeGreaterThan(exact?.coordinateUncertaintyInMeters ?? Number.NaN);
    // 222 m in a minute, half a minute off.
    expect(half?.coordinateUncertaintyInMeters).toBe(Math.ceil(10 + (222.39 / 60) * 31));
  });

  test("is not known over a gap, before the track or behind it", async () => {
    const read = await track(straight);
    for (const instant of ["2024-07-15T18:10:00Z", "2024-07-15T17:59:59Z", "2024-07-15T18:21:31Z"])
      expect(positionAt(read, at(instant))).toBeNull();
  });

  test("goes the short way round over the antimeridian", async () => {
    const read = await track([
      ["2024-07-15T18:00:00Z", 0.1, 179.999],
      ["2024-07-15T18:01:00Z", 0.1, -179.997],
    ]);
    expect(positionAt(read, at("2024-07-15T18:00:30Z"))?.decimalLongitude).toBeCloseTo(-179.999, 6);
  });

  test("is never further from the true one than its uncertainty, on any boat that sails straight", () => {
    const degrees = fc.double({ min: -0.05, max: 0.05, noNaN: true });
    fc.assert(
      fc.property(
        degrees,
        degrees,
        fc.integer({ min: 1, max: 600 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (dLat, dLon, seconds, part) => {
          const of = (values: readonly number[]) => Float64Array.from(values);
          const read: Track = {
            path: "/x.gpx",
            name: "x.gpx",
            ms: of([0, seconds * 1000]),
            latitudes: of([48, 48 + dLat]),
            longitudes: of([-123, -123 + dLon]),
          };
          const found = positionAt(read, part * seconds * 1000);
          const off = distanceMetres(
            [found?.decimalLatitude ?? Number.NaN, found?.decimalLongitude ?? Number.NaN],
            [48 + dLat * part, -123 + dLon * part],
          );
          expect(off).toBeLessThanOrEqual(found?.coordinateUncertaintyInMeters ?? 0);
        },
      ),
    );
  });
});

describe("photographs beside a track", () => {
  const points: readonly Point[] = [
    ["2024-07-15T18:00:00Z", 48, -123],
    ["2024-07-15T18:02:00Z", 48.002, -123],
  ];
  const roots = ["/data"];

  test("are placed by their own offset, else by the zone of their cameras; the encounter says from where", async () => {
    const tracks = [await track(points)];
    const stated = groupFiles([photo("1.JPG", { at: "2024-07-15T20:01:00.50", offset: "+02:00" })], { roots, tracks });
    const zoned = groupFiles([photo("1.JPG", { at: "2024-07-15T11:01:00" })], {
      roots,
      tracks,
      timezone: "America/Vancouver",
    });
    expect(stated[0]?.values).toMatchObject({ decimalLatitude: 48.001008, decimalLongitude: -123 });
    expect(zoned[0]?.values).toMatchObject({ decimalLatitude: 48.001, coordinateUncertaintyInMeters: 124 });
    expect(zoned[0]?.provenance.decimalLatitude).toEqual({
      source: "gpx",
      raw: "2024-07-15T18:01:00.000Z",
      place: "boat.gpx at 2024-07-15T18:01:00Z",
      conflicts: [],
    });
    expect(zoned[0]?.images[0]?.trackPosition).toMatchObject({ decimalLatitude: 48.001 });
  });

  test("whose zone nobody knows are not placed, and counted", async () => {
    const tracks = [await track(points)];
    const grouping = groupWithSources([photo("1.JPG", { at: "2024-07-15T11:01:00" })], { roots, tracks });
    expect(grouping.encounters[0]?.values.decimalLatitude).toBeNull();
    expect(grouping.tracks).toMatchObject([{ name: "boat.gpx", points: 2, placed: 0, withoutZone: 1 }]);
  });

  test("keep their own position, and that of the sheet's row is the encounter's", async () => {
    const tracks = [await track(points)];
    const files = [
      photo("1.JPG", { at: "2024-07-15T18:00:10", offset: "+00:00" }),
      photo("2.JPG", { at: "2024-07-15T18:00:30", offset: "+00:00", gps: [48.5, -123.5] }),
    ];
    const [own] = groupFiles(files, { roots, tracks });
    expect([own?.values.decimalLatitude, own?.provenance.decimalLatitude?.source]).toEqual([48.5, "exif"]);
    expect(own?.images.map(({ trackPosition }) => trackPosition?.decimalLatitude)).toEqual([48.000167, undefined]);
    const sheets = [await sheet("Date,Lat,Long\n2024-07-15,48.9,-123.9\n")];
    const [of] = groupFiles(files.slice(0, 1), { roots, tracks, sheets });
    expect(of?.values).toMatchObject({ decimalLatitude: 48.9, decimalLongitude: -123.9 });
    expect(of?.values.coordinateUncertaintyInMeters).toBeUndefined();
    expect(of?.provenance.decimalLatitude).toMatchObject({
      source: "sheet",
      conflicts: [{ source: "gpx", value: 48.000167 }],
    });
  });

  test("say once where nothing confirms the clock that placed them, and warn where the sheet or a GPS says another time", async () => {
    const tracks = [await track(points)];
    const placed = (more: object = {}) => photo("1.JPG", { at: "2024-07-15T18:01:00", offset: "+00:00", ...more });
    const found = async (files: Parameters<typeof groupFiles>[0], table?: string) =>
      groupFiles(files, { roots, tracks, ...(table && { sheets: [await sheet(table)] }) })[0]?.findings;
    expect(await found([placed()])).toEqual(["TRACK_TIME_UNCONFIRMED"]);
    const row = (start: string, end: string) => `Date,Start,End\n2024-07-15,${start},${end}\n`;
    expect(await found([placed()], row("17:50", "18:05"))).toEqual([]);
    expect(await found([placed()], row("16:50", "17:05"))).toEqual(["TRACK_TIME_DIFFERS"]);
    const withGps = (gpsTime: string) => {
      const file = placed();
      return file.metadata ? { ...file, metadata: { ...file.metadata, model: "X", gpsTime } } : file;
    };
    expect(await found([withGps("2024-07-15T18:00:58Z")])).toEqual([]);
    expect(await found([withGps("2024-07-15T18:21:00Z")])).toEqual(["TRACK_TIME_DIFFERS"]);
    expect(await found([placed()], "Date,Lat,Long\n2024-07-15,48.9,-123.9\n")).toEqual([]);
  });

  test("are not placed where two boats were far apart at that time", async () => {
    const other = points.map(([time, latitude, longitude]): Point => [time, latitude + 0.1, longitude]);
    const tracks = [await track(points), await track(other)];
    const [of] = groupFiles([photo("1.JPG", { at: "2024-07-15T18:01:00", offset: "+00:00" })], { roots, tracks });
    expect(of?.values.decimalLatitude).toBeNull();
  });
});
