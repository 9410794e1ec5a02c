import { describe, expect, test } from "vitest";
import { type GroupInput, groupWithSources, type SheetSource } from "../../src/index.ts";
import { photo, sheet } from "./photographs.ts";

const group = (files: readonly GroupInput[], sheets: readonly SheetSource[], more = {}) =>
  groupWithSources(files, { roots: ["/data/photos"], sheets, ...more });
const shape = (files: readonly GroupInput[], sheets: readonly SheetSource[], more = {}) =>
  group(files, sheets, more).encounters.map(({ values, encounterNumber, images }) => [
    values.eventDate,
    values.locality,
    values.recordedBy,
    encounterNumber,
    images.map(({ fileName }) => fileName).join(" "),
  ]);

describe("rows and photographs", () => {
  test("meet by the file's name, also where the counter began again on another day", async () => {
    const source = await sheet(
      "Date,Place,Files\n2024-07-15,Haro,IMG_0001-0002\n2024-07-16,Active Pass,IMG_0001; IMG_0003.JPG\n",
    );
    const files = [
      photo("a/IMG_0001.JPG", { at: "2024-07-15T09:00:00" }),
      photo("a/IMG_0002.JPG", { at: "2024-07-15T18:00:00" }),
      photo("b/IMG_0001.JPG", { at: "2024-07-16T09:00:00" }),
      photo("b/IMG_0003.JPG", { at: "2024-07-16T09:00:09" }),
      photo("b/IMG_0004.JPG", { at: "2024-07-17T09:00:00" }),
    ];
    expect(shape(files, [source])).toEqual([
      ["2024-07-15", "Haro", null, null, "IMG_0001.JPG IMG_0002.JPG"],
      ["2024-07-16", "Active Pass", null, null, "IMG_0001.JPG IMG_0003.JPG"],
      ["2024-07-17", null, null, null, "IMG_0004.JPG"],
    ]);
    const { sheets, withoutRow } = group(files, [source]);
    expect(sheets[0]).toMatchObject({ rows: 2, used: 2, matched: { fileName: 4 }, unused: [] });
    expect(withoutRow).toEqual([{ because: "noRow", count: 1, examples: ["b/IMG_0004.JPG"] }]);
  });

  test("are not looked for a row where they are of a catalogue", async () => {
    const source = await sheet("Date,Place\n2024-07-15,Haro\n");
    expect(group([photo("Catalogue/Left/J047_L.jpg"), photo("misc/a.jpg")], [source]).withoutRow).toEqual([
      { because: "noDate", count: 1, examples: ["misc/a.jpg"] },
    ]);
  });

  test("meet by the folder that the row names", async () => {
    const source = await sheet("Folder,Place,Photographer\nHaro/card 2,Haro Strait,BW\n");
    const files = [photo("Haro/card 2/DCIM/1.JPG"), photo("Haro/card 1/2.JPG")];
    expect(shape(files, [source]).map((each) => each.slice(1))).toContainEqual(["Haro Strait", "BW", null, "1.JPG"]);
    expect(group(files, [source]).withoutRow).toMatchObject([{ because: "noDate", count: 1 }]);
  });

  test("are told where a row that only a time or a day names credits somebody else than the photographs do", async () => {
    const source = await sheet("Date,Start,End,Photographer\n2024-07-15,09:00,10:00,Ada Wave\n");
    const credited = (artist: string) => {
      const [of] = group([photo("a/1.JPG", { at: "2024-07-15T09:10:00", artist })], [source]).encounters;
      return [of?.values.recordedBy, of?.details?.PHOTOGRAPHER_DIFFERS ?? null, of?.findings];
    };
    expect(credited("Bea Wake")).toEqual([
      "Ada Wave",
      "“Ada Wave” by sightings.csv, row 2, matched between start and end; “Bea Wake” by the file",
      ["PHOTOGRAPHER_DIFFERS"],
    ]);
    for (const same of ["Ada Wave", "ada  wave", "AW"]) expect(credited(same).slice(1)).toEqual([null, []]);
    const byName = await sheet("Date,Photographer,Files\n2024-07-15,Ada Wave,1.JPG\n");
    const [named] = group([photo("a/1.JPG", { at: "2024-07-15T09:10:00", artist: "Bea Wake" })], [byName]).encounters;
    expect([named?.values.recordedBy, named?.findings]).toEqual(["Ada Wave", []]);
  });

  test("meet by the encounter's number and day, and a gap within the row's group does not split it", async () => {
    const source = await sheet("Date,Enc#,Place\n03/05/2022,1,Haro\n13/05/2022,2,Active Pass\n");
    const files = [
      photo("2022-05-03/E1/A.JPG", { at: "2022-05-03T08:00:00" }),
      photo("2022-05-03/E1/B.JPG", { at: "2022-05-03T13:00:00" }),
      photo("2022-05-13/E2/C.JPG", { at: "2022-05-13T08:00:00" }),
      photo("2022-05-13/E3/D.JPG", { at: "2022-05-13T08:00:00" }),
    ];
    expect(shape(files, [source])).toEqual([
      ["2022-05-03", "Haro", null, 1, "A.JPG B.JPG"],
      ["2022-05-13", "Active Pass", null, 2, "C.JPG"],
      ["2022-05-13", null, null, 3, "D.JPG"],
    ]);
  });

  test("that count encounters another way meet by the time, and only where they do", async () => {
    const source = await sheet(
      "Date,Enc#,Start,End,Place\n2022-05-03,57,08:00,09:00,Haro\n2022-05-03,58,12:00,13:00,Stuart\n",
    );
    const files = [
      photo("2022-05-03/E1/A.JPG", { at: "2022-05-03T08:30:00" }),
      photo("2022-05-03/E2/B.JPG", { at: "2022-05-03T12:30:00" }),
      photo("2022-05-03/E3/C.JPG", { at: "2022-05-03T15:30:00" }),
    ];
    expect(shape(files, [source]).map(([, place, , number, images]) => [place, number, images])).toEqual([
      ["Haro", 57, "A.JPG"],
      ["Stuart", 58, "B.JPG"],
      [null, 3, "C.JPG"],
    ]);
  });

  test("meet by the time between start and end, over midnight too; times split what lay in one folder", async () => {
    const source = await sheet(
      "Date,Start,End,Place\n2024-07-15,09:00,09:30,Haro\n2024-07-15,09:50,10:30,Stuart\n2024-07-15,23:30,00:40,Anchorage\n",
    );
    const files = [
      photo("card/1.JPG", { at: "2024-07-15T09:10:00" }),
      photo("card/2.JPG", { at: "2024-07-15T09:33:00" }),
      photo("card/3.JPG", { at: "2024-07-15T10:30:40" }),
      photo("card/4.JPG", { at: "2024-07-15T23:59:00" }),
      photo("card/5.JPG", { at: "2024-07-16T00:20:00" }),
      photo("card/6.JPG", { at: "2024-07-15T15:00:00" }),
    ];
    expect(shape(files, [source]).map(([, place, , , images]) => [place, images])).toEqual([
      ["Haro", "1.JPG 2.JPG"],
      ["Stuart", "3.JPG"],
      [null, "6.JPG"],
      ["Anchorage", "4.JPG 5.JPG"],
    ]);
    expect(group(files, [source]).withoutRow).toEqual([{ because: "otherTime", count: 1, examples: ["card/6.JPG"] }]);
  });

  test("meet by the start alone, until the next row's; and by the day where it has one row", async () => {
    const source = await sheet(
      "Date,Start,Place\n2024-08-03,07:58,Johnstone\n2024-08-03,09:12,Robson\n2024-08-04,,Weynton\n",
    );
    const files = [
      photo("x/1.JPG", { at: "2024-08-03T08:30:00" }),
      photo("x/2.JPG", { at: "2024-08-03T09:13:00" }),
      photo("x/3.JPG", { at: "2024-08-03T05:00:00" }),
      photo("x/4.JPG", { at: "2024-08-04T17:00:00" }),
    ];
    const { sheets } = group(files, [source]);
    expect(sheets[0]?.matched).toEqual({ start: 2, day: 1 });
    expect(shape(files, [source]).map(([, place, , , images]) => [place, images])).toEqual([
      [null, "3.JPG"],
      ["Johnstone", "1.JPG"],
      ["Robson", "2.JPG"],
      ["Weynton", "4.JPG"],
    ]);
  });

  test("that two rows fit, and rows that no photograph fits, are listed and never dropped", async () => {
    const source = await sheet(
      "Date,Start,End,Place\n2024-07-15,09:00,10:00,Haro\n2024-07-15,09:30,10:30,Stuart\n2024-07-20,,,Active Pass\n",
    );
    const { encounters, sheets, withoutRow } = group([photo("1.JPG", { at: "2024-07-15T09:45:00" })], [source]);
    expect(encounters).toHaveLength(1);
    expect(encounters[0]?.images[0]?.findings).toContain("NO_SHEET_ROW");
    expect(withoutRow).toEqual([{ because: "severalRows", count: 1, examples: ["1.JPG"] }]);
    expect(sheets[0]?.unused.map(({ place }) => place)).toEqual([
      "sightings.csv, row 2",
      "sightings.csv, row 3",
      "sightings.csv, row 4",
    ]);
  });

  test("of another photographer do not meet where a folder says whose they are; a camera's owner may be anybody", async () => {
    const source = await sheet("Date,Place,Photog\n2024-07-15,Haro,Bea Whale\n");
    const files = [
      photo("2024-07-15_Haro/BW/1.JPG", { at: "2024-07-15T09:00:00" }),
      photo("2024-07-15_Haro/AX/2.JPG", { at: "2024-07-15T09:00:00" }),
      photo("loose/3.JPG", { at: "2024-07-15T09:00:00", artist: "The Institute" }),
    ];
    expect(group(files, [source]).withoutRow).toMatchObject([
      { because: "otherPhotographer", examples: [files[1]?.path] },
    ]);
    expect(group(files, [source]).sheets[0]?.matched).toEqual({ day: 2 });
  });

  test("whose dates could be either way round wait for an answer, and follow it", async () => {
    const source = await sheet("Date,Place\n04/05/2024,Haro\n");
    const files = [photo("1.JPG", { at: "2024-05-04T09:00:00" })];
    const waiting = group(files, [source]);
    expect(waiting.sheets[0]?.problems).toMatchObject([{ code: "DATE_EITHER", raw: "04/05/2024" }]);
    expect(waiting.encounters[0]?.values.locality).toBeNull();
    const told = { ...source, mapping: { ...source.mapping, dayMonthOrder: "dayFirst" as const } };
    expect(shape(files, [told])[0]?.[1]).toBe("Haro");
  });
});

describe("what a row says", () => {
  const text =
    "Date,Enc,Place,Start,Lat,Long (W),Photog,Species,IDs,Group size,Behaviour,Remarks\n" +
    '2024-07-15,3b,Haro Strait,09:42,N 48 33.126,123 10.716,BW,Killer whale,"T065A, T002B",5-7,travel,=calm\n';

  test("is the encounter's, with the text and the row it came from; what the photograph says stands beside it", async () => {
    const { encounters } = group(
      [photo("2024-07-15_Harro/1.JPG", { at: "2024-07-15T10:00:00", gps: [48.1, -123], artist: "Owner" })],
      [await sheet(text)],
    );
    const [of] = encounters;
    expect(of?.values).toEqual({
      eventDate: "2024-07-15",
      locality: "Haro Strait",
      recordedBy: "BW",
      decimalLatitude: 48.5521,
      decimalLongitude: -123.1786,
      license: null,
      eventTime: "09:42:00",
      fieldNumber: "3b",
      vernacularName: "Killer whale",
      organismName: "T065A, T002B",
      groupSizeMin: 5,
      groupSizeMax: 7,
      behavior: "travel",
      eventRemarks: "=calm",
    });
    const place = "sightings.csv, row 2";
    expect(of?.provenance.locality).toEqual({
      source: "sheet",
      raw: "Haro Strait",
      place,
      conflicts: [{ value: "Harro", source: "folder", raw: "2024-07-15_Harro" }],
    });
    expect(of?.provenance.decimalLatitude).toEqual({
      source: "sheet",
      raw: "N 48 33.126",
      place,
      conflicts: [{ value: 48.1, source: "exif", raw: null }],
    });
    expect(of?.provenance.recordedBy?.conflicts).toEqual([{ value: "Owner", source: "exif", raw: "Owner" }]);
    expect(of?.provenance.eventDate?.source).toBe("exif");
  });

  test("gives way to what a person has typed, and comes before what fills gaps", async () => {
    const files = [photo("1.JPG", { at: "2024-07-15T10:00:00" })];
    const more = { override: { locality: "Typed" }, set: { recordedBy: "Filled", license: "public" } };
    const [of] = group(files, [await sheet(text)], more).encounters;
    expect(of?.values).toMatchObject({ locality: "Typed", recordedBy: "BW", license: "public" });
    expect(of?.provenance.locality?.conflicts).toContainEqual({
      value: "Haro Strait",
      source: "sheet",
      raw: "Haro Strait",
      place: "sightings.csv, row 2",
    });
  });

  test("dates photographs that state no date; one that a row names on another day is listed: a clock may be wrong", async () => {
    const source = await sheet("Date,File,Place\n1998-07,017-03W.jpg,Haro\n2024-07-15,b.jpg,Stuart\n");
    const { encounters } = group([photo("x/017-03W.jpg"), photo("y/b.jpg", { at: "2024-07-15T09:00:00" })], [source]);
    expect(encounters.map(({ values }) => values.eventDate)).toEqual(["1998-07", "2024-07-15"]);
    const wrong = group([photo("card/b.jpg", { at: "2024-07-25T09:00:00" })], [source]);
    expect(wrong.withoutRow).toMatchObject([{ because: "otherDay", count: 1 }]);
  });

  test("of one sighting by two photographers is said of the group once, and both encounters name the sighting", async () => {
    const source = await sheet('Date,Enc,Place,Photog,Group size,Species\n2024-07-15,1,Haro,"BW, AW",5,Orca\n');
    const files = [
      photo("2024-07-15_Haro Strait/BW/1.JPG", { at: "2024-07-15T09:42:00" }),
      photo("2024-07-15_Haro Strait/AW/2.JPG", { at: "2024-07-15T09:45:00" }),
    ];
    const { encounters } = group(files, [source]);
    expect(
      encounters.map(({ values }) => [
        values.recordedBy,
        values.parentEventID,
        values.individualCount,
        values.vernacularName,
      ]),
    ).toEqual([
      ["BW", "2024-07-15 encounter 1", 5, "Orca"],
      ["AW", "2024-07-15 encounter 1", undefined, "Orca"],
    ]);
  });

  test("without a photographer leaves each photograph with its own, and who is not named with nobody of another folder", async () => {
    const source = await sheet("Date,Place,Group size\n2024-07-15,Haro,5\n");
    const at = (minute: number) => `2024-07-15T09:0${minute}:00`;
    const by = (path: string, minute: number, artist?: string) =>
      photo(path, artist ? { at: at(minute), artist } : { at: at(minute) });
    const said = (...files: readonly GroupInput[]) =>
      group(files, [source]).encounters.map(({ values, images }) => [
        values.recordedBy ?? null,
        values.parentEventID ?? null,
        images.map(({ fileName }) => fileName).join(" "),
      ]);
    const shared = "sightings.csv, row 2";
    expect(said(by("a/1.JPG", 1, "Bill Wood"), by("b/2.JPG", 2, "Ann Green"), by("a/3.JPG", 3))).toEqual([
      ["Bill Wood", shared, "1.JPG 3.JPG"],
      ["Ann Green", shared, "2.JPG"],
    ]);
    expect(said(by("a/1.JPG", 1), by("b/2.JPG", 2, "Ann Green"))).toEqual([
      [null, shared, "1.JPG"],
      ["Ann Green", shared, "2.JPG"],
    ]);
    expect(said(by("a/1.JPG", 1, "BW"), by("b/2.JPG", 2, "Bill Wood"))).toEqual([["BW", null, "1.JPG 2.JPG"]]);
    expect(said(by("a/1.JPG", 1), by("b/2.JPG", 2))).toEqual([[null, null, "1.JPG 2.JPG"]]);
  });

  test("of one sighting on two rows, one for each photographer, is said of the group once", async () => {
    const source = await sheet("Date,Enc,Place,Photog,Group size\n2024-07-15,1,Haro,BW,5\n2024-07-15,1,Haro,AW,5\n");
    const files = [
      photo("2024-07-15/BW/1.JPG", { at: "2024-07-15T09:42:00" }),
      photo("2024-07-15/AW/2.JPG", { at: "2024-07-15T09:45:00" }),
    ];
    expect(group(files, [source]).encounters.map(({ values }) => [values.recordedBy, values.individualCount])).toEqual([
      ["BW", 5],
      ["AW", undefined],
    ]);
  });

  test("has no control characters, and nothing where a cell has nothing else", async () => {
    const source = await sheet("Date,Place,Remarks\n2024-07-15,Ha\u0000ro,\u0007\n");
    const [of] = group([photo("1.JPG", { at: "2024-07-15T10:00:00" })], [source]).encounters;
    expect([of?.values.locality, of?.values.eventRemarks]).toEqual(["Ha ro", undefined]);
  });

  test("joins what lay in two folders", async () => {
    const source = await sheet("Date,Start,End,Place\n2024-07-15,09:00,10:00,Haro\n");
    const files = [
      photo("100CANON/9999.JPG", { at: "2024-07-15T09:10:00" }),
      photo("2024-07-15_Harro/0001.JPG", { at: "2024-07-15T09:20:00" }),
    ];
    expect(shape(files, [source])).toEqual([["2024-07-15", "Haro", null, null, "9999.JPG 0001.JPG"]]);
  });
});

describe("a list with a row for each photograph", () => {
  const list = (number: string) =>
    sheet(
      `Date,Enc,File,Place,IDs,Count\n${[
        ["1.JPG", "T065A", 1],
        ["2.JPG", "T065A", 1],
        ["3.JPG", "T002B", 2],
        ["4.JPG", "T002B", 2],
        ["5.JPG", "J047", 1],
      ]
        .map(([file, animal, count]) => `2024-07-15,${number},${file},Haro,${animal},${count}`)
        .join("\n")}\n`,
      "photos.csv",
    );
  const at = (index: number, time: string) => photo(`card/${index}.JPG`, { at: `2024-07-15T${time}` });
  const files = [at(1, "09:00:00"), at(2, "09:01:00"), at(3, "09:02:00"), at(4, "15:00:00"), at(5, "15:01:00")];

  test("makes one encounter of the photographs that it gives one number, and names all animals of them", async () => {
    const { encounters, sheets } = group(files, [await list("1")]);
    expect(
      encounters.map(({ values, images }) => [values.organismName, values.individualCount, images.length]),
    ).toEqual([["T065A, T002B, J047", undefined, 5]]);
    expect(encounters[0]?.provenance.organismName?.place).toBe("photos.csv, row 2 to 6");
    expect(sheets[0]).toMatchObject({ rows: 1, used: 1, matched: { fileName: 5 } });
  });

  test("without numbers leaves them to be split by the pauses, each part with what its own rows say", async () => {
    const { encounters } = group(files, [await list("")]);
    expect(encounters.map(({ values }) => [values.locality, values.organismName, values.parentEventID])).toEqual([
      ["Haro", "T065A, T002B", undefined],
      ["Haro", "T002B, J047", undefined],
    ]);
  });
});
